package org.vzgit.bench;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.simulated.SimulatedKernel;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Resource;
import org.vzgit.schema.TemplateName;

/// The planner alone, on a node in memory that is already as it should be.
final class PlannerBench {
    private static final int[] SIZES = {1000, 10_000};
    private static final double GOAL_PER_THOUSAND = 20;

    /// Until the second compiler is done with the planner.
    private static final int WARM_UP = 100;

    private static final int ROUNDS = 50;

    private final Report report;

    PlannerBench(Report report) {
        this.report = report;
    }

    void run() throws Exception {
        report.title("No-op pass, planner alone, warm");
        double[] perVe = new double[SIZES.length];
        for (int i = 0; i < SIZES.length; i++) {
            perVe[i] = measure(SIZES[i]) / SIZES[i];
        }
        report.note(
                String.format(
                        Locale.ROOT,
                        "per VE, %d against %d: %.2f (1 is linear)",
                        SIZES[1],
                        SIZES[0],
                        perVe[1] / perVe[0]));
    }

    private double measure(int size) throws Exception {
        DesiredState desired = Fleet.stopped(size).desired();
        ObservedNode live = converged(desired);
        Sample sample = new Sample();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            if (round == 0) {
                sample.restart();
            }
            sample.time(() -> {
                if (!RealNode.plan(desired, live).isEmpty()) {
                    throw new IllegalStateException("the node has drifted");
                }
            });
        }
        report.time(size + " VEs", sample, GOAL_PER_THOUSAND * size / 1000);
        return sample.medianMillis();
    }

    /// A plan is bounded, so many VEs take several.
    private static ObservedNode converged(DesiredState desired) throws OperationFailure {
        SimulatedKernel kernel =
                new SimulatedKernel(new Features("simulated", controls(), 4), templates());
        Plan plan = RealNode.plan(desired, kernel.observe());
        while (!plan.isEmpty()) {
            for (Step step : plan.steps()) {
                kernel.apply(step.operation());
            }
            plan = RealNode.plan(desired, kernel.observe());
        }
        return kernel.observe();
    }

    private static Map<Resource, Control> controls() {
        Map<Resource, Control> controls = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            controls.put(resource, Control.CGROUP_V2);
        }
        return controls;
    }

    private static Map<TemplateName, TemplateRef> templates() {
        TemplateName busybox = new TemplateName("busybox");
        return Map.of(busybox, new TemplateRef(busybox, "1"));
    }
}
