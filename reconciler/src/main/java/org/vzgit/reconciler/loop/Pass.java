package org.vzgit.reconciler.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.BooleanSupplier;
import org.vzgit.kernel.state.NodeHint;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.apply.Applier;
import org.vzgit.reconciler.apply.ApplySettings;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Gate;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.PlanFilter;
import org.vzgit.schema.VeId;

/// One look at the node and what follows from it: observe, plan, apply, verify. Remembers only what
/// keeps it quiet and patient: what was told already, which VEs failed lately, which fields others
/// insist on, and how far a roll-out has come.
final class Pass {
    private final ManagedNode node;
    private final LoopSettings settings;
    private final LoopListener listener;
    private final VeBackoffs backoffs;
    private final Fights fights = new Fights();
    private final Activity activity;
    private List<Blocked> told = List.of();
    private Optional<Desired> before = Optional.empty();
    private Optional<RollOut> rollOut = Optional.empty();

    Pass(ManagedNode node, LoopSettings settings, LoopListener listener) {
        this.node = node;
        this.settings = settings;
        this.listener = listener;
        this.backoffs = new VeBackoffs(settings.random());
        this.activity = new Activity(settings.clock());
    }

    /// @param superseded asked before each step; once true, no further step begins
    /// @throws UncheckedIOException when it cannot be read what must be left alone
    PassResult run(Desired desired, BooleanSupplier superseded) {
        if (before.filter(desired::equals).isEmpty()) {
            begin(desired);
        }
        // Before the look at the kernel: an operation that returns meanwhile is not in it.
        SortedSet<VeId> held = backoffs.held(now());
        Gate gate = gate();
        ObservedNode live = node.kernel().observe();
        Plan turn = turn(desired, node.planning().plan(desired, live), gate, live);
        tellBlocked(turn.blocked());
        Plan due = PlanFilter.without(turn, held);
        if (due.isEmpty() || superseded.getAsBoolean()) {
            return new PassResult(desired, live, turn, Optional.empty(), held);
        }
        Applied applied = apply(desired, due, gate, superseded);
        backoffs.note(applied, now());
        fights.note(applied, now());
        return new PassResult(
                desired,
                applied.observed(),
                remaining(desired, applied, gate),
                Optional.of(applied),
                held);
    }

    /// Remembers what the kernel told, to be able to name others who write.
    void heard(List<NodeHint> hints) {
        fights.heard(hints, now());
    }

    /// A person wants everything tried again.
    void retry() {
        backoffs.releaseAll();
        fights.forget();
        rollOut.ifPresent(RollOut::resume);
    }

    VeBackoffs backoffs() {
        return backoffs;
    }

    Activity activity() {
        return activity;
    }

    private void begin(Desired desired) {
        backoffs.releaseAll();
        fights.forget();
        before = Optional.of(desired);
        rollOut = Optional.empty();
    }

    private Gate gate() {
        Instant now = now();
        try {
            return new Gate(node.files().holds().read(now).reasons(), fights.held(now), now);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// A suspended VE holds up no other: nobody knows when it goes on.
    private Plan turn(Desired desired, Plan wanted, Gate gate, ObservedNode live) {
        NavigableSet<VeId> differing =
                RollOut.vesOf(PlanFilter.without(wanted, gate.suspended().keySet()));
        if (rollOut.isEmpty()) {
            rollOut = Optional.of(new RollOut(desired.state(), differing));
        }
        return rollOut.get().due(gate.apply(wanted, desired.state()), differing, live);
    }

    /// With what waits for its wave, as the next pass will see it.
    private Plan remaining(Desired desired, Applied applied, Gate gate) {
        if (applied.remaining().isEmpty() || rollOut.filter(RollOut::hasOrder).isEmpty()) {
            return applied.remaining();
        }
        ObservedNode live = applied.observed();
        return turn(desired, node.planning().plan(desired, live), gate, live);
    }

    private Applied apply(Desired desired, Plan plan, Gate gate, BooleanSupplier superseded) {
        Applier applier =
                new Applier(
                        node.kernel(),
                        node.journal(),
                        activity.begin(listener.applying(plan)),
                        live -> gate.apply(node.planning().plan(desired, live), desired.state()),
                        ApplySettings.with(settings.parallelism(), settings.clock(), superseded));
        Applied applied = applier.apply(plan);
        listener.applied(applied);
        return applied;
    }

    private Instant now() {
        return settings.clock().instant();
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
