package org.vzgit.reconciler.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.state.NodeHint;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.apply.Outcome;
import org.vzgit.reconciler.apply.ProgressListener;
import org.vzgit.reconciler.loop.Desired;
import org.vzgit.reconciler.loop.LoopListener;
import org.vzgit.reconciler.loop.LoopView;
import org.vzgit.reconciler.loop.NodeWait;
import org.vzgit.reconciler.loop.PassResult;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.reconciler.source.SourceFailure;

/// Counts what a loop does. Every label has a closed set of values, none is a VE: the number of
/// series does not grow with a node, and `status -o json` tells of single VEs.
///
/// Safe for several threads.
public final class Metrics implements LoopListener {
    /// Seconds. From a look at a few VEs to a pass that stops one with its whole patience.
    private static final double[] BUCKETS = {0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60};

    private static final double NANOS = 1e9;

    private final SortedMap<String, Long> operations = new TreeMap<>();
    private final SortedMap<String, Long> hints = new TreeMap<>();
    private final SortedMap<String, Long> polls = new TreeMap<>();
    private final SortedMap<String, Long> hooks = new TreeMap<>();
    private final long[] buckets = new long[BUCKETS.length];
    private long passes;
    private double passSeconds;
    private long defects;

    @Override
    public void revision(Desired desired) {}

    @Override
    public void sourceFailed(SourceFailure failure) {}

    @Override
    public void sourceRecovered() {}

    @Override
    public ProgressListener applying(Plan plan) {
        return ProgressListener.NONE;
    }

    @Override
    public synchronized void applied(Applied applied) {
        for (Step step : applied.plan().steps()) {
            Outcome outcome = applied.outcomes().get(step.id());
            if (outcome != null) {
                count(operations, word(outcome));
            }
        }
    }

    @Override
    public void blocked(List<Blocked> appeared) {}

    @Override
    public void unblocked(List<Blocked> gone) {}

    @Override
    public synchronized void passFailed(RuntimeException defect) {
        defects++;
    }

    @Override
    public synchronized void polled(boolean readable) {
        count(polls, readable ? "ok" : "failed");
    }

    @Override
    public synchronized void passed(PassResult result, Duration took) {
        double seconds = took.toNanos() / NANOS;
        passes++;
        passSeconds += seconds;
        for (int i = 0; i < BUCKETS.length; i++) {
            buckets[i] += seconds <= BUCKETS[i] ? 1 : 0;
        }
    }

    @Override
    public synchronized void hinted(List<NodeHint> heard) {
        for (NodeHint hint : heard) {
            count(
                    hints,
                    switch (hint) {
                        case NodeHint.Written _ -> "written";
                        case NodeHint.Ended _ -> "ended";
                        case NodeHint.NetworkChanged _ -> "network";
                        case NodeHint.Missed _ -> "missed";
                    });
        }
    }

    /// A webhook was answered.
    synchronized void hooked(Webhook.Answer answer) {
        count(hooks, answer.name().toLowerCase(Locale.ROOT));
    }

    /// Everything as Prometheus reads it.
    ///
    /// @param suspended how many VEs are suspended or the node is held
    public synchronized String text(LoopView view, int suspended) {
        PrometheusText text = new PrometheusText();
        counters(text);
        passes(text);
        state(text, view);
        text.family("vzgit_suspended", "gauge", "Suspended VEs, and 1 more while the node is held.")
                .value(suspended);
        return text.text();
    }

    private void counters(PrometheusText text) {
        each(
                text.family("vzgit_operations_total", "counter", "Operations by outcome."),
                "outcome",
                operations);
        each(
                text.family("vzgit_hints_total", "counter", "What the kernel told by itself."),
                "kind",
                hints);
        each(
                text.family("vzgit_source_polls_total", "counter", "Looks at the source."),
                "result",
                polls);
        each(
                text.family("vzgit_webhooks_total", "counter", "Webhooks by answer."),
                "answer",
                hooks);
        text.family(
                        "vzgit_pass_failures_total",
                        "counter",
                        "Passes that a defect or an unreadable file ended.")
                .value((double) defects);
    }

    private void passes(PrometheusText text) {
        text.family("vzgit_pass_duration_seconds", "histogram", "Time of one pass.");
        for (int i = 0; i < BUCKETS.length; i++) {
            text.value(
                    "_bucket",
                    Map.of("le", PrometheusText.number(BUCKETS[i])),
                    (double) buckets[i]);
        }
        text.value("_bucket", Map.of("le", "+Inf"), (double) passes);
        text.value("_sum", Map.of(), passSeconds);
        text.value("_count", Map.of(), (double) passes);
    }

    private static void state(PrometheusText text, LoopView view) {
        text.family("vzgit_source_readable", "gauge", "1 while the source can be read.")
                .value(view.source().failure().isEmpty() ? 1 : 0);
        text.family("vzgit_source_read_timestamp_seconds", "gauge", "When it was read last.")
                .value(seconds(view.source().polled()));
        text.family(
                        "vzgit_waits_for_node_since_timestamp_seconds",
                        "gauge",
                        "Since when a newer commit waits for other nodes; 0 while none does.")
                .value(seconds(view.source().waits().map(NodeWait::since)));
        text.family("vzgit_last_pass_timestamp_seconds", "gauge", "When the last pass ended.")
                .value(seconds(view.last().map(LoopView.Last::ended)));
        text.family("vzgit_running_operations", "gauge", "Operations under way.")
                .value(view.running().size());
        text.family("vzgit_backing_off", "gauge", "VEs that failed lately and wait.")
                .value(view.waiting().size());
        view.last().ifPresent(last -> node(text, last.result()));
    }

    private static void node(PrometheusText text, PassResult result) {
        text.family("vzgit_ves", "gauge", "VEs on this node.").value(result.live().ves().size());
        text.family("vzgit_pending_steps", "gauge", "Operations that are left to do.")
                .value(result.remaining().steps().size());
        SortedMap<String, Long> reasons = new TreeMap<>();
        for (Blocked.Reason reason : Blocked.Reason.values()) {
            reasons.put(reason.name().toLowerCase(Locale.ROOT), 0L);
        }
        result.remaining()
                .blocked()
                .forEach(item -> count(reasons, item.reason().name().toLowerCase(Locale.ROOT)));
        each(text.family("vzgit_blocked", "gauge", "What is wanted and waits."), "reason", reasons);
    }

    private static void each(PrometheusText text, String label, SortedMap<String, Long> counts) {
        counts.forEach((value, count) -> text.value(Map.of(label, value), count));
    }

    private static double seconds(Optional<Instant> time) {
        return time.map(at -> at.toEpochMilli() / 1e3).orElse(0.0);
    }

    private static void count(SortedMap<String, Long> counts, String key) {
        counts.merge(key, 1L, Long::sum);
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> "done";
            case Outcome.Failed _ -> "failed";
            case Outcome.Skipped _ -> "skipped";
            case Outcome.NotVerified _ -> "not_verified";
        };
    }
}
