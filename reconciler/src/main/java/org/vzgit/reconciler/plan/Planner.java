package org.vzgit.reconciler.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.reconciler.diff.Change;
import org.vzgit.reconciler.diff.Differ;
import org.vzgit.reconciler.diff.LiveMark;
import org.vzgit.reconciler.diff.Ownership;
import org.vzgit.schema.BootPolicy;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// Turns the differences of a node into steps.
///
/// A function of its request and nothing else: equal requests give equal plans, whatever the order
/// in which documents were read.
public final class Planner {
    private final PlanRequest request;
    private final List<Change> changes;
    private final Site site;
    private final Optional<String> removalsRefused;
    private final List<Draft> drafts = new ArrayList<>();
    private final List<Blocked> blocked = new ArrayList<>();
    private int ves;

    private Planner(PlanRequest request) {
        this.request = request;
        this.changes =
                Differ.diff(
                        request.desired(), request.node(), request.repository(), request.live());
        this.site = Site.of(request);
        this.removalsRefused = RemovalGuard.refusal(request, changes);
        this.ves = request.live().ves().size();
    }

    public static Plan plan(PlanRequest request) {
        return new Planner(request).plan();
    }

    private Plan plan() {
        SortedMap<VeId, VePlan> plans = new TreeMap<>();
        for (Change change : changes) {
            plans.put(change.veid(), planOf(change));
        }
        SortedMap<VeId, VePlan> settled =
                CloneClaims.settle(AddressClaims.settle(plans, request), request);
        inOrder(settled).forEach(veid -> accept(veid, plan(settled, veid)));
        return new Plan(
                request.node(),
                request.desired().revision(),
                changes,
                DraftOrder.number(withBuilds()),
                blocked,
                warnings());
    }

    /// Of equally dangerous steps the first drafts get the smaller numbers, and so begin first.
    /// What starts last stops first: others that start earlier may serve it.
    private List<VeId> inOrder(SortedMap<VeId, VePlan> plans) {
        List<VeId> order = new ArrayList<>();
        plans.keySet().stream()
                .filter(veid -> plan(plans, veid).stops())
                .sorted(Comparator.comparingLong(this::bootOrder))
                .forEach(order::add);
        plans.keySet().stream()
                .filter(veid -> !plan(plans, veid).stops())
                .sorted(Comparator.comparingLong(this::bootOrder).reversed())
                .forEach(order::add);
        return order;
    }

    private long bootOrder(VeId veid) {
        VeSpec spec = request.desired().ves().get(veid);
        return spec == null ? BootPolicy.LAST : spec.boot().order();
    }

    private static VePlan plan(SortedMap<VeId, VePlan> plans, VeId veid) {
        return plans.getOrDefault(veid, VePlan.NOTHING);
    }

    /// Of every VE that is wanted here, also of those that a plan leaves alone: what a bound does
    /// not do stays worth knowing.
    private List<Warning> warnings() {
        return request.desired().vesOn(request.node()).values().stream()
                .flatMap(spec -> Warning.of(spec, request.live()).stream())
                .toList();
    }

    private VePlan planOf(Change change) {
        return switch (change) {
            case Change.Create create -> create(create);
            case Change.Update update -> new DesiredVe(update.spec(), update.live(), site).plan();
            case Change.Keep keep ->
                    new VePlan(List.of(), Obstacles.of(spec(keep), live(keep), site).blocked());
            case Change.Remove remove -> remove(Removal.of(remove.live(), request.desired()));
            case Change.Unknown unknown -> VePlan.blocked(unknown(unknown));
        };
    }

    private VePlan create(Change.Create create) {
        if (ves >= PlanBounds.VES_MAX) {
            return VePlan.blocked(
                    new Blocked(
                            create.veid(),
                            create.spec().name().value(),
                            Blocked.Reason.NO_ROOM,
                            "this node has " + ves + " VEs, and more are not supported",
                            Optional.of(create.spec().origin())));
        }
        ves++;
        return new DesiredVe(create.spec(), create.live(), site).plan();
    }

    private VePlan remove(Removal removal) {
        return removal.isFelt() && removalsRefused.isPresent()
                ? VePlan.blocked(removal.refused(removalsRefused.get()))
                : removal.plan();
    }

    private Blocked unknown(Change.Unknown unknown) {
        ObservedVe live = live(unknown);
        VeSpec spec = request.desired().ves().get(unknown.veid());
        String liveName = LiveMark.of(live).map(OwnerMark::name).map(Object::toString).orElse("");
        String fallback = liveName.isEmpty() ? unknown.veid().toString() : liveName;
        boolean foreign = Ownership.of(live, request.repository()) == Ownership.FOREIGN;
        return new Blocked(
                unknown.veid(),
                spec == null ? fallback : spec.name().value(),
                foreign ? Blocked.Reason.FOREIGN : Blocked.Reason.FROZEN,
                unknown.reason(),
                spec == null ? Optional.empty() : Optional.of(spec.origin()));
    }

    private void accept(VeId veid, VePlan plan) {
        blocked.addAll(plan.blocked());
        if (drafts.size() + plan.drafts().size() <= PlanBounds.STEPS_MAX) {
            drafts.addAll(plan.drafts());
        } else {
            blocked.add(
                    new Blocked(
                            veid,
                            nameOf(veid),
                            Blocked.Reason.NO_ROOM,
                            "this plan is full; the next one takes it",
                            Optional.empty()));
        }
    }

    /// The builds that accepted drafts wait for, in front of them.
    private List<Draft> withBuilds() {
        TreeMap<String, Draft> builds = new TreeMap<>();
        for (Draft draft : drafts) {
            for (Draft before : draft.after()) {
                if (before.operation() instanceof BuildTemplate build) {
                    builds.put(build.template().text(), before);
                }
            }
        }
        List<Draft> all = new ArrayList<>(builds.values());
        all.addAll(drafts);
        return all;
    }

    private String nameOf(VeId veid) {
        VeSpec spec = request.desired().ves().get(veid);
        return spec == null ? veid.toString() : spec.name().value();
    }

    private VeSpec spec(Change.Keep keep) {
        VeSpec spec = request.desired().ves().get(keep.veid());
        if (spec == null) {
            throw new IllegalStateException("kept VE " + keep.veid() + " is not desired");
        }
        return spec;
    }

    private ObservedVe live(Change change) {
        return request.live().ve(change.veid());
    }
}
