package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.simulated.Mishaps;
import org.vzgit.kernel.simulated.SimulatedKernel;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// A simulated node with a planner in front of it.
final class World {
    static final String REPOSITORY = "https://git.example.org/ves";
    static final TemplateRef VERSION_1 = new TemplateRef(Desired.BUSYBOX, "1");

    final SimulatedKernel kernel;

    private World(SimulatedKernel kernel) {
        this.kernel = kernel;
    }

    World copy() {
        return new World(kernel.copy());
    }

    World() {
        this(allControls());
    }

    World(Map<Resource, Control> controls) {
        kernel =
                new SimulatedKernel(
                        new Features("6.18-simulated", controls, 4, levels()),
                        Map.of(Desired.BUSYBOX, VERSION_1));
    }

    static Map<Resource, Control> allControls() {
        Map<Resource, Control> controls = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            controls.put(resource, Control.CGROUP_V2);
        }
        return controls;
    }

    Plan plan(DesiredState desired) {
        return plan(desired, kernel.observe());
    }

    static Plan plan(DesiredState desired, ObservedNode live) {
        return Planner.plan(new PlanRequest(desired, Desired.NODE, REPOSITORY, live));
    }

    /// Applies all of a plan; none of it may fail.
    Plan apply(DesiredState desired) {
        Plan plan = plan(desired);
        assertEquals(Map.of(), PlanRunner.run(plan, kernel).failures(), "failed steps");
        return plan;
    }

    /// Applies, and planning again finds nothing.
    Plan converge(DesiredState desired) {
        Plan plan = apply(desired);
        assertEquals(List.of(), plan(desired).steps(), "plan again");
        return plan;
    }

    Mishaps mishaps() {
        return kernel.mishaps();
    }

    ObservedVe live(int veid) {
        return kernel.observe().ve(new VeId(veid));
    }

    /// One beancounter at each level that matters: kept, kept by each process, shown, unknown.
    private static SortedMap<Beancounter, UbcLevel> levels() {
        SortedMap<Beancounter, UbcLevel> levels = new TreeMap<>();
        for (Beancounter beancounter : Beancounter.values()) {
            levels.put(beancounter, UbcLevel.CGROUP);
        }
        levels.put(Beancounter.NUMFILE, UbcLevel.PER_PROCESS);
        levels.put(Beancounter.SHMPAGES, UbcLevel.COUNTED);
        levels.put(Beancounter.NUMIPTENT, UbcLevel.ABSENT);
        return levels;
    }
}
