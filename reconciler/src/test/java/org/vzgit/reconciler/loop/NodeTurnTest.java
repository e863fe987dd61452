package org.vzgit.reconciler.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vzgit.reconciler.source.NoteRefs.Note;
import org.vzgit.schema.NodeName;

class NodeTurnTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static String id(String letter) {
        return letter.repeat(40);
    }

    /// `c=success b=failure`: what a node told last of each commit.
    private static Map<String, Note> told(String text) {
        return Arrays.stream(text.strip().split(" +"))
                .filter(one -> !one.isEmpty())
                .map(one -> one.split("="))
                .map(parts -> new Note(id(parts[0]), NOW, parts[1] + ": so it is"))
                .collect(Collectors.toMap(Note::commit, note -> note));
    }

    private static NodeTurn turn(String newer, SortedMap<NodeName, Map<String, Note>> told) {
        return NodeTurn.of(Arrays.stream(newer.split("")).map(NodeTurnTest::id).toList(), told);
    }

    private static SortedMap<NodeName, Map<String, Note>> nodes(String... told) {
        SortedMap<NodeName, Map<String, Note>> nodes = new TreeMap<>();
        for (String one : told) {
            nodes.put(new NodeName("hn" + nodes.size()), told(one));
        }
        return nodes;
    }

    /// Commit a is what the node has; b, c and d came after it. d is the newest.
    @ParameterizedTest(name = "{0}: hn0 told {1}, hn1 told {2}: takes {3}, waits for {4}")
    @CsvSource(
            delimiter = '|',
            value = {
                "dcb | d=success            | d=success            | d | ''",
                "dcb | d=success c=failure  | d=success            | d | ''",
                "dcb | c=success            | d=success            | c | hn0",
                "dcb | d=failure c=success  | d=success            | c | hn0",
                "dcb | d=pending b=success  | c=success            | b | hn0 hn1",
                "dcb | d=failure            | d=success            | - | hn0",
                "dcb | c=failure            | d=success            | - | hn0",
                "dcb | b=pending            | b=success            | - | hn0 hn1",
                "dcb | a=success            | ''                   | - | hn0 hn1",
                "dcb | e=success            | d=success            | - | hn0",
                "dcb | d=successful         | d=success            | - | hn0",
                "d   | c=success            | d=success            | - | hn0",
                "d   | d=success            | d=success            | d | ''"
            })
    void takesTheNewestThatAllHaveCarriedOut(
            String newer, String first, String second, String take, String waits) {
        NodeTurn turn = turn(newer, nodes(first, second));
        assertEquals(take.equals("-") ? Optional.empty() : Optional.of(id(take)), turn.take());
        assertEquals(
                waits,
                turn.reasons().stream()
                        .map(reason -> reason.substring(0, reason.indexOf(',')))
                        .collect(Collectors.joining(" ")));
    }

    @Test
    void nodeThatComesAfterNobodyTakesTheNewest() {
        NodeTurn turn = turn("dcb", new TreeMap<>());
        assertEquals(Optional.of(id("d")), turn.take());
        assertEquals(List.of(), turn.reasons());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|hn0, which never told anything; its agent needs --notes",
                "a=success|hn0, which has not told of bbbbbbb and was heard of last at"
                        + " 2026-11-22T12:00:00Z; vzgit doctor there says why",
                "c=failure b=pending|hn0, which failed with ccccccc at 2026-11-22T12:00:00Z"
                        + " (failure: so it is); mend it there, or commit what works",
                "b=pending|hn0, which began bbbbbbb at 2026-11-22T12:00:00Z (pending: so it is);"
                        + " vzgit doctor there says what it does"
            })
    void reasonSaysWhatIsKnownAndTheNextStep(String told, String reason) {
        assertEquals(List.of(reason), turn("dcb", nodes(told)).reasons());
    }

    @Test
    void waitIsOverdueAfterAnHourAndSaysHowToEndIt() {
        NodeWait wait = new NodeWait(id("d"), List.of("hn0, which x", "hn1, which y"), NOW);
        assertEquals(
                "commit ddddddd waits since 2026-11-22T12:00:00Z for hn0, which x; and for hn1,"
                        + " which y; or take it as it is: vzgit release",
                wait.text());
        Instant limit = NOW.plus(NodeWait.OVERDUE);
        assertFalse(wait.isOverdue(limit.minusMillis(1)));
        assertTrue(wait.isOverdue(limit));
    }
}
