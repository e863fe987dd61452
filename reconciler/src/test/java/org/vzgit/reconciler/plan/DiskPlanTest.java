package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.SetDiskQuota;
import org.vzgit.kernel.simulated.SimulatedKernel;
import org.vzgit.kernel.state.DiskMeans;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.DiskTerms;
import org.vzgit.schema.Limit;
import org.vzgit.schema.RunState;
import org.vzgit.schema.VeId;

/// Disk bounds in plans: before the VE runs, whatever is cut off and wherever.
class DiskPlanTest {
    private static final VeId VEID = new VeId(107);

    private SimulatedKernel kernel =
            new SimulatedKernel(
                    new Features("simulated", World.allControls(), 2).with(DiskMeans.ALL),
                    Map.of(Desired.BUSYBOX, World.VERSION_1));

    private static DesiredState wanting(long mebibytes, RunState state) {
        BarrierLimit space = BarrierLimit.both(Limit.of(new Bytes(mebibytes << 20)));
        return Desired.of(
                Desired.ve(107)
                        .state(state)
                        .disk(new DiskSpec(space, DiskSpec.UNMANAGED, DiskTerms.DEFAULT)));
    }

    private Plan plan(DesiredState desired) {
        return World.plan(desired, kernel.observe());
    }

    private Plan apply(DesiredState desired) throws Exception {
        Plan plan = plan(desired);
        for (Step step : plan.steps()) {
            kernel.apply(step.operation());
        }
        assertEquals(List.of(), plan(desired).steps(), "plan again");
        return plan;
    }

    private ObservedDisk disk(ObservedNode node) {
        return node.ve(VEID)
                .privateArea()
                .toOptional()
                .orElseThrow()
                .disk()
                .toOptional()
                .orElseThrow();
    }

    private static int idOf(Plan plan, Class<?> operation) {
        return plan.steps().stream()
                .filter(step -> operation.isInstance(step.operation()))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static Step step(Plan plan, Class<?> operation) {
        return plan.steps().stream()
                .filter(step -> operation.isInstance(step.operation()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aNewVeIsBoundedBeforeItIsLaunched() throws Exception {
        Plan plan = apply(wanting(10, RunState.RUNNING));
        assertTrue(step(plan, Launch.class).waitsFor().contains(idOf(plan, SetDiskQuota.class)));
        assertTrue(
                step(plan, SetDiskQuota.class)
                        .waitsFor()
                        .contains(idOf(plan, CreatePrivateArea.class)));
    }

    @Test
    void aCrashAnywhereNeverLeavesAVeThatRunsUnbounded() throws Exception {
        DesiredState desired = wanting(10, RunState.RUNNING);
        SimulatedKernel fresh = kernel;
        int steps = plan(desired).steps().size();
        for (int cut = 0; cut <= steps; cut++) {
            kernel = fresh.copy();
            for (Step step : plan(desired).steps().subList(0, cut)) {
                kernel.apply(step.operation());
            }
            ObservedNode node = kernel.observe();
            if (node.ve(VEID).init().toOptional().isPresent()) {
                assertEquals("10M", disk(node).space().bounds().text(), "cut at " + cut);
            }
            kernel.crash();
            apply(desired);
            assertEquals("10M", disk(kernel.observe()).space().bounds().text());
        }
    }

    @Test
    void aVeThatIsStartedGetsTheNewBoundFirst() throws Exception {
        apply(wanting(10, RunState.STOPPED));
        Plan plan = apply(wanting(20, RunState.RUNNING));
        assertTrue(step(plan, Launch.class).waitsFor().contains(idOf(plan, SetDiskQuota.class)));
    }

    @Test
    void aChangeWhileItRunsIsOneStep() throws Exception {
        apply(wanting(10, RunState.RUNNING));
        Plan plan = apply(wanting(20, RunState.RUNNING));
        assertEquals(
                List.of(SetDiskQuota.class),
                plan.steps().stream()
                        .map(step -> (Object) step.operation().getClass())
                        .filter(SetDiskQuota.class::equals)
                        .toList());
    }

    @Test
    void driftIsPutRightAndIsNoChangeAfterwards() throws Exception {
        DesiredState desired = wanting(10, RunState.RUNNING);
        apply(desired);
        kernel.mishaps().driftDisk(VEID, "project id");
        assertEquals(1, apply(desired).steps().size());
    }
}
