package org.vzgit.reconciler.review;

import java.util.OptionalLong;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.state.Usage;
import org.vzgit.schema.Amount;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.BytesPerSecond;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.CpuSet;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.IoPriority;
import org.vzgit.schema.Limit;
import org.vzgit.schema.OpsPerSecond;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;

/// What one VE used of one resource when a snapshot was taken, in the resource's own unit: pages,
/// bytes or items. Empty where the kernel counts nothing.
public record Counter(OptionalLong held, OptionalLong maxheld, OptionalLong failcnt) {
    public static final Counter UNKNOWN =
            new Counter(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    /// The counters of an observed resource; a part that could not be read is unknown.
    public static Counter of(Usage usage) {
        return new Counter(number(usage.held()), number(usage.maxheld()), ofLong(usage.failcnt()));
    }

    /// The counters of a beancounter.
    public static Counter of(UbcRow row) {
        return new Counter(
                OptionalLong.of(row.held()),
                OptionalLong.of(row.maxheld()),
                OptionalLong.of(row.failcnt()));
    }

    public boolean isKnown() {
        return !equals(UNKNOWN);
    }

    /// As the kernel would show it beside a bound.
    Usage usage(Resource resource, Limit limit) {
        return new Usage(
                Reading.present(limit),
                amount(resource, held),
                amount(resource, maxheld),
                failcnt.isPresent() ? Reading.present(failcnt.getAsLong()) : Reading.absent());
    }

    /// Only memory and processes pile up; shares, rates and masks are not held.
    private static Reading<Amount> amount(Resource resource, OptionalLong value) {
        if (value.isEmpty()) {
            return Reading.absent();
        }
        return switch (resource) {
            case PHYSPAGES, SWAPPAGES -> Reading.present(new Pages(value.getAsLong()));
            case NUMPROC -> Reading.present(new Count(value.getAsLong()));
            case CPUUNITS, CPULIMIT, CPUMASK, NODEMASK, IOPRIO, IOLIMIT, IOPSLIMIT ->
                    Reading.absent();
        };
    }

    private static OptionalLong number(Reading<Amount> reading) {
        return reading.toOptional()
                .map(amount ->
                        switch (amount) {
                            case Pages(long pages) -> OptionalLong.of(pages);
                            case Count(long count) -> OptionalLong.of(count);
                            case Bytes(long bytes) -> OptionalLong.of(bytes);
                            case CpuUnits _,
                                    CpuPercent _,
                                    CpuSet _,
                                    IoPriority _,
                                    BytesPerSecond _,
                                    OpsPerSecond _ ->
                                    OptionalLong.empty();
                        })
                .orElse(OptionalLong.empty());
    }

    private static OptionalLong ofLong(Reading<Long> reading) {
        return reading.toOptional().map(OptionalLong::of).orElse(OptionalLong.empty());
    }
}
