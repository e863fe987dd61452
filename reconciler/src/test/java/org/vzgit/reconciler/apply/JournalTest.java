package org.vzgit.reconciler.apply;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir Path directory;

    @Test
    void entriesComeBackAsTheyWereNewestFirst() throws IOException {
        Journal journal = new Journal(directory);
        journal.append(entry(1));
        journal.append(entry(2));
        journal.sync();
        assertEquals(List.of(entry(2), entry(1)), all(journal));
    }

    @Test
    void entriesSurviveWithoutSync() throws IOException {
        new Journal(directory).append(entry(1));
        assertEquals(List.of(entry(1)), all(new Journal(directory)));
    }

    @Test
    void everyTornTailIsPassedOverAndWritingGoesOn() throws IOException {
        byte[] whole = (JournalLine.format(entry(2)) + "\n").getBytes(StandardCharsets.UTF_8);
        for (int length = 1; length < whole.length - 1; length++) {
            Path torn = directory.resolve("torn" + length);
            Journal journal = new Journal(torn);
            journal.append(entry(1));
            journal.sync();
            Files.write(
                    torn.resolve("apply.jsonl"),
                    java.util.Arrays.copyOf(whole, length),
                    StandardOpenOption.APPEND);
            assertEquals(List.of(entry(1)), all(journal), "torn after " + length);
            assertEquals(1, journal.newest(9, _ -> true).damaged());
            journal.append(entry(3));
            journal.sync();
            assertEquals(List.of(entry(3), entry(1)), all(journal), "torn after " + length);
        }
    }

    @Test
    void entriesOfAKilledWriterAreAllThereButTheLast() throws Exception {
        Process writer =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                EndlessWriter.class.getName(),
                                directory.toString())
                        .redirectErrorStream(true)
                        .start();
        Path file = directory.resolve("apply.jsonl");
        try {
            while (writer.isAlive() && (!Files.exists(file) || Files.size(file) < 100_000)) {
                Thread.onSpinWait();
            }
            assertTrue(writer.isAlive(), () -> output(writer));
        } finally {
            writer.destroyForcibly().waitFor();
        }
        Journal.Page page = new Journal(directory).newest(Integer.MAX_VALUE, _ -> true);
        int last = page.entries().getFirst().target().step();
        assertEquals(last, page.entries().size());
        assertTrue(page.damaged() <= 1, "damaged " + page.damaged());
    }

    @Test
    void filesAreRotatedAndTheOldestIsDeleted() throws IOException {
        Journal journal = new Journal(new JournalFiles(directory, 1, 3));
        for (int i = 1; i <= 5; i++) {
            journal.append(entry(i));
            journal.sync();
        }
        assertEquals(List.of(entry(5), entry(4)), all(journal));
        assertFalse(Files.exists(directory.resolve("apply.3.jsonl")));
    }

    @Test
    void fileBelowTheBoundIsNotRotated() throws IOException {
        Journal journal = new Journal(new JournalFiles(directory, 1 << 20, 2));
        journal.append(entry(1));
        journal.sync();
        assertFalse(Files.exists(directory.resolve("apply.1.jsonl")));
    }

    @Test
    void newestStopsAtTheBoundAndFilters() throws IOException {
        Journal journal = new Journal(directory);
        for (int i = 1; i <= 9; i++) {
            journal.append(entry(i));
        }
        assertEquals(List.of(entry(9), entry(8)), journal.newest(2, _ -> true).entries());
        assertEquals(
                List.of(entry(3)),
                journal.newest(2, entry -> entry.target().step() == 3).entries());
    }

    @Test
    void noJournalIsEmpty() throws IOException {
        assertEquals(List.of(), all(new Journal(directory.resolve("none"))));
    }

    @Test
    void otherTextIsNoEntry() {
        for (String text : List.of("", "{}", "[]", "null", "{\"result\":1", "{\"result\":\"x\"}")) {
            assertEquals(Optional.empty(), JournalLine.parse(text), text);
        }
    }

    private static List<JournalEntry> all(Journal journal) throws IOException {
        return journal.newest(100, _ -> true).entries();
    }

    private static String output(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    static JournalEntry entry(int step) {
        return new JournalEntry(
                Instant.parse("2026-11-22T10:00:00Z").plusNanos(step),
                new JournalEntry.Run("r1", "c0ffee", "Zoë \"Z\" <z@example.org>"),
                new JournalEntry.Target(step, "set numproc", 101, "web1"),
                new JournalEntry.Wanted("numproc", "100", "200", "web1.yaml:7"),
                new JournalEntry.Result("done", "", 38));
    }

    /// Writes until it is killed.
    static final class EndlessWriter {
        private EndlessWriter() {}

        public static void main(String[] arguments) throws IOException {
            Journal journal = new Journal(Path.of(arguments[0]));
            for (int i = 1; ; i++) {
                journal.append(entry(i));
            }
        }
    }
}
