package org.vzgit.reconciler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Reading;
import org.vzgit.reconciler.diff.RunPhase;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// Takes clones out of plans whose source is neither at rest nor brought there by the same plan: it
/// was refused itself, say.
final class CloneClaims {
    private final SortedMap<VeId, VePlan> plans;
    private final PlanRequest request;

    private CloneClaims(SortedMap<VeId, VePlan> plans, PlanRequest request) {
        this.plans = new TreeMap<>(plans);
        this.request = request;
    }

    /// A clone that is taken out may be the source of another, hence the rounds; each takes one VE
    /// out, so they end.
    static SortedMap<VeId, VePlan> settle(SortedMap<VeId, VePlan> plans, PlanRequest request) {
        CloneClaims claims = new CloneClaims(plans, request);
        while (claims.dropsOne()) {
            // The next round sees what is left.
        }
        return claims.plans;
    }

    private boolean dropsOne() {
        for (VeId clone : plans.keySet()) {
            Optional<VeId> source = sourceOf(planOf(clone));
            if (source.filter(veid -> !isAtRest(veid) && !isBroughtThere(veid)).isPresent()) {
                plans.put(clone, without(clone, source.get()));
                return true;
            }
        }
        return false;
    }

    private static Optional<VeId> sourceOf(VePlan plan) {
        return plan.drafts().stream()
                .flatMap(draft -> draft.takes().stream())
                .filter(Contended.Files.class::isInstance)
                .map(taken -> ((Contended.Files) taken).veid())
                .findFirst();
    }

    private boolean isAtRest(VeId source) {
        ObservedVe live = request.live().ve(source);
        return live.privateArea() instanceof Reading.Present
                && RunPhase.of(live) == RunPhase.STOPPED;
    }

    private boolean isBroughtThere(VeId source) {
        return planOf(source).drafts().stream()
                .anyMatch(draft -> draft.frees().contains(new Contended.Files(source)));
    }

    private VePlan without(VeId clone, VeId source) {
        List<Blocked> blocked = new ArrayList<>(planOf(clone).blocked());
        VeSpec spec = request.desired().ves().get(clone);
        blocked.add(
                new Blocked(
                        clone,
                        spec == null ? clone.toString() : spec.name().value(),
                        Blocked.Reason.CLONE_SOURCE,
                        "VE "
                                + source
                                + ", which it is to be made from, is not ready: "
                                + why(source),
                        Optional.ofNullable(spec).map(VeSpec::origin)));
        return new VePlan(List.of(), blocked);
    }

    private String why(VeId source) {
        List<Blocked> blocked = planOf(source).blocked();
        return blocked.isEmpty() ? "nothing is planned for it" : blocked.getFirst().detail();
    }

    private VePlan planOf(VeId veid) {
        return plans.getOrDefault(veid, VePlan.NOTHING);
    }
}
