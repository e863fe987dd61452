package org.vzgit.schema.check;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.vzgit.schema.VeId;

/// One figure of one node.
public sealed interface Measure {

    /// @param amount what all VEs together take or may take
    /// @param supply what the node has of it; 0 is possible, for example swap
    record Known(long amount, long supply) implements Measure {}

    /// Some VEs have no bound (of a commitment) or no reading (of a utilisation), so that a sum
    /// says little.
    ///
    /// @param amount of the other VEs
    record Open(long amount, long supply, SortedSet<VeId> without) implements Measure {
        public Open {
            without = Collections.unmodifiableSortedSet(new TreeSet<>(without));
        }
    }

    /// Nobody said how much the node has, or nothing at all was read.
    record Unknown() implements Measure {}

    /// Whether it is more than so much of what there is. Without all bounds it is more than
    /// anything; what is unknown is above nothing.
    default boolean isAbove(int percent) {
        return switch (this) {
            case Known(long amount, long supply) -> isAbove(amount, supply, percent);
            case Open _ -> true;
            case Unknown _ -> false;
        };
    }

    /// For example `87.5%`, `no end` or `?`. Rounded up, so that what is above 100 % shows it.
    default String text() {
        return switch (this) {
            case Known(long amount, long supply) -> percent(amount, supply);
            case Open _ -> "no end";
            case Unknown _ -> "?";
        };
    }

    private static boolean isAbove(long amount, long supply, int percent) {
        BigInteger promised = BigInteger.valueOf(amount).multiply(BigInteger.valueOf(100));
        return promised.compareTo(BigInteger.valueOf(supply).multiply(BigInteger.valueOf(percent)))
                > 0;
    }

    private static String percent(long amount, long supply) {
        if (supply == 0) {
            return amount == 0 ? "0%" : "no end";
        }
        return BigDecimal.valueOf(amount)
                        .multiply(BigDecimal.valueOf(100))
                        .divide(BigDecimal.valueOf(supply), 1, RoundingMode.UP)
                        .stripTrailingZeros()
                        .toPlainString()
                + "%";
    }
}
