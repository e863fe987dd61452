package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Rounding;
import org.vzgit.kernel.state.Usage;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeSpec;

/// Every process that runs is bounded, at every moment of a pass: by what bounded it before, or by
/// what is wanted.
final class Bounds {
    private Bounds() {}

    static void check(DesiredState desired, ObservedNode before, ObservedNode now) {
        for (VeSpec spec : desired.ves().values()) {
            Optional<ObservedInit> init = now.ve(spec.veid()).init().toOptional();
            if (init.isPresent()) {
                boolean old =
                        init.map(ObservedInit::pid)
                                .equals(
                                        before.ve(spec.veid())
                                                .init()
                                                .toOptional()
                                                .map(ObservedInit::pid));
                spec.resources()
                        .forEach((resource, limit) -> {
                            Limit wanted =
                                    Rounding.readBack(
                                            now.features().controlOf(resource), resource, limit);
                            Optional<Limit> bound = bound(now.ve(spec.veid()), resource);
                            assertTrue(
                                    limit instanceof Limit.NotManaged
                                            || bound.equals(Optional.of(wanted))
                                            || (survives(before, spec, old)
                                                    && bound.equals(
                                                            bound(
                                                                    before.ve(spec.veid()),
                                                                    resource))),
                                    () ->
                                            resource.key()
                                                    + " of running VE "
                                                    + spec.veid()
                                                    + " is "
                                                    + bound);
                        });
            }
        }
    }

    /// A process from before the pass may still have its old bounds; a new one never.
    private static boolean survives(ObservedNode before, VeSpec spec, boolean old) {
        return old && before.ve(spec.veid()).init().toOptional().isPresent();
    }

    private static Optional<Limit> bound(ObservedVe ve, Resource resource) {
        Map<Resource, Usage> usages =
                ve.cgroup().toOptional().map(ObservedCgroup::usages).orElse(Map.of());
        return Optional.ofNullable(usages.get(resource))
                .flatMap(usage -> usage.limit().toOptional());
    }
}
