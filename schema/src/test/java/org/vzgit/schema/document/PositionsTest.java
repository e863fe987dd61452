package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.schema.document.States.only;
import static org.vzgit.schema.document.States.read;
import static org.vzgit.schema.document.States.web;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.Origin;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;

/// Where a finding points, in every way in which YAML can be laid out. Lines and columns count from
/// 1, columns in characters (code points), as editors do.
final class PositionsTest {

    @Test
    void caretCoversTheValue() {
        assertFound("8:17+4 \"5MBX\"", web(101, "io: {limit:   5MBX }"));
    }

    @Test
    void unknownFieldPointsAtItsKey() {
        assertFound("8:3+6 \"nmproc\"", web(101, "nmproc: 1"));
        assertFound("9:5+5 \"unitz\"", web(101, "cpu:\n  unitz: 1"));
    }

    @Test
    void multiByteCharactersCountOnce() {
        DesiredState state = read(web(101, "cpu: {é: 1, 漢: 2, y: 3}"));
        assertEquals("8:9+1 8:15+1 8:21+1", places(state));
    }

    @Test
    void charactersOutsideTheFirstPlaneCountOnceToo() {
        DesiredState state = read(web(101, "cpu: {\"😀😀\": 1, y: 3}"));
        assertEquals("8:9+4 8:18+1", places(state));
    }

    @Test
    void tabsCountAsOneCharacter() {
        assertFound("8:9+1 \"x\"", web(101, "cpu:\t{x: 1}"));
    }

    @Test
    void combiningMarksAreCharactersOfTheirOwn() {
        DesiredState state = read(web(101, "cpu: {\"e\u0301\": 1, y: 3}"));
        assertEquals("8:9+4 8:18+1", places(state));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void everyLineEndEndsALine(String end) {
        String text = web(101, "cpu: {unitz: 1}\nnmproc: 2") + "---\n" + web(102, "x: 1");
        DesiredState state = read(text.replace("\n", end));
        assertEquals("8:9+5 9:3+6 18:3+1", places(state));
        assertEquals(
                "  cpu: {unitz: 1}|  nmproc: 2|  x: 1",
                state.diagnostics().stream()
                        .map(Diagnostic::sourceLine)
                        .collect(Collectors.joining("|")));
        assertEquals(2, state.documents());
        assertEquals("[101, 102]", state.frozen().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0085", "\u2028", "\u2029"})
    void unicodeLineSeparatorsEndNoLineInYaml12(String separator) {
        DesiredState state = read(web(101, "description: \"a" + separator + "b\"\nnmproc: 1"));
        assertEquals("9:3+6", places(state));
        assertEquals("  nmproc: 1", state.diagnostics().getFirst().sourceLine());
    }

    @Test
    void byteOrderMarkIsNoCharacterOfTheText() {
        DesiredState state = read("\ufeffkind: VM\napiVersion: vzgit/v1\n");
        assertEquals("1:7+2", places(state));
        assertEquals("kind: VM", state.diagnostics().getFirst().sourceLine());
        VeSpec ve = only(read("\ufeff" + web(101, "")), 101);
        assertEquals(new Origin("f1.yaml", 1, 1), ve.origin());
    }

    @Test
    void byteOrderMarkBeforeACommentAndAMarkerIsNoDocument() {
        DesiredState state = read("\ufeff# ours\n---\n" + web(101, ""));
        assertEquals("", States.codes(state));
        assertEquals(1, state.documents());
    }

    @Test
    void quotedKeysPointAtTheirQuotes() {
        assertFound("8:3+8 \"nmproc\"", web(101, "\"nmproc\": 1"));
        assertFound("8:3+8 \"nmproc\"", web(101, "'nmproc': 1"));
    }

    @Test
    void flowStyleOfTheWholeDocumentHasPositions() {
        DesiredState state =
                read(
                        "{apiVersion: vzgit/v1, kind: VE, metadata: {name: a}, spec: {veid: 101,"
                                + " node: hn1, template: busybox, cpu: {units: 7}}}");
        assertEquals("1:116+1", places(state));
        assertEquals("[101]", state.frozen().toString());
    }

    @Test
    void valueOnTheNextLinePointsThere() {
        assertEquals("10:7+1", places(read(web(101, "cpu:\n  units:\n    7"))));
    }

    @Test
    void aliasPointsAtTheAnchoredValue() {
        DesiredState state = read(web(101, "description: &a 7x\ncpu: {units: *a}"));
        assertEquals("8:16+5", places(state));
    }

    @Test
    void foldedAndLiteralTextRunsToTheEndOfItsFirstLine() {
        DesiredState state = read(web(101, "state: >-\n  run\n  ning"));
        assertEquals("8:10+2", places(state));
        assertEquals(
                "state \"run ning\" is not one of running, stopped, suspended",
                state.diagnostics().getFirst().message());
    }

    @Test
    void missingFieldPointsAtTheMappingThatLacksIt() {
        DesiredState state = read(web(101, "").replace("  node: hn1\n", ""));
        assertEquals("4:1+4", places(state));
        assertEquals("f1.yaml:4:1", state.diagnostics().getFirst().origin().toString());
    }

    @Test
    void syntaxErrorPointsIntoItsOwnDocumentOfTheFile() {
        DesiredState state = read(web(101, "") + "---\n" + web(102, "cpu: [") + "---\n");
        assertEquals(16, state.diagnostics().getFirst().origin().line());
    }

    @Test
    void duplicateKeyNamesTheLineOfTheFirst() {
        DesiredState state = read(web(101, "state: running\n# again\n\"state\": stopped"));
        assertEquals("10:3+7", places(state));
        assertEquals(
                "duplicate key \"state\", first written in line 8",
                state.diagnostics().getFirst().message());
    }

    @Test
    void fieldsRememberWhereTheirValuesStand() {
        String fields =
                """
                hostname:  a.b
                "cpu": {"units": '1000', cpus: 2}
                network:
                  addresses:
                  - 192.0.2.1\
                """;
        VeSpec ve = only(read("# comment\n---\n" + web(101, fields)), 101);
        assertEquals("10:14", origin(ve, VeField.HOSTNAME));
        assertEquals("11:20", origin(ve, VeField.CPU_UNITS));
        assertEquals("11:34", origin(ve, VeField.CPU_CPUS));
        assertEquals("11:34", origin(ve, VeField.CPU_LIMIT));
        assertEquals("13:5", origin(ve, VeField.NETWORK_ADDRESSES));
        assertEquals("7:3", origin(ve, VeField.VEID));
        assertEquals("8:3", origin(ve, VeField.NODE));
        assertEquals("9:3", origin(ve, VeField.TEMPLATE));
        assertEquals("", origin(ve, VeField.STATE));
    }

    private static String origin(VeSpec ve, VeField field) {
        return ve.originOf(field).map(o -> o.line() + ":" + o.column()).orElse("");
    }

    private static void assertFound(String place, String text) {
        DesiredState state = read(text);
        assertEquals(1, state.diagnostics().size(), state.diagnostics().toString());
        Diagnostic finding = state.diagnostics().getFirst();
        String quoted = place.substring(place.indexOf('"'));
        assertEquals(place, places(state) + " " + quoted);
        assertTrue(finding.message().contains(quoted), finding.message());
    }

    /// `line:column+length` of each finding.
    private static String places(DesiredState state) {
        return state.diagnostics().stream()
                .map(d -> d.origin().line() + ":" + d.origin().column() + "+" + d.length())
                .collect(Collectors.joining(" "));
    }
}
