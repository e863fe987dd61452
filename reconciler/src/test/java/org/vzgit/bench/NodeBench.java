package org.vzgit.bench;

import java.nio.file.Path;
import java.util.List;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.DesiredState;

/// A node with 100 VEs that run: a look at all of them, and changes of their limits on the fly.
final class NodeBench {
    private static final int VES = 100;
    private static final int LIMITS = 1000;
    private static final int WARM_UP = 10;
    private static final int ROUNDS = 20;

    private final Path place;
    private final Report report;
    private final Fleet fleet = Fleet.running(VES);

    NodeBench(Path place, Report report) {
        this.place = place;
        this.report = report;
    }

    void run() throws Exception {
        report.title("A node with " + VES + " running VEs");
        try (RealNode node = new RealNode(place.resolve("node"))) {
            DesiredState desired = fleet.desired();
            Sample start = new Sample();
            start.time(() -> node.apply(node.plan(desired), desired));
            report.time("apply that creates and starts them", start);
            pass(node, desired);
            oneLimit(node);
            manyLimits(node);
        }
    }

    private void pass(RealNode node, DesiredState desired) throws Exception {
        Sample look = new Sample();
        Sample pass = new Sample();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            if (round == 0) {
                look.restart();
                pass.restart();
            }
            look.time(node::observe);
            pass.time(() -> {
                if (!node.plan(desired).isEmpty()) {
                    throw new IllegalStateException("the node has drifted");
                }
            });
        }
        report.time("observe", look);
        report.time("no-op pass: observe and plan", pass, 100);
    }

    /// One operation, as the executor hands it to the kernel, and the same as a whole commit.
    private void oneLimit(RealNode node) throws Exception {
        Sample one = new Sample();
        Sample commit = new Sample();
        for (int round = 1; round <= 2 * (WARM_UP + ROUNDS); round++) {
            if (round == 2 * WARM_UP + 1) {
                one.restart();
                commit.restart();
            }
            int now = round;
            DesiredState next = fleet.with(index -> index == 0 ? now : 0).desired();
            Plan plan = node.plan(next);
            if (round % 2 == 0) {
                commit.time(() -> node.apply(plan, next));
            } else {
                for (Step step : plan.steps()) {
                    if (step.operation() instanceof SetResource) {
                        one.time(() -> node.carryOut(List.of(step)));
                    }
                }
                node.apply(node.plan(next), next);
            }
        }
        report.time("change of one limit, running VE", one, 1);
        report.time("commit for one VE: apply, journal, verify", commit);
    }

    /// As many limits as a VE has on this kernel in all VEs, and what is missing to a thousand in
    /// some of them once more.
    private void manyLimits(RealNode node) throws Exception {
        Sample sum = new Sample();
        int limits = 0;
        for (int round = 0; round < ROUNDS / 4; round++) {
            int next = 2 * round + 1;
            DesiredState all = fleet.with(_ -> next).desired();
            Plan first = node.plan(all);
            int perVe = first.steps().size() / VES;
            int again = Math.max(0, LIMITS - first.steps().size()) / perVe;
            DesiredState some = fleet.with(index -> index < again ? next + 1 : next).desired();
            Plan[] second = new Plan[1];
            Sample parts = new Sample();
            parts.time(() -> node.apply(first, all));
            second[0] = node.plan(some);
            DesiredState back = fleet.with(_ -> next + 1).desired();
            limits = first.steps().size() + second[0].steps().size();
            parts.time(() -> node.apply(second[0], some));
            sum.add(parts);
            node.apply(node.plan(back), back);
        }
        report.time("commit of " + limits + " limits: apply, journal, verify", sum, 1000);
    }
}
