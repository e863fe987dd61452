package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.schema.document.States.codes;
import static org.vzgit.schema.document.States.document;
import static org.vzgit.schema.document.States.only;
import static org.vzgit.schema.document.States.read;
import static org.vzgit.schema.document.States.web;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.UidRange;

/// What a broken document does to its VE, to other VEs and to the removal of VEs.
final class FreezingTest {

    @Test
    void brokenVeIsFrozenAndTheOthersGoOn() {
        DesiredState state = read(web(101, "nonsense: 1"), web(102, ""));
        assertFrozen(state, "[101]", "[102]");
        assertTrue(state.complete());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hostname: [", "hostname: a\nhostname: b", "cpu:\n x: 1\n  y: 2"})
    void veWithBrokenYamlIsFrozenByItsVeidLine(String fields) {
        DesiredState state = read(web(101, fields), web(102, ""));
        assertFrozen(state, "[101]", "[102]");
        assertTrue(state.complete());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kind: VE\nspec: {veid: 1x, a: [",
                "a: [",
                "kind: VE\nspec:\n  veid: 101\n  veid: 102\n  x: [",
                "just text",
                "apiVersion: vzgit/v1\nkind: VE\nmetadata: {name: a}\nspec: {veid: 5}",
                "apiVersion: vzgit/v1\nkind: VM"
            })
    void documentOfAnUnknownVeMakesTheStateIncomplete(String text) {
        DesiredState state = read(text, web(103, ""));
        assertFrozen(state, "[]", "[103]");
        assertFalse(state.complete());
    }

    @Test
    void brokenTextThatSaysItIsAnotherKindLeavesTheStateComplete() {
        assertTrue(read("kind: Profile\nspec: [", web(101, "")).complete());
    }

    @Test
    void syntaxErrorCostsOnlyItsOwnDocumentOfAFile() {
        DesiredState state =
                read(web(101, "") + "---\n" + web(102, "cpu: [") + "---\n" + web(103, ""));
        assertFrozen(state, "[102]", "[101, 103]");
        assertEquals(3, state.documents());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "---\n", "---\n# a\n---\n...\n"})
    void emptyDocumentsAreNoDocuments(String text) {
        DesiredState state = read(text);
        assertEquals(0, state.documents());
        assertEquals(List.of(), state.diagnostics());
        assertTrue(state.complete());
    }

    @Test
    void bothHoldersOfOneVeidAddressOrNameAreFrozen() {
        assertFrozen(read(web(101, ""), web(101, ""), web(102, "")), "[101]", "[102]");
        String address = "network: {addresses: [192.0.2.1]}";
        assertFrozen(read(web(101, address), web(102, address)), "[101, 102]", "[]");
        String renamed = web(102, "").replace("web102", "web101");
        assertFrozen(read(web(101, ""), renamed), "[101, 102]", "[]");
    }

    @Test
    void namesOfDifferentKindsDoNotClash() {
        DesiredState state =
                read(document("Node", "web101", ""), document("Node", "hn1", ""), web(101, ""));
        assertEquals("", codes(state));
    }

    @Test
    void veOfABrokenNodeOrTemplateIsFrozenWithoutASecondFinding() {
        DesiredState node = read(document("Node", "hn1", "removalBudget: -1"), web(101, ""));
        assertEquals("OUT_OF_RANGE", codes(node));
        assertFrozen(node, "[101]", "[]");
        DesiredState template =
                read(
                        document("Template", "t", "source: [1]"),
                        web(101, "").replace("busybox", "t"));
        assertEquals("WRONG_TYPE", codes(template));
        assertFrozen(template, "[101]", "[]");
    }

    @Test
    void nodeNameIsFreeWhileNoNodeIsWrittenDown() {
        assertEquals(new NodeName("hn1"), only(read(web(101, "")), 101).node());
    }

    @Test
    void selectorFindsTheOneNodeWithAllLabels() {
        String nodes =
                """
                apiVersion: vzgit/v1
                kind: Node
                metadata: {name: a, labels: {rack: r1, disk: ssd}}
                spec: {}
                ---
                apiVersion: vzgit/v1
                kind: Node
                metadata: {name: b, labels: {rack: r1}}
                spec: {uidRange: {first: 131072, blocks: 4}, removalBudget: 0}
                """;
        String ve = web(101, "").replace("hn1", "{matchLabels: {rack: r1, disk: ssd}}");
        DesiredState state = read(nodes, ve);
        assertEquals(new NodeName("a"), only(state, 101).node());
        assertEquals(
                List.of(UidRange.DEFAULT, new UidRange(131_072, 4)),
                state.nodes().values().stream().map(node -> node.uidRange()).toList());
    }

    @Test
    void emptySelectorMatchesNoNode() {
        DesiredState state =
                read(document("Node", "a", ""), web(101, "").replace("hn1", "{matchLabels: {}}"));
        assertTrue(state.hasErrors());
        assertFrozen(state, "[101]", "[]");
    }

    @Test
    void busyboxExistsWithoutADocument() {
        assertTrue(read().templates().containsKey(TemplateSpec.BUSYBOX));
    }

    @Test
    void findingsAreSortedByPosition() {
        DesiredState state = read(web(101, "x: 1\ny: 2"), web(102, "z: 3"));
        assertEquals(
                "[f1.yaml:8:3, f1.yaml:9:3, f2.yaml:8:3]",
                state.diagnostics().stream().map(d -> d.origin()).toList().toString());
    }

    @Test
    void orderOfFilesDoesNotMatter() {
        List<SourceFile> files =
                List.of(
                        new SourceFile("b.yaml", web(101, "")),
                        new SourceFile("a.yaml", web(101, "hostname: [")),
                        new SourceFile("c.yaml", web(102, "")));
        assertEquals(States.read(files).diagnostics(), States.read(files.reversed()).diagnostics());
    }

    private static void assertFrozen(DesiredState state, String frozen, String usable) {
        assertEquals(frozen, state.frozen().toString(), () -> state.diagnostics().toString());
        assertEquals(usable, state.ves().keySet().toString());
    }
}
