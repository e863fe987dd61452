package org.vzgit.schema.check;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;
import org.vzgit.schema.RunState;
import org.vzgit.schema.VeSpec;

/// What one VE may take from its node and what it takes now, as far as that is known.
///
/// @param running a VE that does not run takes disk space and nothing else
/// @param bounds barrier and limit of each beancounter, as written or as the kernel has them; one
///   that is missing here is bounded by nobody
/// @param held what is used now, in the beancounter's own unit; one that is missing here was not
///   read
public record Demand(
        boolean running,
        Map<Beancounter, BarrierLimit> bounds,
        Map<Beancounter, Long> held,
        Share share) {

    /// What a VE takes besides beancounters.
    ///
    /// @param cpuUnits its weight ([org.vzgit.schema.CpuUnits])
    /// @param cpuLimit its cap ([org.vzgit.schema.CpuPercent])
    /// @param diskSpace the hard bound of its private area, in bytes
    /// @param diskUsed what its private area takes now, in bytes; empty when it was not read
    public record Share(Limit cpuUnits, Limit cpuLimit, Limit diskSpace, OptionalLong diskUsed) {
        public static final Share NOTHING_KNOWN =
                new Share(
                        Limit.NOT_MANAGED,
                        Limit.NOT_MANAGED,
                        Limit.NOT_MANAGED,
                        OptionalLong.empty());
    }

    public Demand {
        Map<Beancounter, BarrierLimit> bounded = new EnumMap<>(Beancounter.class);
        bounded.putAll(bounds);
        bounds = Collections.unmodifiableMap(bounded);
        Map<Beancounter, Long> used = new EnumMap<>(Beancounter.class);
        used.putAll(held);
        held = Collections.unmodifiableMap(used);
    }

    /// What a document asks for. It has no readings, so every utilisation is unknown.
    public static Demand of(VeSpec ve) {
        return new Demand(
                ve.state() == RunState.RUNNING,
                ve.beancounters(),
                Map.of(),
                new Share(
                        ve.resources().getOrDefault(Resource.CPUUNITS, Limit.NOT_MANAGED),
                        ve.resources().getOrDefault(Resource.CPULIMIT, Limit.NOT_MANAGED),
                        ve.disk().space().limit(),
                        OptionalLong.empty()));
    }

    /// Whether RAM and swap are what bounds the VE.
    boolean vswap() {
        return Sizes.vswap(limit(Beancounter.PHYSPAGES));
    }

    Limit barrier(Beancounter beancounter) {
        BarrierLimit both = bounds.get(beancounter);
        return both == null ? Limit.NOT_MANAGED : both.barrier();
    }

    Limit limit(Beancounter beancounter) {
        BarrierLimit both = bounds.get(beancounter);
        return both == null ? Limit.NOT_MANAGED : both.limit();
    }

    /// A beancounter's reading in bytes, or as a count; empty when it was not read.
    OptionalLong reading(Beancounter beancounter) {
        Long value = held.get(beancounter);
        if (value == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                beancounter.unit() == Beancounter.Unit.PAGES
                        ? Saturating.times(value, Pages.SIZE_BYTES)
                        : value);
    }
}
