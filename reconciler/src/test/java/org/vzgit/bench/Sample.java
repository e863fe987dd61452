package org.vzgit.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// Timings of one thing, in microseconds. The median is what is quoted: these machines are shared.
final class Sample {
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    private final List<Long> micros = new ArrayList<>();

    void time(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        micros.add((System.nanoTime() - start) / 1000);
    }

    double medianMillis() {
        List<Long> sorted = new ArrayList<>(micros);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2) / 1000.0;
    }

    String text() {
        double min = Collections.min(micros) / 1000.0;
        double max = Collections.max(micros) / 1000.0;
        return String.format(Locale.ROOT, "%.2f ms (%.2f to %.2f, n=%d)", medianMillis(), min, max, micros.size());
    }
}
