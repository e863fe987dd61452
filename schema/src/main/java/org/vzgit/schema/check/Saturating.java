package org.vzgit.schema.check;

/// Sums of what people may write up to 2^63 - 1 each: they end there instead of turning negative.
final class Saturating {
    private Saturating() {}

    /// Of two numbers that are not negative.
    static long plus(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /// Of two numbers that are not negative.
    static long times(long a, long b) {
        return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
    }
}
