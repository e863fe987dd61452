package org.vzgit.reconciler.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody writes, somebody else follows.
class JournalTailTest {
    @TempDir Path directory;

    @Test
    void onlyWhatComesAfterTheBeginningIsTold() throws IOException {
        append("old");
        JournalTail tail = new JournalTail(directory);
        assertEquals(List.of(), tail.poll());
        append("one");
        append("two");
        assertEquals(List.of("one", "two"), names(tail));
        assertEquals(List.of(), tail.poll());
    }

    @Test
    void aJournalThatIsNotThereYetIsFollowedFromItsFirstLine() throws IOException {
        JournalTail tail = new JournalTail(directory.resolve("journal"));
        assertEquals(List.of(), tail.poll());
        Files.createDirectory(directory.resolve("journal"));
        Files.writeString(directory.resolve("journal/apply.jsonl"), line("first"));
        assertEquals(List.of("first"), names(tail));
    }

    @Test
    void aNewFileIsFollowedAndNothingOfTheOldOneIsLost() throws IOException {
        append("old");
        JournalTail tail = new JournalTail(directory);
        append("last of the old");
        Files.move(directory.resolve("apply.jsonl"), directory.resolve("apply.1.jsonl"));
        append("first of the new");
        assertEquals(List.of("last of the old", "first of the new"), names(tail));
        append("second of the new");
        assertEquals(List.of("second of the new"), names(tail));
    }

    @Test
    void halfALineIsToldOnceItIsWhole() throws IOException {
        JournalTail tail = new JournalTail(directory);
        String line = line("ü");
        write(line.substring(0, 40));
        assertEquals(List.of(), tail.poll());
        write(line.substring(40));
        assertEquals(List.of("ü"), names(tail));
    }

    @Test
    void aDamagedLineIsPassedOver() throws IOException {
        JournalTail tail = new JournalTail(directory);
        write("{\"torn\n" + line("good"));
        assertEquals(List.of("good"), names(tail));
    }

    private void append(String name) throws IOException {
        write(line(name));
    }

    private void write(String text) throws IOException {
        Files.writeString(
                directory.resolve("apply.jsonl"),
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static List<String> names(JournalTail tail) throws IOException {
        return tail.poll().stream().map(entry -> entry.target().name()).toList();
    }

    private static String line(String name) {
        return JournalLine.format(
                        new JournalEntry(
                                Instant.EPOCH,
                                new JournalEntry.Run("run", "commit", "Ada"),
                                new JournalEntry.Target(1, "set numproc", 101, name),
                                new JournalEntry.Wanted("numproc", "1", "2", "a.yaml:1"),
                                new JournalEntry.Result("done", "", 5)))
                + "\n";
    }
}
