package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.OperationFailure;

/// The protocol, with a shell in the probe's place.
class ProbeTest {
    @TempDir private Path directory;

    private Path script(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("probe"), "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    private Probe start(String text) throws IOException, OperationFailure {
        return Probe.start(script(text), directory.resolve("cgroup.procs"));
    }

    @Test
    void aQuestionIsALineAndSoIsItsAnswer() throws Exception {
        try (Probe probe = start("echo ready 0; read what by; echo \"$by $what\"")) {
            assertEquals(new Probe.Answer(-3, "numfile"), probe.change("numfile", -3));
        }
    }

    @Test
    void itIsToldItsCgroup() throws Exception {
        try (Probe probe = start("echo ready 0; read line; echo \"1 $1\"")) {
            assertTrue(probe.change("numfile", 1).errno().endsWith("/cgroup.procs"));
        }
    }

    @Test
    void oneThatCannotBeginSaysWhy() {
        OperationFailure failure =
                assertThrows(
                        OperationFailure.class,
                        () -> start("echo 'ubc-probe: unshare: EPERM'; exit 1"));
        String told = String.valueOf(failure.getMessage());
        assertTrue(told.endsWith(": ubc-probe: unshare: EPERM"), told);
    }

    @Test
    void oneThatEndedIsAnError() throws Exception {
        try (Probe probe = start("echo ready 0; read line")) {
            OperationFailure failure =
                    assertThrows(OperationFailure.class, () -> probe.change("numfile", 1));
            assertEquals("ask the probe for numfile: it ended", failure.getMessage());
        }
    }

    @Test
    void nonsenseIsAnError() throws Exception {
        try (Probe probe = start("echo ready 0; read line; echo what now")) {
            assertThrows(OperationFailure.class, () -> probe.change("numfile", 1));
        }
    }

    @Test
    void aProgramThatIsNotThereIsAnError() {
        assertThrows(
                OperationFailure.class,
                () -> Probe.start(directory.resolve("none"), directory.resolve("procs")));
    }
}
