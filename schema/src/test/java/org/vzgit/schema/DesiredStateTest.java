package org.vzgit.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Values that cannot be changed behind the planner's back, and their small rules.
final class DesiredStateTest {
    private static final Origin HERE = new Origin("ve/web1.yaml", 3, 1);
    private static final NodeName NODE = new NodeName("hn1");

    @Test
    void stateKeepsWhatItWasMadeOf() {
        TreeMap<VeId, VeSpec> ves = new TreeMap<>();
        ves.put(new VeId(101), ve(101, NODE));
        TreeSet<VeId> frozen = new TreeSet<>();
        List<Diagnostic> findings = new ArrayList<>();
        DesiredState state = state(ves, frozen, findings);
        ves.clear();
        frozen.add(new VeId(102));
        findings.add(finding(DiagnosticCode.SYNTAX, HERE, "x"));
        assertEquals(1, state.ves().size());
        assertTrue(state.frozen().isEmpty());
        assertFalse(state.hasErrors());
        assertThrows(UnsupportedOperationException.class, () -> state.ves().clear());
        assertThrows(UnsupportedOperationException.class, () -> state.frozen().clear());
    }

    @Test
    void vesOfANodeAreThoseAndNoOthers() {
        TreeMap<VeId, VeSpec> ves = new TreeMap<>();
        ves.put(new VeId(102), ve(102, NODE));
        ves.put(new VeId(101), ve(101, NODE));
        ves.put(new VeId(103), ve(103, new NodeName("hn2")));
        DesiredState state = state(ves, new TreeSet<>(), List.of());
        assertEquals("[101, 102]", state.vesOn(NODE).keySet().toString());
        assertTrue(state.vesOn(new NodeName("hn3")).isEmpty());
    }

    @Test
    void warningsAreNoErrors() {
        Diagnostic warning = finding(DiagnosticCode.NOT_SUPPORTED_YET, HERE, "later");
        Diagnostic error = finding(DiagnosticCode.SYNTAX, HERE, "no");
        assertFalse(state(new TreeMap<>(), new TreeSet<>(), List.of(warning)).hasErrors());
        assertTrue(state(new TreeMap<>(), new TreeSet<>(), List.of(warning, error)).hasErrors());
    }

    @Test
    void findingsAreOrderedByFileLineColumnCodeAndMessage() {
        List<Diagnostic> ordered =
                List.of(
                        finding(DiagnosticCode.SYNTAX, new Origin("a", 9, 9), "z"),
                        finding(DiagnosticCode.SYNTAX, new Origin("b", 2, 9), "z"),
                        finding(DiagnosticCode.SYNTAX, new Origin("b", 10, 1), "z"),
                        finding(DiagnosticCode.SYNTAX, new Origin("b", 10, 2), "y"),
                        finding(DiagnosticCode.SYNTAX, new Origin("b", 10, 2), "z"),
                        finding(DiagnosticCode.DUPLICATE_KEY, new Origin("b", 10, 2), "a"));
        assertEquals(ordered, ordered.reversed().stream().sorted().toList());
    }

    @Test
    void specOfAVeIsNotChangedThroughItsMaps() {
        VeSpec ve = ve(101, NODE);
        assertThrows(UnsupportedOperationException.class, () -> ve.resources().clear());
        assertThrows(UnsupportedOperationException.class, () -> ve.beancounters().clear());
        assertThrows(UnsupportedOperationException.class, () -> ve.labels().clear());
        assertThrows(UnsupportedOperationException.class, () -> ve.unsupported().clear());
        assertEquals(Optional.empty(), ve.originOf(VeField.HOSTNAME));
        assertEquals("web101", ve.hostname());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A9", "web-1", "a+b_c.d", "1"})
    void namesAreOneWordOfLettersDigitsAndFourSigns(String name) {
        assertEquals(name, new VeName(name).toString());
        assertEquals(name, new NodeName(name).toString());
        assertEquals(name, new TemplateName(name).toString());
    }

    /// A name becomes a path segment, a command-line word and a column of a table.
    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "-a", "_a", "a b", "a/b", "a\n", "\u001b[31m", "ä", "a:b"})
    void namesThatCouldHarmAPathOrATerminalAreRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> new VeName(name));
        assertThrows(IllegalArgumentException.class, () -> new NodeName(name));
        assertThrows(IllegalArgumentException.class, () -> new TemplateName(name));
    }

    @Test
    void namesEndAtSixtyThreeCharacters() {
        assertEquals(63, new VeName("a".repeat(63)).value().length());
        assertThrows(IllegalArgumentException.class, () -> new VeName("a".repeat(64)));
        assertThrows(IllegalArgumentException.class, () -> new NodeName("a".repeat(64)));
    }

    @Test
    void positionsCountFromOne() {
        assertEquals("a:1:1", new Origin("a", 1, 1).toString());
        assertEquals("a:1", new Origin("a", 1, 1).pathAndLine());
        assertThrows(IllegalArgumentException.class, () -> new Origin("a", 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Origin("a", 1, 0));
    }

    @Test
    void revisionIsShownShortUnlessItIsADirectory() {
        assertEquals("0123456", new Revision("0123456789abcdef", "x").shortId());
        assertEquals("abc", new Revision("abc", "x").shortId());
        assertEquals("directory", new Revision(Revision.DIRECTORY, "").shortId());
    }

    @Test
    void uidBlocksOfANodeStayBelowTheLastId() {
        assertThrows(IllegalArgumentException.class, () -> new UidRange(65_536, 65_536));
        assertThrows(IllegalArgumentException.class, () -> new UidRange(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new UidRange(65_537, 1));
        assertThrows(IllegalArgumentException.class, () -> new UidRange(65_536, 0));
    }

    @Test
    void capacityThatIsNotWrittenIsUnknownAndNotZero() {
        assertEquals(OptionalInt.empty(), NodeSupply.Capacity.UNKNOWN.cpus());
        assertThrows(
                IllegalArgumentException.class,
                () -> new NodeSupply.Capacity(OptionalInt.of(0), Map.of(), Overcommit.GUIDANCE));
        assertThrows(
                IllegalArgumentException.class,
                () -> new NodeSupply.Capacity(OptionalInt.of(8193), Map.of(), Overcommit.GUIDANCE));
    }

    private static VeSpec ve(int veid, NodeName node) {
        var identity = new VeIdentity(new VeId(veid), new VeName("web" + veid), node);
        return new VeSpec.Builder(identity, TemplateSpec.BUSYBOX, HERE).build();
    }

    private static Diagnostic finding(DiagnosticCode code, Origin origin, String message) {
        return new Diagnostic(code, origin, 1, message, "", "");
    }

    private static DesiredState state(
            SortedMap<VeId, VeSpec> ves, SortedSet<VeId> frozen, List<Diagnostic> findings) {
        return new DesiredState(
                new Revision(Revision.DIRECTORY, ""),
                ves,
                frozen,
                true,
                new TreeMap<>(),
                new TreeMap<>(),
                findings);
    }
}
