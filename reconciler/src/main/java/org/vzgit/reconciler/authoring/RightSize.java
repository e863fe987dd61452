package org.vzgit.reconciler.authoring;

import java.util.Optional;
import java.util.OptionalLong;

/// What one limit should be, by what was used of it.
///
/// @param limit the proposal, in the resource's own unit
/// @param reason why, for the reviewer of the patch
record RightSize(long limit, String reason) {
    /// Room above the highest use when the kernel refused something: the next peak is higher still,
    /// because this one was cut.
    private static final int AFTER_REFUSAL_PERCENT = 50;

    /// Room above the highest use of a VE that nobody ever refused anything.
    private static final int QUIET_PERCENT = 25;

    /// A limit is lowered only when less than this part of it was ever used: otherwise the gain is
    /// not worth a change.
    private static final int LOW_PERCENT = 50;

    /// Proposals are rounded up to two significant digits, so that they look like numbers that
    /// people write and do not change with each snapshot.
    private static final long SIGNIFICANT = 100;

    /// @param limit in force
    /// @param maxheld highest use; empty when nobody counted
    /// @param failcnt how often the kernel refused
    /// @param least below which nothing is proposed, because a VE would hardly start
    static Optional<RightSize> of(
            long limit, OptionalLong maxheld, OptionalLong failcnt, long least) {
        if (maxheld.isEmpty()) {
            return Optional.empty();
        }
        long used = maxheld.getAsLong();
        if (failcnt.orElse(0) > 0) {
            long more = rounded(plus(Math.max(used, limit), AFTER_REFUSAL_PERCENT));
            return Optional.of(
                    new RightSize(
                            more,
                            "refused %d times, maxheld %d of %d"
                                    .formatted(failcnt.getAsLong(), used, limit)));
        }
        long enough = Math.max(least, rounded(plus(used, QUIET_PERCENT)));
        boolean worthIt = used < part(limit, LOW_PERCENT) && enough < limit;
        return worthIt
                ? Optional.of(
                        new RightSize(
                                enough, "never refused, maxheld %d of %d".formatted(used, limit)))
                : Optional.empty();
    }

    private static long plus(long value, int percent) {
        long sum = value + Math.max(1, part(value, percent));
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /// So many percent, rounded down, without leaving 64 bits on the way.
    private static long part(long value, int percent) {
        return value / 100 * percent + value % 100 * percent / 100;
    }

    static long rounded(long value) {
        long unit = 1;
        while (value / unit >= SIGNIFICANT && unit <= Long.MAX_VALUE / 10) {
            unit *= 10;
        }
        long up = Math.ceilDiv(value, unit) * unit;
        return up < value ? value : up;
    }
}
