package org.vzgit.kernel.state;

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
}
