package org.vzgit.reconciler.loop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.PlanFilter;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Rollout;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// One desired state on its way through the waves of a node. Only what differed when it arrived
/// belongs to it: whatever differs later has drifted and is healed without waiting.
///
/// Stops when a VE that was changed begins to be refused resources: the next wave would get the
/// same limits.
final class RollOut {
    private static final int NAMES_MAX = 3;

    private final DesiredState desired;
    private final NavigableSet<VeId> left;
    private final Map<VeId, Long> refusals = new TreeMap<>();
    private Optional<String> stopped = Optional.empty();

    /// @param differing the VEs that a desired state changes when it arrives
    RollOut(DesiredState desired, NavigableSet<VeId> differing) {
        this.desired = desired;
        this.left = new TreeSet<>(differing);
    }

    /// The part of a plan whose turn it is.
    ///
    /// @param differing the VEs that still differ, also those that wait for another reason
    /// @param live the look that the plan was made from
    Plan due(Plan plan, NavigableSet<VeId> differing, ObservedNode live) {
        for (VeId veid : List.copyOf(left)) {
            if (!differing.contains(veid)) {
                left.remove(veid);
                refusals.put(veid, refusals(live.ve(veid)));
            }
        }
        judge(live);
        return left.isEmpty() || !hasOrder() ? plan : inOrder(plan);
    }

    /// A person wants it to go on.
    void resume() {
        stopped = Optional.empty();
        refusals.clear();
    }

    /// Whether some VE that is left may have to wait for another.
    boolean hasOrder() {
        return left.stream().map(this::rollout).anyMatch(r -> !r.equals(Rollout.AT_ONCE));
    }

    private void judge(ObservedNode live) {
        refusals.forEach((veid, before) -> {
            long now = refusals(live.ve(veid));
            if (stopped.isEmpty() && now > before && !left.isEmpty()) {
                stopped =
                        Optional.of(
                                "the roll-out stopped: failcnt of VE "
                                        + name(veid)
                                        + " rose from "
                                        + before
                                        + " to "
                                        + now
                                        + " after its change; commit other limits, or go on with"
                                        + " vzgit sync");
            }
        });
    }

    /// At least one VE is always let through, so that an order that cannot be kept (A after B, B
    /// after A; or a grow in wave 0 that waits for a shrink in wave 1) holds nothing up for ever.
    private Plan inOrder(Plan plan) {
        Set<VeId> waiting = new HashSet<>(left);
        waiting.retainAll(vesOf(plan));
        SortedMap<VeId, String> reasons = new TreeMap<>();
        for (VeId veid : waiting) {
            reason(veid).ifPresent(why -> reasons.put(veid, why));
        }
        Plan due = PlanFilter.without(plan, reasons.keySet());
        if (stopped.isEmpty() && due.isEmpty() && !plan.isEmpty()) {
            return plan;
        }
        List<Blocked> blocked = new ArrayList<>();
        reasons.forEach((veid, why) -> blocked.add(blocked(veid, why)));
        blocked.addAll(due.blocked());
        return new Plan(
                due.node(), due.revision(), due.changes(), due.steps(), blocked, due.warnings());
    }

    private Optional<String> reason(VeId veid) {
        if (stopped.isPresent()) {
            return stopped;
        }
        Rollout own = rollout(veid);
        List<VeId> before = left.stream().filter(other -> comesBefore(other, own)).toList();
        boolean itself = before.equals(List.of(veid));
        return before.isEmpty() || itself
                ? Optional.empty()
                : Optional.of("waits for " + names(before));
    }

    private boolean comesBefore(VeId other, Rollout own) {
        VeSpec spec = desired.ves().get(other);
        return rollout(other).wave() < own.wave()
                || (spec != null
                        && own.after().stream()
                                .anyMatch(before ->
                                        before.matches(spec.name().value(), spec.labels())));
    }

    private Rollout rollout(VeId veid) {
        VeSpec spec = desired.ves().get(veid);
        return spec == null ? Rollout.AT_ONCE : spec.rollout();
    }

    private Blocked blocked(VeId veid, String why) {
        VeSpec spec = desired.ves().get(veid);
        return new Blocked(
                veid,
                name(veid),
                Blocked.Reason.ROLLOUT,
                why,
                Optional.ofNullable(spec).map(VeSpec::origin));
    }

    private String names(Collection<VeId> ves) {
        String some =
                ves.stream().limit(NAMES_MAX).map(this::name).collect(Collectors.joining(", "));
        return ves.size() <= NAMES_MAX ? some : some + " and " + (ves.size() - NAMES_MAX) + " more";
    }

    private String name(VeId veid) {
        VeSpec spec = desired.ves().get(veid);
        return spec == null ? veid.toString() : spec.name().value();
    }

    static NavigableSet<VeId> vesOf(Plan plan) {
        NavigableSet<VeId> ves = new TreeSet<>();
        plan.steps().forEach(step -> PlanFilter.veOf(step).ifPresent(ves::add));
        return ves;
    }

    private static long refusals(ObservedVe live) {
        return live.cgroup()
                .toOptional()
                .map(cgroup ->
                        cgroup.usages().values().stream()
                                .mapToLong(usage -> usage.failcnt().toOptional().orElse(0L))
                                .sum())
                .orElse(0L);
    }
}
