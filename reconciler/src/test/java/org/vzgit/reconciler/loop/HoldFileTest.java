package org.vzgit.reconciler.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.VeId;

class HoldFileTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final VeId VE = new VeId(101);

    @TempDir Path directory;
    private HoldFile file = new HoldFile(Path.of(""));

    @BeforeEach
    void choosePath() {
        file = new HoldFile(directory.resolve("state").resolve("holds.json"));
    }

    @Test
    void nothingIsHeldWhereThereIsNoFile() throws IOException {
        assertEquals(Holds.NONE, file.read(NOW));
    }

    @Test
    void whatWasWrittenIsReadUntilItIsOver() throws IOException {
        Hold hold = hold("migration", Duration.ofHours(4));
        Holds.Pin pin = new Holds.Pin("3f2c9ab", hold("incident", Duration.ofHours(2)));
        file.update(NOW, all -> all.suspend(VE, hold).pin(Optional.of(pin)));
        Holds read = file.read(NOW);
        assertEquals(hold, read.ves().get(VE));
        assertEquals(Optional.of(pin), read.node());
        assertEquals(Optional.empty(), file.read(NOW.plus(Duration.ofHours(2))).node());
        assertEquals(1, file.read(NOW.plus(Duration.ofHours(4)).minusNanos(1)).ves().size());
        assertEquals(Holds.NONE, file.read(NOW.plus(Duration.ofHours(4))));
    }

    @Test
    void updateDropsWhatIsOver() throws IOException {
        file.update(NOW, all -> all.suspend(VE, hold("short", Duration.ofMinutes(1))));
        file.update(NOW.plusSeconds(60), all -> all);
        assertEquals(Holds.NONE, file.read(NOW));
    }

    @Test
    void resumeTakesOneAndLeavesTheOthers() throws IOException {
        VeId other = new VeId(102);
        Hold hold = hold("x", Duration.ofHours(1));
        file.update(NOW, all -> all.suspend(VE, hold).suspend(other, hold));
        assertEquals(1, file.update(NOW, all -> all.resume(VE)).ves().size());
        assertEquals(hold, file.read(NOW).ves().get(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"holds\": [{\"veid\": 101, \"commit\": \"\", \"hold\": {\"by\": \"a\","
                        + " \"reason\": \"\", \"since\": \"2026-11-22T12:00:00Z\","
                        + " \"until\": \"2026-11-22T13:00:00Z\"}}]}",
                "{\"holds\": [{\"veid\": 7}]}"
            })
    void fileThatCannotBeReadIsNotTakenForNone(String text) throws IOException {
        Path path = directory.resolve("broken.json");
        Files.writeString(path, text);
        HoldFile broken = new HoldFile(path);
        IOException told = assertThrows(IOException.class, () -> broken.read(NOW));
        assertTrue(told.toString().contains("broken.json"), told.toString());
        assertThrows(IOException.class, () -> broken.update(NOW, all -> all));
        assertEquals(text, Files.readString(path));
    }

    @Test
    void writersDoNotLoseEachOthersHolds() throws Exception {
        List<Thread> writers = new ArrayList<>();
        List<Exception> failures = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            VeId veid = new VeId(101 + i);
            writers.add(Thread.ofPlatform().start(() -> suspend(veid, failures)));
        }
        for (Thread writer : writers) {
            writer.join();
        }
        assertEquals(List.of(), failures);
        assertEquals(4, file.read(NOW).ves().size());
    }

    private void suspend(VeId veid, List<Exception> failures) {
        try {
            file.update(NOW, all -> all.suspend(veid, hold("x", Duration.ofHours(1))));
        } catch (IOException | RuntimeException failed) {
            synchronized (failures) {
                failures.add(failed);
            }
        }
    }

    private static Hold hold(String reason, Duration length) {
        return new Hold("alice", reason, NOW, NOW.plus(length));
    }
}
