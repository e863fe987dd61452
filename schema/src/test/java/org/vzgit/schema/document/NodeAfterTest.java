package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.schema.document.States.read;
import static org.vzgit.schema.document.States.web;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.NodeOrder;

/// Which nodes come first, and what is wrong with an order.
class NodeAfterTest {

    /// `hn2|b|hn1`: node hn2 in rack b comes after hn1.
    private static DesiredState nodes(String... nodes) {
        return read(
                Stream.concat(
                                Arrays.stream(nodes).map(NodeAfterTest::node),
                                Stream.of(web(101, "")))
                        .toArray(String[]::new));
    }

    private static String node(String text) {
        String[] parts = text.split("\\|", -1);
        return """
        apiVersion: vzgit/v1
        kind: Node
        metadata: {name: %s, labels: {rack: %s}}
        spec:
          after: [%s]
        """
                .formatted(parts[0], parts[1], parts[2]);
    }

    private static List<String> findings(DesiredState state) {
        return state.diagnostics().stream()
                .map(one ->
                        one.origin() + " " + one.code() + " " + one.message() + " " + one.hint())
                .toList();
    }

    @Test
    void nameAndLabelsMeanNodes() {
        DesiredState state =
                nodes("hn1|a|", "hn2|a|", "hn3|b|hn1", "hn4|c|'rack=a', hn3", "hn5|c|");
        assertFalse(state.hasErrors(), () -> findings(state).toString());
        NodeOrder order = new NodeOrder(state.nodes());
        assertEquals("[]", order.before(new NodeName("hn1")).toString());
        assertEquals("[hn1]", order.before(new NodeName("hn3")).toString());
        assertEquals("[hn1, hn2, hn3]", order.before(new NodeName("hn4")).toString());
        assertEquals("[]", order.before(new NodeName("hn9")).toString());
        assertEquals(List.of(), order.circle(new NodeName("hn4")));
    }

    /// The node goes on to be known, so that its agent can stay where it is and heal.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "hn1|a|hn1; NODE_CYCLE; f1.yaml:5:11; node hn1 cannot come after itself",
                "hn1|a|'rack=a'; NODE_CYCLE; f1.yaml:5:11; node hn1 cannot come after itself",
                "hn1|a|hn2; UNKNOWN_NODE; f1.yaml:5:11; no node \"hn2\"",
                "hn1|a|'rack=b'; UNKNOWN_NODE; f1.yaml:5:11; no node has label \"rack=b\""
            })
    void orderThatCannotBeKeptIsAnErrorWithItsPlace(
            String node, String code, String place, String message) {
        DesiredState state = nodes(node.strip().replace("'", "\""));
        List<String> findings = findings(state);
        assertEquals(1, findings.size(), findings.toString());
        assertTrue(findings.getFirst().startsWith(place), findings.toString());
        assertTrue(findings.getFirst().contains(code), findings.toString());
        assertTrue(findings.getFirst().contains(message), findings.toString());
        assertTrue(state.hasErrors());
        assertEquals("[]", state.frozen().toString());
        assertEquals("[hn1]", state.nodes().keySet().toString());
    }

    @Test
    void circleIsToldAtEachOfItsNodesAndNotBehindIt() {
        List<String> findings =
                findings(nodes("hn1|a|hn0, hn3", "hn2|a|hn1", "hn3|a|hn2", "hn4|b|hn3", "hn0|c|"));
        assertEquals(3, findings.size(), findings.toString());
        assertTrue(findings.get(0).startsWith("f1.yaml:5:16"), findings.toString());
        assertTrue(
                findings.get(0).contains("hn1 after hn3 after hn2 after hn1"), findings.toString());
        assertTrue(
                findings.get(1).contains("hn2 after hn1 after hn3 after hn2"), findings.toString());
    }

    @Test
    void misspeltNodeIsFoundAgain() {
        String finding = findings(nodes("node1|a|", "hn1|a|nod1")).getFirst();
        assertTrue(finding.contains("node1"), finding);
    }

    /// Who has errors of its own is there nevertheless, and its labels may be any.
    @Test
    void brokenNodeIsNotUnknown() {
        String broken = "apiVersion: vzgit/v1\nkind: Node\nmetadata: {name: hn0}\nspec: {x: 1}\n";
        List<String> findings = findings(read(broken, node("hn1|a|hn0, 'rack=z'")));
        assertEquals(
                List.of(), findings.stream().filter(one -> one.contains("UNKNOWN_NODE")).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "'-x'", "''", "'ä'"})
    void whatIsNoNameIsRefused(String written) {
        assertTrue(nodes("hn1|a|" + written).hasErrors(), written);
    }

    @Test
    void sixteenNodesCanBeNamedAndNoMore() {
        for (int count : List.of(16, 17)) {
            String[] all =
                    IntStream.rangeClosed(1, count)
                            .mapToObj(number -> "n" + number + "|a|")
                            .toArray(String[]::new);
            String after =
                    String.join(
                            ", ",
                            IntStream.rangeClosed(1, count)
                                    .mapToObj(number -> "n" + number)
                                    .toList());
            String[] nodes = Arrays.copyOf(all, count + 1);
            nodes[count] = "hn1|b|" + after;
            assertEquals(count > 16, nodes(nodes).hasErrors(), count + " nodes");
        }
    }
}
