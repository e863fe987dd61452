package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.schema.Beancounter;

/// What is written of what was put right.
class LeakWatchTest {
    private static final InstantSource CLOCK =
            InstantSource.fixed(Instant.parse("2026-11-22T18:00:00.123Z"));
    private static final Correction LEAK = new Correction(101, Beancounter.NUMFILE, -2);

    @TempDir private Path directory;

    private Path report() {
        return directory.resolve("ubc").resolve("corrections");
    }

    private LeakWatch watch(LeakWatch.Audit audit) {
        return new LeakWatch(audit, report(), CLOCK);
    }

    @Test
    void nothingFoundIsNoFile() throws Exception {
        try (LeakWatch watch = watch(List::of)) {
            watch.look();
        }
        assertFalse(Files.exists(report()));
    }

    @Test
    void eachCorrectionIsALineBelowTheEarlierOnes() throws Exception {
        Correction lost = new Correction(7, Beancounter.NUMTCPSOCK, 1);
        try (LeakWatch watch = watch(() -> List.of(LEAK, lost))) {
            watch.look();
        }
        try (LeakWatch watch = watch(() -> List.of(LEAK))) {
            watch.look();
        }
        assertEquals(
                """
                2026-11-22T18:00:00Z VE 101: numfile held was 2 too high
                2026-11-22T18:00:00Z VE 7: numtcpsock held was 1 too low
                2026-11-22T18:00:00Z VE 101: numfile held was 2 too high
                """,
                Files.readString(report()));
    }

    @Test
    void theOldestLinesGoWhenThereAreTooMany() throws Exception {
        int[] turn = {0};
        LeakWatch.Audit audit = () -> List.of(new Correction(++turn[0], Beancounter.NUMFILE, 1));
        try (LeakWatch watch = watch(audit)) {
            for (int i = 0; i < LeakWatch.LINES_MAX; i++) {
                watch.look();
            }
            assertEquals(LeakWatch.LINES_MAX, Files.readAllLines(report()).size());
            assertTrue(Files.readAllLines(report()).getFirst().contains("VE 1:"));
            watch.look();
        }
        List<String> lines = Files.readAllLines(report());
        assertEquals(LeakWatch.LINES_MAX, lines.size());
        assertTrue(lines.getFirst().contains("VE 2:"), lines.getFirst());
        assertTrue(lines.getLast().contains("VE 101:"), lines.getLast());
    }

    @Test
    void anAuditThatFailsWritesNothing() {
        OperationFailure failure = new OperationFailure(FailureKind.BROKEN, "no census");
        try (LeakWatch watch =
                watch(() -> {
                    throw failure;
                })) {
            assertThrows(OperationFailure.class, watch::look);
        }
        assertFalse(Files.exists(report()));
    }

    @Test
    void theFirstAuditIsAtOnce() throws Exception {
        CountDownLatch looked = new CountDownLatch(1);
        LeakWatch.Audit audit =
                () -> {
                    looked.countDown();
                    return List.of(LEAK);
                };
        try (LeakWatch watch = watch(audit)) {
            watch.start();
            assertTrue(looked.await(60, TimeUnit.SECONDS));
        }
    }
}
