package org.vzgit.reconciler.apply;

import java.util.Locale;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.reconciler.plan.Cause;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.reconciler.text.OperationText;
import org.vzgit.reconciler.text.SafeText;

/// One line for people on what became of a step: `✓ web1 numproc 100 → 200 live 38µs`.
public final class ResultLine {
    private ResultLine() {}

    /// @param name whose step it is; see [org.vzgit.reconciler.text.VeNames]
    public static String of(String name, Step step, Outcome outcome) {
        return SafeText.of(line(name, step, outcome));
    }

    private static String line(String name, Step step, Outcome outcome) {
        String what = name + " " + effect(step);
        String cost = step.disruption().name().toLowerCase(Locale.ROOT);
        return switch (outcome) {
            case Outcome.Done(long micros) -> "✓ " + what + " " + cost + " " + duration(micros);
            case Outcome.Failed failed ->
                    "✗ " + what + ": " + failed.message() + " " + duration(failed.durationMicros());
            case Outcome.Skipped(String reason) -> "- " + what + " skipped: " + reason;
            case Outcome.NotVerified(String difference) ->
                    "✗ " + what + ": done, but the kernel shows otherwise: " + difference;
        };
    }

    /// A bound shows its old and new value; everything else is named by what is done.
    private static String effect(Step step) {
        Operation operation = step.operation();
        if (operation instanceof SetResource set) {
            return set.resource().key() + from(step.cause()) + " " + set.limit().text();
        }
        return OperationText.of(operation).text();
    }

    private static String from(Cause cause) {
        return cause.from().isEmpty() ? "" : " " + cause.from() + " →";
    }

    /// A limit takes microseconds and a stop takes seconds: three digits are enough for both.
    public static String duration(long micros) {
        if (micros < 1_000) {
            return micros + "µs";
        }
        return micros < 1_000_000 ? scaled(micros, 1_000) + "ms" : scaled(micros, 1_000_000) + "s";
    }

    private static String scaled(long micros, long unit) {
        double value = (double) micros / unit;
        return value < 10
                ? String.format(Locale.ROOT, "%.1f", value)
                : Long.toString(Math.round(value));
    }
}
