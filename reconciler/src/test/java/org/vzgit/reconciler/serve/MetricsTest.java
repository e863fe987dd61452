package org.vzgit.reconciler.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.NodeHint;
import org.vzgit.reconciler.loop.PassResult;
import org.vzgit.schema.VeId;

class MetricsTest {
    /// The grammar of the text format 0.0.4, for one line with a value.
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "[a-zA-Z_:][a-zA-Z0-9_:]*(\\{([a-zA-Z_][a-zA-Z0-9_]*=\"([^\"\\\\\\n]|\\\\.)*\","
                            + "?)*})? (-?[0-9.]+(E-?[0-9]+)?|[+-]Inf|NaN)");

    private final Metrics metrics = new Metrics();

    @Test
    void everyLineKeepsTheFormatAndEveryFamilyIsDescribedOnce() {
        fill();
        Set<String> families = new HashSet<>();
        for (String line : text().split("\n", -1)) {
            if (line.startsWith("# TYPE ")) {
                assertTrue(families.add(line.split(" ", -1)[2]), line);
            } else if (!line.isEmpty() && !line.startsWith("# HELP ")) {
                assertTrue(SAMPLE.matcher(line).matches(), line);
                String name = line.replaceAll("[{ ].*", "");
                assertTrue(
                        families.contains(name.replaceAll("_(bucket|sum|count)$", ""))
                                || families.contains(name),
                        line);
            }
        }
        assertTrue(families.size() > 10, families.toString());
    }

    /// The reference parser, where it is installed (python3-prometheus-client).
    @Test
    void prometheusOwnParserReadsIt() throws Exception {
        fill();
        Process python =
                new ProcessBuilder(
                                "python3",
                                "-c",
                                "import sys\n"
                                        + "from prometheus_client import parser as p\n"
                                        + "for f in p.text_string_to_metric_families("
                                        + "sys.stdin.read()):\n"
                                        + "  for s in f.samples: print(s.name, s.value)\n")
                        .redirectErrorStream(true)
                        .start();
        try (var in = python.outputWriter()) {
            in.write(text());
        }
        String read = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(python.waitFor(60, TimeUnit.SECONDS));
        Assumptions.assumeFalse(
                read.contains("No module named"), "python3-prometheus-client is not installed");
        assertEquals(0, python.exitValue(), read);
        assertTrue(read.contains("vzgit_pass_duration_seconds_count 2.0"), read);
    }

    @Test
    void waitForOtherNodesIsTheTimeOfItsBegin() {
        String name = "vzgit_waits_for_node_since_timestamp_seconds ";
        assertTrue(text().contains(name + "0\n"), text());
        String text = metrics.text(TestAgent.queued(Duration.ofMinutes(5)), 0);
        assertFalse(text.contains(name + "0\n"), text);
        assertTrue(text.contains("\n" + name), text);
    }

    @Test
    void bucketsCountEverythingUpToTheirBound() {
        fill();
        String text = text();
        assertTrue(text.contains("_bucket{le=\"0.025\"} 0\n"), text);
        assertTrue(text.contains("_bucket{le=\"0.05\"} 1\n"), text);
        assertTrue(text.contains("_bucket{le=\"1\"} 1\n"), text);
        assertTrue(text.contains("_bucket{le=\"2.5\"} 2\n"), text);
        assertTrue(text.contains("_bucket{le=\"+Inf\"} 2\n"), text);
        assertTrue(text.contains("_sum 2.041\n"), text);
    }

    @Test
    void numberOfSeriesDoesNotGrowWithTheNode() {
        fill();
        long before = text().lines().count();
        List<NodeHint> many = new ArrayList<>();
        for (int veid = 101; veid < 2101; veid++) {
            many.add(new NodeHint.Ended(new VeId(veid)));
            many.add(
                    new NodeHint.Written(
                            new VeId(veid), "f" + veid, new NodeHint.Writer(veid, "w" + veid)));
        }
        metrics.hinted(many);
        assertEquals(before, text().lines().count());
    }

    @Test
    void labelsAndHelpAreEscaped() {
        String text =
                new PrometheusText()
                        .family("a", "gauge", "one\ntwo \\")
                        .value(Map.of("l", "\"\\\n"), 1)
                        .text();
        assertEquals(
                List.of("# HELP a one\\ntwo \\\\", "# TYPE a gauge", "a{l=\"\\\"\\\\\\n\"} 1", ""),
                Arrays.asList(text.split("\n", -1)));
    }

    private void fill() {
        PassResult result = TestAgent.quiet().last().orElseThrow().result();
        metrics.passed(result, Duration.ofMillis(41));
        metrics.passed(result, Duration.ofSeconds(2));
        metrics.polled(true);
        metrics.polled(false);
        metrics.hooked(Webhook.Answer.ACCEPTED);
        metrics.passFailed(new IllegalStateException("test"));
        metrics.hinted(
                List.of(
                        new NodeHint.Missed(),
                        new NodeHint.NetworkChanged(),
                        new NodeHint.Ended(new VeId(101)),
                        new NodeHint.Written(
                                new VeId(101), "pids.max", new NodeHint.Writer(1, "sh"))));
    }

    private String text() {
        return metrics.text(TestAgent.busy(), 1);
    }
}
