package org.vzgit.reconciler.apply;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.VeId;

/// What became of a plan.
///
/// @param outcomes one for each step, by its id
/// @param observed the node after the last step
/// @param remaining what would have to be done now; empty when the node is as it should be
/// @param journalProblem why the journal misses entries of this apply. A full disk must not keep a
///   node from being healed, but it must not go unseen
/// @param stragglers the operations that were given up although the kernel had not answered
public record Applied(
        Plan plan,
        SortedMap<Integer, Outcome> outcomes,
        ObservedNode observed,
        Plan remaining,
        Optional<String> journalProblem,
        List<Straggler> stragglers) {
    public Applied {
        stragglers = List.copyOf(stragglers);
        outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
    }

    /// An operation that was given up. Until it has returned it can still take effect, so nothing
    /// else may be done to its VE.
    ///
    /// @param working false once it has returned; asked by any thread
    public record Straggler(VeId veid, BooleanSupplier working) {}

    /// Everything was done, was seen, and nothing is left to do. Blocked items may remain: no apply
    /// can change them.
    public boolean converged() {
        return remaining.isEmpty() && allDone();
    }

    public boolean allDone() {
        return outcomes.values().stream().allMatch(Outcome.Done.class::isInstance);
    }

    /// How many steps had their effect.
    public long done() {
        return outcomes.values().stream().filter(Outcome.Done.class::isInstance).count();
    }

    /// The VEs of which some step failed or was not verified. A VE whose steps were only skipped is
    /// not among them: it waits for another.
    public SortedSet<VeId> troubled() {
        SortedSet<VeId> troubled = new TreeSet<>();
        for (Step step : plan.steps()) {
            if (isTrouble(outcomes.get(step.id()))) {
                switch (step.operation()) {
                    case VeOperation op -> troubled.add(op.veid());
                    case BuildTemplate _ -> {
                        // No VE to blame; whoever waits for it is skipped.
                    }
                }
            }
        }
        return troubled;
    }

    private static boolean isTrouble(@org.jspecify.annotations.Nullable Outcome outcome) {
        return outcome instanceof Outcome.Failed || outcome instanceof Outcome.NotVerified;
    }
}
