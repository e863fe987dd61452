package org.vzgit.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// Times of one thing. The median is what is quoted, the lowest stands beside it: machines that
/// measure are rarely quiet, and what others do only ever adds.
final class Sample {
    private final List<Long> nanos = new ArrayList<>();

    /// Work to be timed.
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    void time(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        nanos.add(System.nanoTime() - start);
    }

    /// Adds the sum of another's times as one.
    void add(Sample parts) {
        nanos.add(parts.nanos.stream().mapToLong(Long::longValue).sum());
    }

    /// Forgets what was timed so far: it was the warm-up.
    void restart() {
        nanos.clear();
    }

    double medianMillis() {
        List<Long> sorted = nanos.stream().sorted().toList();
        return millis(sorted.get(sorted.size() / 2));
    }

    double leastMillis() {
        return millis(Collections.min(nanos));
    }

    double mostMillis() {
        return millis(Collections.max(nanos));
    }

    int size() {
        return nanos.size();
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%s (%s to %s, n=%d)",
                text(medianMillis()),
                text(leastMillis()),
                text(mostMillis()),
                nanos.size());
    }

    static String text(double millis) {
        int digits = millis < 1 ? 3 : millis < 100 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + digits + "f ms", millis);
    }

    private static double millis(long nanoseconds) {
        return nanoseconds / 1e6;
    }
}
