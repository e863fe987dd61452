package org.vzgit.reconciler.serve;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.vzgit.reconciler.loop.Backoff;
import org.vzgit.reconciler.loop.Desired;
import org.vzgit.reconciler.loop.LoopView;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.PlanFilter;
import org.vzgit.reconciler.text.OperationText;
import org.vzgit.reconciler.text.SafeText;

/// What an agent does and what it waits for, for people: one line for each thing.
final class Doctor {
    private static final int WIDTH = 11;

    private final LoopView view;
    private final StringBuilder text = new StringBuilder();

    private Doctor(LoopView view) {
        this.view = view;
    }

    static String text(LoopView view) {
        Doctor doctor = new Doctor(view);
        doctor.source();
        doctor.queue();
        doctor.last();
        doctor.now();
        doctor.waiting();
        return doctor.text.toString();
    }

    private void source() {
        line(
                "revision",
                view.source().desired().map(this::revision).orElse("none could be read yet"));
        line(
                "source",
                view.source()
                        .failure()
                        .map(why -> "✗ cannot be read: " + why)
                        .orElse("✓ can be read"));
    }

    private String revision(Desired desired) {
        String read = view.source().polled().map(at -> ", read " + ago(at)).orElse("");
        String author = desired.state().revision().author();
        return desired.state().revision().shortId()
                + (author.isEmpty() ? "" : " by " + author)
                + read;
    }

    private void queue() {
        view.source()
                .waits()
                .ifPresent(wait ->
                        line(
                                "waits",
                                wait.isOverdue(view.time())
                                        ? "✗ for "
                                                + length(
                                                        Duration.between(wait.since(), view.time()))
                                                + " already: "
                                                + wait.text()
                                        : wait.text()));
    }

    private void last() {
        if (view.last().isEmpty()) {
            line("last pass", "none has ended yet");
            return;
        }
        LoopView.Last last = view.last().get();
        int left = last.result().remaining().steps().size();
        line(
                "last pass",
                ago(last.ended())
                        + ", took "
                        + length(last.took())
                        + ", "
                        + (left == 0 ? "nothing left to do" : left + " operations left to do"));
    }

    private void now() {
        view.source()
                .cancelled()
                .ifPresent(until ->
                        line(
                                "now",
                                "cancelled: applies nothing before "
                                        + until.truncatedTo(ChronoUnit.SECONDS)
                                        + "; vzgit sync ends that"));
        for (LoopView.Running running : view.running()) {
            line(
                    "now",
                    PlanFilter.veOf(running.step()).map(veid -> "VE " + veid + ": ").orElse("")
                            + OperationText.of(running.step().operation()).text()
                            + ", for "
                            + length(Duration.between(running.since(), view.time()))
                            + ", given up after "
                            + length(running.most()));
        }
        if (view.running().isEmpty() && view.source().cancelled().isEmpty()) {
            line("now", "waits for a commit, a hint of the kernel or the next look for drift");
        }
    }

    private void waiting() {
        view.waiting()
                .forEach((veid, backoff) ->
                        line(
                                "waits",
                                "VE "
                                        + veid
                                        + " "
                                        + failed(backoff)
                                        + "; why: vzgit history "
                                        + veid));
        view.last()
                .ifPresent(last ->
                        last.result()
                                .remaining()
                                .blocked()
                                .forEach(item -> line("blocked", blocked(item))));
    }

    private String failed(Backoff backoff) {
        return "failed "
                + backoff.failures()
                + " times, tried again in "
                + length(Duration.between(view.time(), backoff.notBefore()));
    }

    private static String blocked(Blocked item) {
        return "VE " + item.name() + " (" + item.veid() + "): " + item.detail();
    }

    private void line(String what, String value) {
        text.append(what)
                .append(" ".repeat(WIDTH - what.length()))
                .append(SafeText.of(value))
                .append('\n');
    }

    private String ago(Instant time) {
        return length(Duration.between(time, view.time())) + " ago";
    }

    /// Two parts are enough: `3 h 20 min`, `41 ms`.
    static String length(Duration length) {
        long millis = Math.max(0, length.toMillis());
        if (millis < 1_000) {
            return millis + " ms";
        }
        long seconds = millis / 1_000;
        if (seconds < 60) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        return minutes < 60
                ? minutes + " min " + seconds % 60 + " s"
                : minutes / 60 + " h " + minutes % 60 + " min";
    }
}
