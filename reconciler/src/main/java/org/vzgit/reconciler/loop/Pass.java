package org.vzgit.reconciler.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.BooleanSupplier;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.apply.Applier;
import org.vzgit.reconciler.apply.ApplySettings;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.schema.VeId;

/// One look at the node and what follows from it: observe, plan, apply, verify. Remembers only what
/// keeps it quiet and patient: what was told already, and which VEs failed lately.
final class Pass {
    private final ManagedNode node;
    private final LoopSettings settings;
    private final LoopListener listener;
    private final VeBackoffs backoffs = new VeBackoffs();
    private List<Blocked> told = List.of();
    private Optional<Desired> before = Optional.empty();

    Pass(ManagedNode node, LoopSettings settings, LoopListener listener) {
        this.node = node;
        this.settings = settings;
        this.listener = listener;
    }

    /// @param superseded asked before each step; once true, no further step begins
    PassResult run(Desired desired, BooleanSupplier superseded) {
        if (before.filter(desired::equals).isEmpty()) {
            backoffs.releaseAll();
            before = Optional.of(desired);
        }
        // Before the look at the kernel: an operation that returns meanwhile is not in it.
        SortedSet<VeId> held = backoffs.held(settings.clock().instant());
        ObservedNode live = node.kernel().observe();
        Plan plan = node.planning().plan(desired, live);
        tellBlocked(plan.blocked());
        Plan due = PlanFilter.without(plan, held);
        if (due.isEmpty()) {
            return new PassResult(desired, live, plan, Optional.empty(), held);
        }
        Applied applied = apply(desired, due, superseded);
        backoffs.note(applied, settings.clock().instant());
        return new PassResult(
                desired, applied.observed(), applied.remaining(), Optional.of(applied), held);
    }

    private Applied apply(Desired desired, Plan plan, BooleanSupplier superseded) {
        Applier applier =
                new Applier(
                        node.kernel(),
                        node.journal(),
                        listener.applying(plan),
                        live -> node.planning().plan(desired, live),
                        ApplySettings.with(settings.parallelism(), settings.clock(), superseded));
        Applied applied = applier.apply(plan);
        listener.applied(applied);
        return applied;
    }

    private void tellBlocked(List<Blocked> now) {
        List<Blocked> appeared = new ArrayList<>(now);
        appeared.removeAll(told);
        List<Blocked> gone = new ArrayList<>(told);
        gone.removeAll(now);
        told = now;
        if (!appeared.isEmpty()) {
            listener.blocked(appeared);
        }
        if (!gone.isEmpty()) {
            listener.unblocked(gone);
        }
    }
}
