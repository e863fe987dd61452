package org.vzgit.kernel.beancounter;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.state.Usage;
import org.vzgit.schema.Amount;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Limit;
import org.vzgit.schema.VeId;

/// The three beancounters that a controller counts and bounds by itself: `numproc`, `physpages` and
/// `swappages`. Their peaks and failcnts are the kernel's own, so nothing is lost while nobody
/// looks.
record ResourceMeter(VeCgroups cgroups, Set<Beancounter> resources) implements Meter {

    @Override
    public Map<Beancounter, Measure> measure(VeId veid) {
        Map<Beancounter, Measure> measures = new EnumMap<>(Beancounter.class);
        for (Beancounter beancounter : resources) {
            beancounter
                    .resource()
                    .ifPresent(resource ->
                            measures.put(
                                    beancounter,
                                    measure(beancounter, cgroups.usage(veid, resource))));
        }
        return measures;
    }

    private static Measure measure(Beancounter beancounter, Usage usage) {
        Optional<Amount> peak = usage.maxheld().toOptional();
        return new Measure(
                number(usage.held()),
                peak.isPresent() ? OptionalLong.of(number(peak.get())) : OptionalLong.empty(),
                usage.failcnt().toOptional().orElse(0L),
                usage.limit()
                        .toOptional()
                        .map(limit -> oneBound(beancounter, UbcRow.number(limit))));
    }

    /// OpenVZ prints 0 for the barrier of a resource that has only a limit.
    private static Bounds oneBound(Beancounter beancounter, long limit) {
        return beancounter.meaning() == Beancounter.Meaning.LIMIT
                ? new Bounds(0, limit)
                : new Bounds(limit, limit);
    }

    private static long number(Reading<Amount> held) {
        return held.toOptional().map(ResourceMeter::number).orElse(0L);
    }

    private static long number(Amount amount) {
        return UbcRow.number(Limit.of(amount));
    }
}
