package org.vzgit.reconciler.diff;

import java.util.Optional;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;

/// Finds where a wanted value was written, for fields that can be written in several places.
public final class WrittenAt {
    private WrittenAt() {}

    /// The resource's own field first, then the other field that also sets it.
    public static Optional<Origin> of(VeSpec spec, Resource resource) {
        return spec.originOf(resource.field()).or(() -> otherField(spec, resource));
    }

    public static Optional<Origin> of(VeSpec spec, Beancounter beancounter) {
        return spec.originOf(beancounter.field());
    }

    public static Optional<Origin> ofResolver(VeSpec spec) {
        return spec.originOf(VeField.NETWORK_NAMESERVERS)
                .or(() -> spec.originOf(VeField.NETWORK_SEARCHDOMAINS));
    }

    private static Optional<Origin> otherField(VeSpec spec, Resource resource) {
        return switch (resource) {
            case PHYSPAGES -> spec.originOf(VeField.MEMORY_RAM);
            case SWAPPAGES -> spec.originOf(VeField.MEMORY_SWAP);
            case CPULIMIT -> spec.originOf(VeField.CPU_CPUS);
            case NUMPROC, CPUUNITS, CPUMASK, NODEMASK, IOPRIO, IOLIMIT, IOPSLIMIT ->
                    Optional.empty();
        };
    }
}
