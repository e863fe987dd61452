package org.vzgit.kernel.state;

import org.vzgit.schema.Amount;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
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

/// One row of `/proc/user_beancounters`, in the resource's own unit (pages, bytes or a count).
///
/// @param held in use now
/// @param maxheld highest use since the beancounter began; never lowered
/// @param barrier bound of ordinary requests; [#UNLIMITED] when there is none
/// @param limit bound of requests that must not fail lightly; [#UNLIMITED] when there is none
/// @param failcnt refusals since the beancounter began; never reset by a change of bounds
public record UbcRow(long held, long maxheld, long barrier, long limit, long failcnt) {
    /// How OpenVZ prints "no bound": `LONG_MAX` of a 64-bit kernel.
    public static final long UNLIMITED = Long.MAX_VALUE;

    /// A resource of which nothing is held, bounded or refused.
    public static final UbcRow EMPTY = new UbcRow(0, 0, UNLIMITED, UNLIMITED, 0);

    public UbcRow {
        if (held < 0 || maxheld < 0 || barrier < 0 || limit < 0 || failcnt < 0) {
            throw new IllegalArgumentException(
                    "a beancounter is never negative: "
                            + String.join(
                                    " ",
                                    Long.toString(held),
                                    Long.toString(maxheld),
                                    Long.toString(barrier),
                                    Long.toString(limit),
                                    Long.toString(failcnt)));
        }
    }

    /// The number that a bound has in a row: its unit's own, [#UNLIMITED] for none.
    ///
    /// @throws IllegalArgumentException for an amount that bounds no beancounter
    public static long number(Limit limit) {
        return switch (limit) {
            case Limit.Value(Amount amount) -> number(amount);
            case Limit.Unlimited _, Limit.NotManaged _ -> UNLIMITED;
        };
    }

    /// The bound that a number in a row means.
    public static Limit limit(Beancounter resource, long number) {
        return number == UNLIMITED
                ? Limit.UNLIMITED
                : switch (resource.unit()) {
                    case BYTES -> Limit.of(new Bytes(number));
                    case PAGES ->
                            number >= Pages.MAX ? Limit.UNLIMITED : Limit.of(new Pages(number));
                    case ITEMS -> Limit.of(new Count(number));
                };
    }

    /// Both bounds as they would be written.
    public BarrierLimit bounds(Beancounter resource) {
        return new BarrierLimit(limit(resource, barrier), limit(resource, limit));
    }

    /// The bound that OpenVZ tests first for ordinary requests: the one that a means with a single
    /// bound has to carry out.
    public static long tested(Beancounter resource, long barrier, long limit) {
        return switch (resource.meaning()) {
            case BARRIER, BOTH -> barrier;
            case LIMIT -> limit;
        };
    }

    public UbcRow bounded(long newBarrier, long newLimit) {
        return new UbcRow(held, maxheld, newBarrier, newLimit, failcnt);
    }

    private static long number(Amount amount) {
        return switch (amount) {
            case Bytes bytes -> bytes.value();
            case Pages pages -> pages.value();
            case Count count -> count.value();
            case CpuUnits _,
                    CpuPercent _,
                    CpuSet _,
                    IoPriority _,
                    BytesPerSecond _,
                    OpsPerSecond _ ->
                    throw new IllegalArgumentException("not a bound: " + amount.text());
        };
    }
}
