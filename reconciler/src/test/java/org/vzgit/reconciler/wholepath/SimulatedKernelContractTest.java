package org.vzgit.reconciler.wholepath;

import java.util.EnumMap;
import java.util.Map;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.simulated.SimulatedKernel;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.Resource;
import org.vzgit.schema.TemplateName;

/// The contract in memory.
class SimulatedKernelContractTest extends KernelContract {
    private static final TemplateName BUSYBOX = new TemplateName("busybox");

    private final SimulatedKernel kernel =
            new SimulatedKernel(
                    new Features("simulated", controls(), 2),
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
}
