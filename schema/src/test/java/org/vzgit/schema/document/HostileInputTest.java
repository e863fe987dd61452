package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.schema.document.States.codes;
import static org.vzgit.schema.document.States.document;
import static org.vzgit.schema.document.States.read;
import static org.vzgit.schema.document.States.web;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.RemovalBudget;

/// Commits by somebody who wants the agent to stop, to forget a VE or to fill its memory. Whatever
/// they push, the answer is a finding.
final class HostileInputTest {
    /// Nearly a whole document in one value.
    private static final int LONG = 30_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hostname: %s",
                "cpu: {mask: \"%s\"}",
                "cpu: {nodemask: \"%s\"}",
                "network: {gw: \"%s\"}",
                "description: \"%s\"",
                "template: \"%s\"",
                "cpu: {units: \"%s\"}",
                "cpu: {limit: \"%s\"}",
                "meminfo: \"%s\"",
                "beancounters: {kmemsize: \"%s\"}"
            })
    void valueThatRepeatsForEverOverflowsNoStack(String field) {
        for (String piece : List.of("a.", "1,", "1-", "1:", "a", "-")) {
            String value = piece.repeat(LONG / piece.length()) + "1_";
            DesiredState state = read(web(101, field.formatted(value)), web(102, ""));
            assertTrue(state.hasErrors(), piece);
            assertEquals("[101]", state.frozen().toString());
            assertEquals("[102]", state.ves().keySet().toString());
        }
    }

    @Test
    void cpuListOfEverySecondCpuIsLongAndLegal() {
        String list =
                IntStream.range(0, 4096)
                        .mapToObj(i -> Integer.toString(2 * i))
                        .collect(Collectors.joining(","));
        assertEquals("", codes(read(web(101, "cpu: {mask: \"" + list + "\"}"))));
    }

    @Test
    void documentEndMarkersDoNotOutwitTheBoundOfOneFile() {
        DesiredState state = read("kind: Profile\n...\n".repeat(3000), web(101, ""));
        assertEquals("TOO_LARGE", state.diagnostics().getLast().code().name());
        assertEquals(InputBounds.DOCUMENTS_PER_FILE_MAX + 1, state.documents());
        assertFalse(state.complete());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\n...\n", "a\r...\r", "a\r---\r", "a\r\n...\r\n"})
    void documentsOfOneRevisionAreBoundedHoweverTheyAreSeparated(String one) {
        String text = one.repeat(9000);
        List<SourceFile> files = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            files.add(new SourceFile("f%02d.yaml".formatted(i), text));
        }
        DesiredState state = States.read(files);
        assertEquals(InputBounds.DOCUMENTS_MAX, state.documents());
        assertFalse(state.complete());
    }

    @Test
    void messagesAreShortHoweverLongTheValue() {
        String value = "x".repeat(60_000);
        for (String field :
                List.of(
                        "state: " + value,
                        value + ": 1",
                        "template: " + value,
                        "profiles: [" + value + "]",
                        "network: {addresses: [" + value + "]}",
                        "cpu: {mask: " + value + "}",
                        "beancounters: {numproc: 1" + value + "}")) {
            for (Diagnostic finding : read(web(101, field)).diagnostics()) {
                assertTrue(finding.message().length() <= 1000, finding.code().name());
                assertTrue(finding.hint().length() <= 1000, finding.code().name());
            }
        }
    }

    @Test
    void pathThatComesTwiceCountsOnce() {
        SourceFile file = new SourceFile("a.yaml", web(101, ""));
        DesiredState state = States.read(Collections.nCopies(3, file));
        assertEquals("", codes(state));
        assertEquals(1, state.documents());
        assertEquals("[101]", state.ves().keySet().toString());
    }

    /// A VE that is neither wanted nor frozen would be removed, and nobody told why.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "101.0", "1.01e2", "0101", "'101'", "!!str 101", "0x65", "0o145", "1_01", "+101",
                "[101]", "{a: 101}", "~", "", "true", "101 101", "１０１", "-101", "100",
                "2147483645", "99999999999999999999", "1e400", ".inf", ".nan", "!!int x"
            })
    void veidThatIsNoVeidIsAFindingAndNeverForgetsTheVe(String veid) {
        String text = web(101, "").replace("veid: 101", "veid: " + veid);
        DesiredState state = read(text, web(102, ""));
        assertTrue(state.hasErrors(), veid);
        assertEquals("[102]", state.ves().keySet().toString());
        assertTrue(state.frozen().contains(new org.vzgit.schema.VeId(101)) || !state.complete());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "!!float 1"})
    void wholeNumberWithAPointIsStillThatNumber(String budget) {
        var nodes = read(document("Node", "hn1", "removalBudget: " + budget)).nodes();
        assertEquals(RemovalBudget.of(1), nodes.firstEntry().getValue().safety().removals());
    }

    @Test
    void removalBudgetOfZeroIsNeverTakenForTheDefault() {
        for (String zero : List.of("0", "0.0", "-0", "0e5", "!!float 0")) {
            var nodes = read(document("Node", "hn1", "removalBudget: " + zero)).nodes();
            assertTrue(
                    nodes.isEmpty()
                            || nodes.firstEntry().getValue().safety().removals().amount() == 0,
                    zero);
        }
    }

    @Test
    void keysThatAreNoTextAreUnknownFields() {
        for (String key : List.of("~: 1", "1: 1", "\"\": 1", "true: 1")) {
            assertEquals("UNKNOWN_FIELD", codes(read(web(101, key))), key);
        }
    }

    @Test
    void mergeKeysAreNoPartOfYaml12() {
        DesiredState state = read(web(101, "cpu: &c {units: 8}\nio:\n  <<: *c\n  priority: 1"));
        assertEquals("UNKNOWN_FIELD", codes(state));
        assertEquals("unknown field \"<<\"", state.diagnostics().getFirst().message());
    }

    @Test
    void aliasGivesTheValueOfItsAnchor() {
        DesiredState state = read(web(101, "cpu: {units: &n 500}\nio: {iops: *n}"));
        assertEquals("[CPUUNITS, IOPSLIMIT]", States.only(state, 101).resources().keySet() + "");
    }

    @Test
    void anchorOfOneDocumentIsUnknownInTheNext() {
        DesiredState state =
                read(web(101, "hostname: &h a.b") + "---\n" + web(102, "hostname: *h"));
        assertEquals("SYNTAX", codes(state));
        assertEquals("[102]", state.frozen().toString());
        assertEquals("[101]", state.ves().keySet().toString());
    }

    @Test
    void labelsAreBoundedAndCountedAsEntries() {
        String labels =
                IntStream.range(0, 32)
                        .mapToObj(i -> "k%02d: v".formatted(i))
                        .collect(Collectors.joining(", ", "{", "}"));
        String full = web(101, "").replace("{name: web101}", "{name: web101, labels: %s}");
        assertEquals("", codes(read(full.formatted(labels))));
        DesiredState more = read(full.formatted(labels.replace("k31", "k31: v, k32")));
        assertEquals(
                "metadata.labels is longer than 32 entries",
                more.diagnostics().getFirst().message());
    }

    @Test
    void brokenTemplateInPlaceOfTheBuiltInOneFreezesItsVes() {
        DesiredState state = read(document("Template", "busybox", "source: [1]"), web(101, ""));
        assertEquals("WRONG_TYPE", codes(state));
        assertEquals("[101]", state.frozen().toString());
    }

    @Test
    void listsOfTheResolverEndWhereTheLibraryEnds() {
        assertEquals("", codes(read(web(101, nameservers(3)))));
        DesiredState more = read(web(101, nameservers(4)));
        assertEquals("OUT_OF_RANGE", codes(more));
        assertEquals(
                "network.nameservers is longer than 3 entries",
                more.diagnostics().getFirst().message());
    }

    @Test
    void addressesOfOneVeAreBounded() {
        assertEquals("", codes(read(web(101, addresses(256)))));
        assertEquals("OUT_OF_RANGE", codes(read(web(101, addresses(257)))));
    }

    private static String nameservers(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "192.0.2." + i)
                .collect(Collectors.joining(", ", "network: {nameservers: [", "]}"));
    }

    private static String addresses(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "10.0.%d.%d".formatted(i / 200, 1 + i % 200))
                .collect(Collectors.joining(", ", "network: {addresses: [", "]}"));
    }
}
