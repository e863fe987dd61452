package org.vzgit.reconciler.apply;

import java.util.List;
import java.util.function.Function;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.plan.Plan;

/// Carries out plans on a kernel, and then looks whether the kernel agrees.
///
/// A failed step stops only what waits for it; other VEs go on. What was applied before a crash
/// needs no clean-up: the next pass observes and plans anew.
public final class Applier {
    private final Kernel kernel;
    private final Journal journal;
    private final ProgressListener listener;
    private final Function<ObservedNode, Plan> planner;
    private final ApplySettings settings;

    /// @param planner the same decision that made the plan, for a later look at the node
    public Applier(
            Kernel kernel,
            Journal journal,
            ProgressListener listener,
            Function<ObservedNode, Plan> planner,
            ApplySettings settings) {
        this.kernel = kernel;
        this.journal = journal;
        this.listener = listener;
        this.planner = planner;
        this.settings = settings;
    }

    /// Carries out a plan step by step, then observes the node and plans again: a step that
    /// reported success and is wanted again was not verified.
    public Applied apply(Plan plan) {
        StepGraph graph = new StepGraph(plan);
        ApplyRecord record = new ApplyRecord(plan, journal, listener, settings.clock());
        List<Applied.Straggler> stragglers;
        try (Execution execution = new Execution(kernel, settings, Execution.GRACE)) {
            execution.run(graph, record);
            stragglers = execution.stragglers();
        }
        ObservedNode observed = kernel.observe();
        Plan remaining = planner.apply(observed);
        Verification.of(plan, graph.outcomes(), remaining)
                .forEach((step, outcome) -> {
                    graph.outcomes().put(step.id(), outcome);
                    record.ended(step, outcome);
                });
        return new Applied(
                plan, graph.outcomes(), observed, remaining, record.finish(), stragglers);
    }
}
