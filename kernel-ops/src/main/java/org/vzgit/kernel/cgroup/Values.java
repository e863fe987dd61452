package org.vzgit.kernel.cgroup;

import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.vzgit.kernel.state.Reading;
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

/// Between limits and the numbers in cgroup files.
final class Values {
    private Values() {}

    /// A limit's number in the unit of cgroup files (bytes for pages); empty for unlimited.
    static OptionalLong number(Limit limit) {
        return switch (limit) {
            case Limit.Value(Amount amount) -> OptionalLong.of(number(amount));
            case Limit.Unlimited _, Limit.NotManaged _ -> OptionalLong.empty();
        };
    }

    /// The number as text, or the file's word for "no bound".
    static String text(Limit limit, String unlimited) {
        OptionalLong number = number(limit);
        return number.isPresent() ? Long.toString(number.getAsLong()) : unlimited;
    }

    /// The limit that a file's number means; an empty number means unlimited.
    static Limit limit(OptionalLong number, LongFunction<Amount> unit) {
        return number.isPresent() ? Limit.of(unit.apply(number.getAsLong())) : Limit.UNLIMITED;
    }

    /// Whole pages of a number of bytes, a part of a page left out.
    static Pages pages(long bytes) {
        return new Pages(bytes / Pages.SIZE_BYTES);
    }

    /// A number that a keyed file may lack; absent then.
    static Reading<Long> present(Reading<OptionalLong> number) {
        return switch (number) {
            case Reading.Present<OptionalLong>(OptionalLong value) ->
                    value.isPresent() ? Reading.present(value.getAsLong()) : Reading.absent();
            case Reading.Absent<OptionalLong> _ -> Reading.absent();
            case Reading.Unreadable<OptionalLong>(String reason) -> Reading.unreadable(reason);
        };
    }

    private static long number(Amount amount) {
        return switch (amount) {
            case Bytes bytes -> bytes.value();
            case Pages pages -> pages.toBytes();
            case Count count -> count.value();
            case CpuUnits units -> units.value();
            case CpuPercent percent -> percent.value();
            case IoPriority priority -> priority.value();
            case BytesPerSecond rate -> rate.value();
            case OpsPerSecond rate -> rate.value();
            case CpuSet set -> throw new IllegalArgumentException("not a number: " + set.text());
        };
    }
}
