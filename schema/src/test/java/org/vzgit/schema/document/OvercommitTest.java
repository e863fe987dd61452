package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.schema.document.States.codes;
import static org.vzgit.schema.document.States.document;
import static org.vzgit.schema.document.States.profile;
import static org.vzgit.schema.document.States.read;
import static org.vzgit.schema.document.States.web;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.CapacityFigure;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeSupply.Capacity;
import org.vzgit.schema.NodeSupply.Capacity.Kind;
import org.vzgit.schema.Overcommit.Threshold;

/// What a Node document says of the node's size and of how much more it may promise.
final class OvercommitTest {
    private static final String RAM_512M = "memory: {ram: 512M, swap: 0}";

    @Test
    void capacityIsReadInItsUnits() {
        Capacity capacity =
                capacity(
                        "capacity: {cpus: 4, memory: 64G, swap: 0, disk: 2T, processes: 8000,"
                                + " cpuUnits: 400000}");
        assertEquals(OptionalInt.of(4), capacity.cpus());
        assertEquals(OptionalLong.of(64L << 30), capacity.of(Kind.MEMORY));
        assertEquals(OptionalLong.of(0), capacity.of(Kind.SWAP));
        assertEquals(OptionalLong.of(2L << 40), capacity.of(Kind.DISK));
        assertEquals(OptionalLong.of(8000), capacity.of(Kind.PROCESSES));
        assertEquals(OptionalLong.of(400_000), capacity.of(Kind.CPU_UNITS));
        assertEquals(capacity.memory().orElseThrow().value(), 64L << 30);
        assertEquals(capacity.disk().orElseThrow().value(), 2L << 40);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotWrittenIsUnknown(Kind kind) {
        assertEquals(OptionalLong.empty(), capacity("").of(kind));
    }

    @ParameterizedTest
    @CsvSource({
        "processes: 0, OUT_OF_RANGE",
        "processes: 4194304, ''",
        "processes: 4194305, OUT_OF_RANGE",
        "cpuUnits: 7, OUT_OF_RANGE",
        "cpuUnits: 8, ''",
        "cpuUnits: 4294967295, ''",
        "cpuUnits: 4294967296, OUT_OF_RANGE",
        "swap: -1, OUT_OF_RANGE",
        "swap: 5MB, WRONG_UNIT",
        "memory: lots, BAD_VALUE"
    })
    void sizeOutsideItsRangeIsRefused(String field, String expected) {
        assertEquals(expected, codes(read(document("Node", "hn1", "capacity: {" + field + "}"))));
    }

    /// Every figure that documents can break has its own entry, and no other one has.
    @ParameterizedTest
    @EnumSource
    void figureOfPromisesTakesAPolicyAndUtilisationDoesNot(CapacityFigure figure) {
        DesiredState state =
                read(document("Node", "hn1", "overcommit: {" + figure.key() + ": {deny: 150}}"));
        if (figure.isUtilisation()) {
            assertEquals("UNKNOWN_FIELD", codes(state));
        } else {
            assertEquals("", codes(state));
            Threshold threshold = node(state).overcommit().written(figure).orElseThrow();
            assertEquals(OptionalInt.empty(), threshold.warn());
            assertEquals(OptionalInt.of(150), threshold.deny());
            assertEquals("f1.yaml:5:16", threshold.origin().toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, OUT_OF_RANGE", "1, ''", "10000, ''", "10001, OUT_OF_RANGE", "90%, WRONG_TYPE"})
    void thresholdHasARange(String percent, String expected) {
        String policy = "overcommit: {cpuPower: {warn: " + percent + "}}";
        assertEquals(expected, codes(read(document("Node", "hn1", policy))));
    }

    @Test
    void policyMayWarnWhereItDenies() {
        assertEquals("", codes(read(policy("ramCommitment: {warn: 80, deny: 80}"))));
        assertEquals("BAD_THRESHOLD", codes(read(policy("ramCommitment: {warn: 81, deny: 80}"))));
    }

    @Test
    void guidanceWarnsWhereNothingIsWrittenAndThePolicyReplacesIt() {
        String one = web(101, "memory: {ram: 600M, swap: 600M}");
        String two = web(102, "memory: {ram: 600M, swap: 600M}");
        assertEquals("NODE_OVERCOMMITTED", codes(read(swapping1G(""), one, two)));
        assertEquals("", codes(read(swapping1G("warn: 118"), one, two)));
        assertEquals("NODE_OVERCOMMITTED", codes(read(swapping1G("warn: 117"), one, two)));
        DesiredState never = read(swapping1G("") + NEVER, one, two);
        assertEquals("", codes(never));
    }

    private static final String NEVER = "  overcommit: {allocatedCommitment: {}}\n";

    private static String swapping1G(String threshold) {
        String node = document("Node", "hn1", "capacity: {memory: 1G, swap: 1G}");
        return threshold.isEmpty() ? node : node + NEVER.replace("{}", "{" + threshold + "}");
    }

    @Test
    void vesAreCountedOnTheirOwnNodeOnly() {
        String other = node1G("").replace("name: hn1", "name: hn2");
        String away = web(102, RAM_512M).replace("node: hn1", "node: hn2");
        String policy = "overcommit: {ramCommitment: {deny: 50}}";
        assertEquals("", codes(read(node1G(policy), other, web(101, RAM_512M), away)));
        assertEquals(
                "NODE_OVERCOMMIT_DENIED",
                codes(read(node1G(policy), other, web(101, RAM_512M), web(102, RAM_512M))));
    }

    @Test
    void vesThatAreStoppedOrBrokenPromiseNoMemory() {
        String policy = "overcommit: {ramCommitment: {deny: 50}}";
        assertEquals(
                "",
                codes(
                        read(
                                node1G(policy),
                                web(101, RAM_512M),
                                web(102, RAM_512M + "\nstate: stopped"))));
        assertEquals(
                "OUT_OF_RANGE",
                codes(
                        read(
                                node1G(policy),
                                web(101, RAM_512M),
                                web(102, RAM_512M + "\ncpu: {units: 7}"))));
    }

    @Test
    void hardBoundsOfDisksAreSummedStoppedVesIncluded() {
        String node =
                document(
                        "Node",
                        "hn1",
                        "capacity: {disk: 10G}\novercommit: {diskCommitment: {deny: 100}}");
        String four = web(101, "disk: {space: 1G:4G}");
        String six = web(102, "disk: {space: 6G}\nstate: stopped");
        assertEquals("", codes(read(node, four, six)));
        DesiredState denied = read(node, four, six.replace("6G", "7G"));
        assertEquals("NODE_OVERCOMMIT_DENIED", codes(denied));
        assertTrue(
                denied.diagnostics().getFirst().message().contains("diskCommitment is 110%"),
                denied.diagnostics().toString());
    }

    @Test
    void veWithoutABoundBreaksAWrittenPolicyOnly() {
        String bare = web(102, "");
        assertEquals("", codes(read(node1G(""), web(101, RAM_512M), bare)));
        DesiredState denied =
                read(node1G("overcommit: {ramCommitment: {deny: 500}}"), web(101, RAM_512M), bare);
        assertEquals("NODE_OVERCOMMIT_DENIED", codes(denied));
        assertEquals(
                "node hn1: ramCommitment is no end, above 500%: no bound for VE 102",
                denied.diagnostics().getFirst().message());
    }

    @Test
    void profilesCountThroughTheVesThatLinkToThem() {
        String policy = "overcommit: {ramCommitment: {warn: 99}}";
        assertEquals(
                "NODE_OVERCOMMITTED",
                codes(
                        read(
                                node1G(policy),
                                profile("half", RAM_512M),
                                web(101, "profiles: [half]"),
                                web(102, "profiles: [half]"))));
        assertEquals(
                "",
                codes(
                        read(
                                node1G(policy),
                                profile("half", RAM_512M),
                                web(101, "profiles: [half]"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ramCommitment", "RAMCOMMITMENT", "ram_commitment"})
    void figureIsFoundByItsExactNameOnly(String name) {
        boolean exact = name.equals("ramCommitment");
        assertEquals(exact, CapacityFigure.of(name).isPresent());
        assertEquals(exact ? "" : "UNKNOWN_FIELD", codes(read(policy(name + ": {warn: 5}"))));
    }

    @ParameterizedTest
    @EnumSource
    void figureIsFoundByItsKey(CapacityFigure figure) {
        assertEquals(figure, CapacityFigure.of(figure.key()).orElseThrow());
        String constant = figure.key().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
        assertEquals(figure.name(), constant);
        assertTrue(figure.guidance().orElse(1) >= 1);
    }

    private static String policy(String figures) {
        return document("Node", "hn1", "overcommit:\n  " + figures);
    }

    private static String node1G(String policy) {
        return document("Node", "hn1", "capacity: {memory: 1G, swap: 0}\n" + policy);
    }

    private static Capacity capacity(String fields) {
        return node(read(document("Node", "hn1", fields)));
    }

    private static Capacity node(DesiredState state) {
        assertEquals(List.of(), state.diagnostics());
        return state.nodes().firstEntry().getValue().supply().capacity();
    }
}
