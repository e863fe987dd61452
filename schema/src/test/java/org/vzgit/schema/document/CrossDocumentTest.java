package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.schema.document.States.codes;
import static org.vzgit.schema.document.States.document;
import static org.vzgit.schema.document.States.only;
import static org.vzgit.schema.document.States.profile;
import static org.vzgit.schema.document.States.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeField;

/// Rules between documents, whether they share a file or not.
final class CrossDocumentTest {
    private static final int ROUNDS = 60;

    @Test
    void threeHoldersOfOneVeidAreTwoFindingsThatNameTheFirst() {
        DesiredState state =
                both(
                        web(101, ""),
                        web(101, "").replace("web101", "b"),
                        web(101, "").replace("web101", "c"));
        assertEquals("DUPLICATE_VEID DUPLICATE_VEID", codes(state));
        assertEquals("veid 101 is taken by f1.yaml:5:9", message(state));
        assertEquals("[101]", state.frozen().toString());
        assertTrue(state.complete());
    }

    @Test
    void duplicateNameFreezesBothHoldersAndNamesTheFirst() {
        DesiredState state = both(web(101, ""), web(102, "").replace("web102", "web101"));
        assertEquals("DUPLICATE_NAME", codes(state));
        assertEquals("VE name \"web101\" is taken by f1.yaml:3:18", message(state));
        assertEquals("[101, 102]", state.frozen().toString());
    }

    @Test
    void twoProfilesOfOneNameFreezeWhoUsesThem() {
        DesiredState state =
                both(
                        profile("p", "cpu: {units: 100}"),
                        profile("p", "cpu: {units: 200}"),
                        web(101, "profiles: [p]"),
                        web(102, ""));
        assertEquals("DUPLICATE_NAME", codes(state));
        assertEquals("[101]", state.frozen().toString());
    }

    @Test
    void twoNodesOfOneNameFreezeTheirVes() {
        DesiredState state =
                both(document("Node", "hn1", ""), document("Node", "hn1", ""), web(101, ""));
        assertEquals("DUPLICATE_NAME", codes(state));
        assertEquals("[101]", state.frozen().toString());
        assertTrue(state.nodes().isEmpty());
    }

    @Test
    void unknownNamesAreFoundWithTheNearestKnownOne() {
        String rest = document("Node", "hn2", "") + "---\n" + profile("basic", "") + "---\n";
        DesiredState state =
                both(rest + web(101, "profiles: [basik]").replace("busybox", "busyboxx"));
        assertEquals("UNKNOWN_NODE UNKNOWN_TEMPLATE UNKNOWN_PROFILE", codes(state));
        assertEquals(
                List.of(
                        "did you mean \"hn2\"?",
                        "did you mean \"busybox\"?",
                        "did you mean \"basic\"?"),
                state.diagnostics().stream().map(d -> d.hint()).toList());
    }

    @Test
    void selectorThatMatchesTwoNodesNamesBoth() {
        String node =
                document("Node", "%s", "").replace("{name: %s}", "{name: %s, labels: {a: b}}");
        DesiredState state =
                both(
                        node.formatted("hn2"),
                        node.formatted("hn1"),
                        web(101, "").replace("hn1", "{matchLabels: {a: b}}"));
        assertEquals("TWO_NODES", codes(state));
        assertEquals("2 nodes match: hn1, hn2", message(state));
    }

    @Test
    void selectorWaitsWhileSomeNodeCannotBeRead() {
        String good =
                document("Node", "hn1", "").replace("{name: hn1}", "{name: hn1, labels: {a: b}}");
        String ve = web(101, "").replace("hn1", "{matchLabels: {a: b}}");
        assertEquals(new NodeName("hn1"), only(both(good, ve), 101).node());
        DesiredState broken = both(good, "kind: Node\nspec: [", ve);
        assertEquals("SYNTAX", codes(broken));
        assertEquals("[101]", broken.frozen().toString());
        assertTrue(broken.complete());
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 4", "25, 4, 100", "100, 4, 400", "100, 8192, 819200", "33, 3, 99"})
    void shareOfANodeIsThatShareOfItsCpus(int percent, int cpus, int ofOneCpu) {
        DesiredState state =
                both(
                        document("Node", "hn1", "capacity: {cpus: " + cpus + "}"),
                        profile("p", "cpu: {limit: " + percent + "%}"),
                        web(101, "profiles: [p]"));
        var limit = only(state, 101).resources().get(Resource.CPULIMIT);
        assertEquals(Integer.toString(ofOneCpu), limit == null ? "" : limit.text());
        assertEquals(
                "f2.yaml:5:16",
                only(state, 101).originOf(VeField.CPU_LIMIT).map(o -> o + "").orElse(""));
    }

    @Test
    void shareOfANodeOfUnknownSizeFreezesAndOwnLimitHeals() {
        String node = document("Node", "hn1", "");
        String share = profile("p", "cpu: {limit: 25%}");
        DesiredState state = both(node, share, web(101, "profiles: [p]"));
        assertEquals("CPU_COUNT_UNKNOWN", codes(state));
        assertEquals("[101]", state.frozen().toString());
        assertEquals("", codes(both(node, share, web(101, "profiles: [p]\ncpu: {limit: 50}"))));
    }

    @Test
    void bothWritingsOfOneBoundInOneDocumentAreAConflict() {
        for (String fields :
                List.of(
                        "memory: {ram: 1G, swap: 0}\nbeancounters: {physpages: 1G}",
                        "memory: {swap: 1G}\nbeancounters: {swappages: 1G}")) {
            DesiredState state = both(web(101, fields));
            assertEquals("CONFLICT", codes(state));
            assertEquals("[101]", state.frozen().toString());
        }
        assertEquals("", codes(both(web(101, "memory: {ram: 1G}\nbeancounters: {swappages: 1G}"))));
    }

    @Test
    void diamondOfProfilesIsFoldedOnceAndLastLinkWins() {
        DesiredState state =
                both(
                        profile("base", "cpu: {units: 100}\nio: {priority: 1}"),
                        profile("left", "profiles: [base]\ncpu: {units: 200}"),
                        profile("right", "profiles: [base]\nio: {priority: 2}"),
                        web(101, "profiles: [left, right]"),
                        web(102, "profiles: [right, left]"));
        assertEquals("100 2", units(state, 101));
        assertEquals("200 1", units(state, 102));
    }

    @ParameterizedTest
    @ValueSource(strings = {"profiles: [p, p]", "profiles: [p, nope]", "profiles: p"})
    void badListOfProfilesFreezes(String fields) {
        DesiredState state = both(profile("p", ""), web(101, fields), web(102, ""));
        assertTrue(state.hasErrors());
        assertEquals("[101]", state.frozen().toString());
        assertEquals("[102]", state.ves().keySet().toString());
    }

    @Test
    void brokenTextThatMentionsAVeFreezesItsSoundDocumentToo() {
        DesiredState state = both(web(101, ""), "kind: VE\nspec:\n  veid: 101\n  x: [");
        assertEquals("[101]", state.frozen().toString());
        assertTrue(state.ves().isEmpty());
        assertTrue(state.complete());
    }

    @ParameterizedTest
    @CsvSource({
        "true, true, '[101]', true",
        "true, false, '[101]', false",
        "false, true, '[]', true",
        "false, false, '[]', false"
    })
    void frozenAndCompleteAreTwoQuestions(
            boolean knownBroken, boolean complete, String frozen, boolean expected) {
        List<String> texts = new ArrayList<>(List.of(web(102, "")));
        if (knownBroken) {
            texts.add(web(101, "x: 1"));
        }
        if (!complete) {
            texts.add("kind: VE\nspec: [");
        }
        DesiredState state = both(texts.toArray(String[]::new));
        assertEquals(frozen, state.frozen().toString());
        assertEquals(expected, state.complete());
        assertEquals("[102]", state.ves().keySet().toString());
        assertEquals(knownBroken || !complete, state.hasErrors());
    }

    /// Positions and files differ, but what is wanted does not depend on the layout.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void orderOfDocumentsInAFileChangesNothingThatIsWanted(long seed) {
        Random random = new Random(seed);
        List<String> texts =
                new ArrayList<>(
                        List.of(
                                document("Node", "hn1", "capacity: {cpus: 4}"),
                                profile("a", "cpu: {units: 100, limit: 10%}"),
                                profile("b", "profiles: [a]\ncpu: {units: 300}"),
                                web(101, "profiles: [b]"),
                                web(102, "profiles: [nope]"),
                                web(103, "network: {addresses: [10.0.0.1]}"),
                                web(104, "network: {addresses: [10.0.0.1]}"),
                                web(105, "memory: {ram: 64M}")));
        var wanted = only105(both(texts.toArray(String[]::new)));
        for (int round = 0; round < ROUNDS; round++) {
            Collections.shuffle(texts, random);
            DesiredState state = States.read(String.join("---\n", texts));
            assertEquals("[101, 105]", state.ves().keySet().toString());
            assertEquals("[102, 103, 104]", state.frozen().toString());
            assertEquals(wanted, only105(state));
            assertEquals(8, state.documents());
        }
    }

    @Test
    void profileThatNobodyUsesIsCheckedAndFreezesNobody() {
        DesiredState state = both(profile("p", "cpu: {units: 7}"), web(101, ""));
        assertEquals("OUT_OF_RANGE", codes(state));
        assertTrue(state.frozen().isEmpty());
        assertFalse(state.ves().isEmpty());
    }

    private static String only105(DesiredState state) {
        return state.ves().values().stream()
                .map(ve -> ve.name() + " " + ve.resources() + ve.network())
                .toList()
                .toString();
    }

    private static String units(DesiredState state, int veid) {
        var resources = only(state, veid).resources();
        var units = resources.get(Resource.CPUUNITS);
        var priority = resources.get(Resource.IOPRIO);
        return (units == null ? "" : units.text())
                + " "
                + (priority == null ? "" : priority.text());
    }

    /// Reads the documents as files of their own, and checks that one file with all of them finds
    /// the same.
    private static DesiredState both(String... texts) {
        DesiredState apart = States.read(texts);
        DesiredState together = States.read(String.join("---\n", texts));
        assertEquals(codes(apart), codes(together));
        assertEquals(apart.frozen(), together.frozen());
        assertEquals(apart.complete(), together.complete());
        assertEquals(apart.ves().keySet(), together.ves().keySet());
        return apart;
    }

    private static String message(DesiredState state) {
        return state.diagnostics().getFirst().message();
    }
}
