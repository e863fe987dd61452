package org.vzgit.bench;

import java.io.PrintStream;
import java.util.Locale;

/// Prints what was measured as it is measured, each figure beside its goal.
final class Report {
    private static final double NO_GOAL = Double.POSITIVE_INFINITY;

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void title(String title) {
        out.printf(Locale.ROOT, "%n%s%n", title);
    }

    void note(String text) {
        out.printf(Locale.ROOT, "  %s%n", text);
    }

    void time(String what, Sample sample) {
        line(what, sample.text(), "");
    }

    /// @param goal in milliseconds, for the median
    void time(String what, Sample sample, double goal) {
        String wanted = "goal " + Sample.text(goal) + ": " + verdict(sample.medianMillis(), goal);
        line(what, sample.text(), wanted);
    }

    /// @param goal in milliseconds, for the slowest of them all
    void slowest(String what, Sample sample, double goal) {
        String verdict = verdict(sample.mostMillis(), goal);
        line(what, sample.text(), "goal " + Sample.text(goal) + " for all: " + verdict);
    }

    /// @param goal of one CPU, in per cent
    void share(String what, double percent, double goal) {
        line(
                what,
                String.format(Locale.ROOT, "%.2f %%", percent),
                String.format(Locale.ROOT, "goal %.0f %%: %s", goal, verdict(percent, goal)));
    }

    void mebibytes(String what, double value, double goal) {
        String wanted =
                goal == NO_GOAL
                        ? ""
                        : String.format(
                                Locale.ROOT, "goal %.0f MiB: %s", goal, verdict(value, goal));
        line(what, String.format(Locale.ROOT, "%.1f MiB", value), wanted);
    }

    void mebibytes(String what, double value) {
        mebibytes(what, value, NO_GOAL);
    }

    /// How ours compares to the peer, both measured in turns in this run.
    void ratio(String what, Sample ours, Sample peer) {
        ratio(what, ours, peer, 1);
    }

    /// @param goal for the ratio of the medians
    void ratio(String what, Sample ours, Sample peer, double goal) {
        double median = ours.medianMillis() / peer.medianMillis();
        double least = ours.leastMillis() / peer.leastMillis();
        line(
                what,
                String.format(
                        Locale.ROOT, "%.2f of the medians, %.2f of the lowest", median, least),
                String.format(Locale.ROOT, "goal at most %s: ", goal) + verdict(median, goal));
    }

    /// @param bare instructions of one pass without what is measured
    /// @param loaded with it
    /// @param goal for the ratio
    void instructions(String what, long bare, long loaded, double goal) {
        double ratio = (double) loaded / bare;
        line(
                what,
                String.format(Locale.ROOT, "%.2f (%d instructions, bare %d)", ratio, loaded, bare),
                String.format(Locale.ROOT, "goal at most %s: ", goal) + verdict(ratio, goal));
    }

    private static String verdict(double value, double goal) {
        return value <= goal ? "met" : "MISSED";
    }

    private void line(String what, String value, String goal) {
        out.printf(Locale.ROOT, "  %-46s %-40s %s%n", what, value, goal);
        out.flush();
    }
}
