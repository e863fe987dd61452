package org.vzgit.reconciler.review;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.diff.Change;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.PlanRequest;
import org.vzgit.reconciler.plan.Planner;
import org.vzgit.reconciler.text.PlannedVe;
import org.vzgit.reconciler.text.VeNames;
import org.vzgit.reconciler.text.Weight;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// Compares two revisions on one node.
final class NodeComparison {
    private static final Comparator<VeReview> BY_DANGER =
            Comparator.comparing(VeReview::effect).thenComparing(VeReview::veid);

    private final ReviewRequest request;
    private final NodeName node;
    private final ObservedNode imagined;
    private final Plan plan;
    private final Map<VeId, List<Blocked>> blocked = new HashMap<>();
    private final Map<VeId, Weight> weights = new HashMap<>();
    private final Set<VeId> refusedBefore = new HashSet<>();
    private int blockedBefore;

    private NodeComparison(ReviewRequest request, NodeName node) {
        this.request = request;
        this.node = node;
        this.imagined = ImaginedNode.of(request, node);
        this.plan = plan(request.head());
    }

    static NodeReview of(ReviewRequest request, NodeName node) {
        return new NodeComparison(request, node).review();
    }

    private NodeReview review() {
        sortBlocked();
        for (PlannedVe ve : PlannedVe.allOf(plan)) {
            weights.put(ve.change().veid(), ve.weight());
        }
        List<VeReview> ves = new ArrayList<>();
        plan.changes().forEach(change -> review(change).ifPresent(ves::add));
        ves.sort(BY_DANGER);
        return new NodeReview(
                node,
                plan,
                ves,
                CapacityComparison.of(request, node),
                blockedBefore,
                request.snapshotOf(node).map(NodeSnapshot::takenAt));
    }

    private Plan plan(DesiredState wanted) {
        return Planner.plan(new PlanRequest(wanted, node, ImaginedNode.REPOSITORY, imagined));
    }

    /// What was refused already is no news, and no reason to stop this change.
    private void sortBlocked() {
        if (plan.blocked().isEmpty()) {
            return;
        }
        Set<String> before = new HashSet<>();
        plan(request.base()).blocked().forEach(item -> before.add(key(item)));
        for (Blocked item : plan.blocked()) {
            if (before.contains(key(item))) {
                blockedBefore++;
                refusedBefore.add(item.veid());
            } else {
                blocked.computeIfAbsent(item.veid(), _ -> new ArrayList<>()).add(item);
            }
        }
    }

    private static String key(Blocked item) {
        return item.veid() + " " + item.reason() + " " + item.detail();
    }

    private Optional<VeReview> review(Change change) {
        return switch (change) {
            case Change.Create create ->
                    Optional.of(
                            wanted(
                                    create.spec(),
                                    Effect.CREATE,
                                    VeComparison.ofNew(create.spec())));
            case Change.Update update -> Optional.of(update(update));
            case Change.Remove remove -> Optional.of(removed(remove));
            case Change.Keep keep ->
                    Optional.ofNullable(request.head().ves().get(keep.veid())).flatMap(this::kept);
            case Change.Unknown unknown -> unknown(unknown.veid());
        };
    }

    private VeReview update(Change.Update update) {
        VeSpec spec = update.spec();
        return wanted(spec, Effect.BLOCKED, VeComparison.of(request, update, base(spec.veid())));
    }

    private Optional<VeReview> kept(VeSpec spec) {
        List<FieldReview> fields =
                base(spec.veid())
                        .map(base -> VeComparison.ofKept(request, base, spec))
                        .orElse(List.of());
        return fields.isEmpty() && news(spec.veid()).isEmpty()
                ? Optional.empty()
                : Optional.of(wanted(spec, Effect.NEXT_START, fields));
    }

    private VeReview wanted(VeSpec spec, Effect withoutSteps, List<FieldReview> fields) {
        return review(
                spec.name().value(),
                effect(spec.veid(), withoutSteps),
                spec,
                fields,
                Optional.of(spec.origin()));
    }

    private Effect effect(VeId veid, Effect withoutSteps) {
        List<Blocked> news = news(veid);
        if (news.stream().anyMatch(item -> item.reason() == Blocked.Reason.RECREATE)) {
            return Effect.RECREATE;
        }
        Weight weight = weights.get(veid);
        if (weight != null) {
            return Effect.of(weight);
        }
        boolean refused = !news.isEmpty() || refusedBefore.contains(veid);
        return refused ? Effect.BLOCKED : withoutSteps;
    }

    private VeReview review(
            String name,
            Effect effect,
            VeSpec spec,
            List<FieldReview> fields,
            Optional<Origin> origin) {
        return new VeReview(
                spec.veid(), name, effect, origin, spec.stopTimeout(), fields, news(spec.veid()));
    }

    private VeReview removed(Change.Remove remove) {
        VeId veid = remove.veid();
        return new VeReview(
                veid,
                VeNames.ofLive(remove.live()),
                effect(veid, Effect.RETAIN),
                Optional.empty(),
                VeSpec.STOP_TIMEOUT_DEFAULT,
                gone(veid),
                news(veid));
    }

    /// A VE that another node has in head did not lose its document.
    private List<FieldReview> gone(VeId veid) {
        VeSpec elsewhere = request.head().ves().get(veid);
        return elsewhere == null
                ? List.of()
                : List.of(
                        FieldReview.of("node", node.value(), elsewhere.node().value(), How.RECREATE)
                                .at(elsewhere.originOf(VeField.NODE)));
    }

    private Optional<VeReview> unknown(VeId veid) {
        List<Blocked> news = news(veid);
        return news.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new VeReview(
                                veid,
                                news.getFirst().name(),
                                Effect.BLOCKED,
                                news.getFirst().origin(),
                                new Seconds(0),
                                List.of(),
                                news));
    }

    private List<Blocked> news(VeId veid) {
        return blocked.getOrDefault(veid, List.of());
    }

    private Optional<VeSpec> base(VeId veid) {
        return Optional.ofNullable(request.base().ves().get(veid))
                .filter(spec -> spec.node().equals(node));
    }
}
