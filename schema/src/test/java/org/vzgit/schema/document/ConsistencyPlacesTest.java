package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.schema.document.States.profile;
import static org.vzgit.schema.document.States.read;
import static org.vzgit.schema.document.States.web;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Severity;
import org.vzgit.schema.VeId;

/// Where people are told that bounds do not fit together, and what becomes of such a VE.
final class ConsistencyPlacesTest {
    private static final String SMALL_KMEM = "beancounters: {kmemsize: 1M:2M, numproc: 240}";

    @Test
    void concernStandsAtTheValueThatHasToChange() {
        DesiredState state = read(web(101, SMALL_KMEM));
        Diagnostic finding = find(state, DiagnosticCode.KMEM_BELOW_PROCESSES);
        assertEquals("f1.yaml:8:28", finding.origin().toString());
        assertEquals(5, finding.length());
        assertEquals("  " + SMALL_KMEM, finding.sourceLine());
    }

    @Test
    void veThatWouldBreakStaysAsItIs() {
        DesiredState state = read(web(101, SMALL_KMEM), web(102, ""));
        assertEquals("[101]", state.frozen().toString());
        assertEquals("[102]", state.ves().keySet().toString());
        assertTrue(state.complete());
        assertTrue(state.hasErrors());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "beancounters: {numproc: 240:260}",
                "memory: {ram: 1G}",
                "beancounters: {vmguarpages: 5:7}",
                "beancounters: {dgramrcvbuf: 1K}"
            })
    void adviceFreezesNothing(String fields) {
        DesiredState state = read(web(101, fields));
        assertFalse(state.diagnostics().isEmpty());
        assertFalse(state.hasErrors());
        assertEquals("[101]", state.ves().keySet().toString());
    }

    @Test
    void profileThatIsWrongByItselfIsToldOnceHoweverManyLinkToIt() {
        DesiredState state =
                read(
                        profile("p", SMALL_KMEM),
                        web(101, "profiles: [p]"),
                        web(102, "profiles: [p]"));
        assertEquals(
                1,
                state.diagnostics().stream()
                        .filter(d -> d.code() == DiagnosticCode.KMEM_BELOW_PROCESSES)
                        .count());
        assertEquals("f1.yaml", find(state, DiagnosticCode.KMEM_BELOW_PROCESSES).origin().path());
        assertEquals("[101, 102]", state.frozen().toString());
    }

    @Test
    void profileIsCheckedWithThoseItLinksToAndWithoutAnyVe() {
        DesiredState state =
                read(
                        profile("low", "beancounters: {kmemsize: 1M:2M}"),
                        profile("top", "profiles: [low]\nbeancounters: {numproc: 240}"));
        Diagnostic finding = find(state, DiagnosticCode.KMEM_BELOW_PROCESSES);
        assertEquals("f2.yaml", finding.origin().path());
        assertTrue(finding.sourceLine().contains("numproc"), finding.sourceLine());
    }

    /// Each of two documents is right alone; the VE brought them together.
    @Test
    void concernBetweenDocumentsStandsInTheVe() {
        DesiredState state =
                read(
                        profile("few", "beancounters: {kmemsize: 10M:11M}"),
                        web(101, "profiles: [few]\nbeancounters: {numproc: 600}"));
        Diagnostic finding = find(state, DiagnosticCode.KMEM_BELOW_PROCESSES);
        assertEquals("f2.yaml:9:27", finding.origin().toString());
    }

    @Test
    void ownValueHealsWhatAProfileWouldBreak() {
        DesiredState state =
                read(
                        profile("low", "beancounters: {kmemsize: 1M:2M}"),
                        web(
                                101,
                                "profiles: [low]\n"
                                        + "beancounters: {numproc: 240, kmemsize: 14M:15M}"));
        assertFalse(state.hasErrors());
        assertEquals("[101]", state.ves().keySet().toString());
    }

    @Test
    void usualNumberOfProcessesIsWrittenOrHalfOfAll() {
        String kmem = "beancounters: {kmemsize: 4915200:5M, numproc: %s}";
        assertFalse(read(web(101, kmem.formatted("240"))).hasErrors());
        assertTrue(read(web(101, kmem.formatted("242"))).hasErrors());
        assertFalse(read(web(101, kmem.formatted("242, avnumproc: 120"))).hasErrors());
        assertTrue(read(web(101, kmem.formatted("240, avnumproc: 121"))).hasErrors());
    }

    @Test
    void usualNumberOfProcessesComesThroughProfilesToo() {
        String kmem = "profiles: [p]\nbeancounters: {kmemsize: 4915200:5M, numproc: 242}";
        assertTrue(read(profile("p", ""), web(101, kmem)).hasErrors());
        assertFalse(
                read(profile("p", "beancounters: {avnumproc: 120}"), web(101, kmem)).hasErrors());
    }

    /// Both writings of one bound count.
    @Test
    void ramAndPhyspagesAreOneBound() {
        for (String ram : List.of("memory: {ram: 1G}", "beancounters: {physpages: 0:1G}")) {
            DesiredState state = read(web(101, ram));
            assertEquals("SWAP_MISSING", States.codes(state));
            Diagnostic finding = state.diagnostics().getFirst();
            assertTrue(
                    finding.sourceLine().substring(finding.origin().column() - 1).contains("1G"));
        }
    }

    /// What is unreadable says nothing about what fits together.
    @Test
    void documentWithErrorsIsNotJudgedTwice() {
        DesiredState state =
                read(web(101, "beancounters: {kmemsize: 1M:2M, numproc: 240, numfile: -1}"));
        assertEquals(
                "[OUT_OF_RANGE]",
                state.diagnostics().stream()
                        .filter(d -> d.severity() == Severity.ERROR)
                        .map(d -> d.code().name())
                        .toList()
                        .toString());
    }

    @Test
    void valueWrittenAsAMappingIsShownAtItsKey() {
        DesiredState state =
                read(
                        web(
                                101,
                                """
                                beancounters:
                                  numtcpsock: 360
                                  tcpsndbuf: {barrier: 1M, limit: 1M}
                                """));
        Diagnostic finding = find(state, DiagnosticCode.SEND_BUFFER_GAP);
        assertEquals("f1.yaml:10:5", finding.origin().toString());
        assertEquals("tcpsndbuf".length(), finding.length());
    }

    @Test
    void twoVesOnOneNodeAreJudgedAgainstTheirOwnNode() {
        String small = States.document("Node", "hn1", "capacity: {memory: 1G, swap: 0}");
        String large = States.document("Node", "hn2", "capacity: {memory: 4G, swap: 0}");
        String ram = "memory: {ram: 2G, swap: 0}";
        DesiredState state =
                read(small, large, web(101, ram), web(102, ram).replace("node: hn1", "node: hn2"));
        List<Diagnostic> found =
                state.diagnostics().stream()
                        .filter(d -> d.code() == DiagnosticCode.MORE_THAN_THE_NODE)
                        .toList();
        assertEquals(1, found.size());
        assertEquals("f3.yaml", found.getFirst().origin().path());
        assertTrue(state.ves().containsKey(new VeId(102)));
    }

    private static Diagnostic find(DesiredState state, DiagnosticCode code) {
        return state.diagnostics().stream()
                .filter(finding -> finding.code() == code)
                .findFirst()
                .orElseThrow(() -> new AssertionError(state.diagnostics().toString()));
    }
}
