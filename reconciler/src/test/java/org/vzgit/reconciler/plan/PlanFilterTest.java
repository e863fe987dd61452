package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.CreateCgroup;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Revision;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.VeId;

class PlanFilterTest {
    private static final VeId HELD = new VeId(101);
    private static final VeId OTHER = new VeId(102);

    @Test
    void heldVeAndAllThatWaitsForItStayOut() {
        Plan plan =
                plan(
                        step(1, new BuildTemplate(new TemplateRef(TemplateSpec.BUSYBOX, "1"))),
                        step(2, new CreateCgroup(HELD), 1),
                        step(3, new CreateCgroup(OTHER), 2),
                        step(4, new CreateCgroup(OTHER), 3),
                        step(5, new CreateCgroup(OTHER), 1));
        List<Integer> kept =
                PlanFilter.without(plan, Set.of(HELD)).steps().stream().map(Step::id).toList();
        assertEquals(List.of(1, 5), kept);
    }

    @Test
    void withoutHeldVesThePlanIsTheSame() {
        Plan plan = plan(step(1, new CreateCgroup(OTHER)));
        assertSame(plan, PlanFilter.without(plan, Set.of()));
    }

    private static Step step(int id, Operation operation, Integer... waitsFor) {
        return new Step(
                id,
                operation,
                new TreeSet<>(List.of(waitsFor)),
                new Cause("state", "", "running", Optional.empty()),
                Disruption.LIVE);
    }

    private static Plan plan(Step... steps) {
        return new Plan(
                new NodeName("hn1"),
                new Revision("directory", ""),
                List.of(),
                List.of(steps),
                List.of());
    }
}
