package org.vzgit.reconciler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeNotesTest {
    private static final String COMMIT = "9f8e7d6c5b4a39281706f5e4d3c2b1a098765432";
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00.123Z");

    @Test
    void lastLineOfACommitIsWhatCounts() {
        NodeNotes notes = added(NodeNotes.NONE, COMMIT, NOW, "pending: applies 2 operations");
        notes = added(notes, COMMIT, NOW.plusSeconds(1), "failure: cannot be done: 1 VE, web1");
        NoteRefs.Note last = java.util.Objects.requireNonNull(notes.last().get(COMMIT));
        assertEquals(java.util.Optional.of(CommitState.FAILURE), last.state());
        assertEquals("failure: cannot be done: 1 VE, web1", last.text());
        assertEquals(NOW.plusSeconds(1).truncatedTo(ChronoUnit.SECONDS), last.at());
    }

    @Test
    void lineAtNoTimeAndTextOfNoStateTellNothing() {
        NodeNotes impossible =
                NodeNotes.of(file(COMMIT, "2026-99-99T12:00:00Z success: as it should be\n"));
        assertEquals(java.util.Map.of(), impossible.last());
        for (String text : List.of("successful: x", "success", "SUCCESS: x", "done")) {
            NodeNotes notes = added(NodeNotes.NONE, COMMIT, NOW, text);
            NoteRefs.Note last = java.util.Objects.requireNonNull(notes.last().get(COMMIT));
            assertEquals(java.util.Optional.empty(), last.state(), text);
        }
    }

    @Test
    void newestLineIsTheLastAndSaysWhen() {
        NodeNotes notes = NodeNotes.NONE;
        notes = added(notes, COMMIT, NOW, "pending: applies 3 operations");
        notes = added(notes, COMMIT, NOW.plusSeconds(2), "success: as this commit wants it");
        assertEquals(
                List.of(
                        "2026-11-22T12:00:00Z pending: applies 3 operations",
                        "2026-11-22T12:00:02Z success: as this commit wants it"),
                said(notes, COMMIT));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        NodeNotes notes = NodeNotes.NONE;
        for (int i = 0; i < 5; i++) {
            notes = added(notes, id(i), NOW.plusSeconds(i), "success: über alles …");
            notes = added(notes, id(i), NOW.plusSeconds(i + 1), "failure: " + i);
        }
        assertEquals(notes, NodeNotes.of(notes.files()));
    }

    @Test
    void theSameAgainIsNotRepeatedButWhatComesBackIs() {
        NodeNotes notes = added(NodeNotes.NONE, COMMIT, NOW, "success: good");
        assertTrue(notes.with(COMMIT, NOW.plusSeconds(60), "success: good").isEmpty());
        notes = added(notes, COMMIT, NOW.plusSeconds(61), "failure: bad");
        notes = added(notes, COMMIT, NOW.plusSeconds(62), "success: good");
        assertEquals(3, said(notes, COMMIT).size());
    }

    @Test
    void asManyLinesAsACommitMayHaveAreKeptAndThenTheOldestGoes() {
        NodeNotes notes = NodeNotes.NONE;
        for (int i = 0; i < NodeNotes.LINES_MAX; i++) {
            notes = added(notes, COMMIT, NOW.plusSeconds(i), "failure: " + i);
        }
        assertEquals(NodeNotes.LINES_MAX, said(notes, COMMIT).size());
        assertTrue(said(notes, COMMIT).getFirst().endsWith("failure: 0"));
        notes = added(notes, COMMIT, NOW.plusSeconds(99), "success: at last");
        assertEquals(NodeNotes.LINES_MAX, said(notes, COMMIT).size());
        assertTrue(said(notes, COMMIT).getFirst().endsWith("failure: 1"));
        assertTrue(said(notes, COMMIT).getLast().endsWith("success: at last"));
    }

    /// Ids come in no order of time: what counts is when a commit was written about last.
    @Test
    void asManyCommitsAsThereMayBeAreKeptAndThenTheOldestGoes() {
        NodeNotes notes = NodeNotes.NONE;
        for (int i = 0; i < NodeNotes.COMMITS_MAX; i++) {
            notes = added(notes, id(i * 7 % NodeNotes.COMMITS_MAX), NOW.plusSeconds(i), "success");
        }
        assertEquals(NodeNotes.COMMITS_MAX, notes.lines().size());
        notes = added(notes, id(0), NOW.plusSeconds(900), "failure: drifted");
        notes = added(notes, COMMIT, NOW.plusSeconds(901), "success: new");
        assertEquals(NodeNotes.COMMITS_MAX, notes.lines().size());
        assertTrue(notes.lines().containsKey(COMMIT));
        assertTrue(notes.lines().containsKey(id(0)), "written about again, so not the oldest");
        assertFalse(notes.lines().containsKey(id(7)));
    }

    @Test
    void lineAsLongAsItMayBeIsKeptAndALongerOneIsCut() {
        int room = NodeNotes.LINE_CHARS_MAX - "2026-11-22T12:00:00Z ".length();
        NodeNotes fits = added(NodeNotes.NONE, COMMIT, NOW, "x".repeat(room));
        NodeNotes cut = added(NodeNotes.NONE, COMMIT, NOW, "x".repeat(room + 1));
        assertEquals(fits, cut);
        assertEquals(NodeNotes.LINE_CHARS_MAX, said(cut, COMMIT).getFirst().length());
        assertTrue(cut.with(COMMIT, NOW, "x".repeat(room + 2)).isEmpty(), "the same again");
        assertEquals(cut, NodeNotes.of(cut.files()));
    }

    @Test
    void aTextCannotAddLinesNorActOnATerminal() {
        NodeNotes notes =
                added(NodeNotes.NONE, COMMIT, NOW, "success: a\n2026-11-22T12:00:01Z b\u001b[31m");
        String line = said(notes, COMMIT).getFirst();
        assertFalse(line.contains("\n") || line.contains("\u001b"), line);
        assertEquals(notes, NodeNotes.of(notes.files()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Looks good to me",
                "2026-11-22 success",
                "2026-11-22T12:00:00.5Z success",
                "2026-11-22T12:00:00Z ",
                " 2026-11-22T12:00:00Z success"
            })
    void whatOthersWroteIsDropped(String line) {
        assertEquals(NodeNotes.NONE, NodeNotes.of(file(COMMIT, line + "\n")));
        NodeNotes mixed =
                NodeNotes.of(file(COMMIT, line + "\n2026-11-22T12:00:00Z success: ours\n"));
        assertEquals(List.of("2026-11-22T12:00:00Z success: ours"), said(mixed, COMMIT));
    }

    @Test
    void aLineAboveTheBoundIsDroppedWhenItIsRead() {
        String line = "2026-11-22T12:00:00Z ";
        String fits = line + "x".repeat(NodeNotes.LINE_CHARS_MAX - line.length());
        assertEquals(1, NodeNotes.of(file(COMMIT, fits)).lines().size());
        assertEquals(NodeNotes.NONE, NodeNotes.of(file(COMMIT, fits + "x")));
    }

    @Test
    void othersCannotMakeItGrow() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        String line = "2026-11-22T12:00:00Z success: x\n";
        for (int i = 0; i <= NodeNotes.COMMITS_MAX; i++) {
            files.put(id(i), line.repeat(NodeNotes.LINES_MAX + 1).getBytes(StandardCharsets.UTF_8));
        }
        NodeNotes notes = NodeNotes.of(files);
        assertEquals(NodeNotes.COMMITS_MAX, notes.lines().size());
        assertEquals(NodeNotes.LINES_MAX, said(notes, id(5)).size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README",
                "9f8e7d6c",
                "9F8E7D6C5B4A39281706F5E4D3C2B1A098765432",
                "9f8e7d6c5b4a39281706f5e4d3c2b1a09876543",
                "9f8e7d6c5b4a39281706f5e4d3c2b1a0987654321"
            })
    void aFileThatIsNamedByNoCommitIsDropped(String name) {
        assertEquals(NodeNotes.NONE, NodeNotes.of(file(name, "2026-11-22T12:00:00Z success\n")));
    }

    private static List<String> said(NodeNotes notes, String commit) {
        return notes.lines().getOrDefault(commit, List.of());
    }

    private static Map<String, byte[]> file(String name, String text) {
        return Map.of(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static NodeNotes added(NodeNotes notes, String commit, Instant at, String text) {
        return notes.with(commit, at, text).orElseThrow();
    }

    private static String id(int number) {
        return "%040x".formatted(number);
    }
}
