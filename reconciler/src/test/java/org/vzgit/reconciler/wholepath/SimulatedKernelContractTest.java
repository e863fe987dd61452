package org.vzgit.reconciler.wholepath;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.simulated.SimulatedKernel;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Resource;
import org.vzgit.schema.TemplateName;

/// The contract in memory.
class SimulatedKernelContractTest extends KernelContract {
    private static final TemplateName BUSYBOX = new TemplateName("busybox");

    private final SimulatedKernel kernel =
            new SimulatedKernel(
                    new Features("simulated", controls(), 2, levels()),
                    Map.of(BUSYBOX, new TemplateRef(BUSYBOX, "1")));

    private static Map<Resource, Control> controls() {
        Map<Resource, Control> controls = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            controls.put(resource, Control.CGROUP_V2);
        }
        return controls;
    }

    @Override
    void apply(Operation operation) throws Exception {
        kernel.apply(operation);
    }

    @Override
    ObservedNode observe() {
        return kernel.observe();
    }

    @Override
    void restart() {
        kernel.crash();
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
