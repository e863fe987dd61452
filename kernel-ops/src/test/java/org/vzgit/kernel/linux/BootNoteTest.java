package org.vzgit.kernel.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.schema.VeId;

final class BootNoteTest {
    private static final VeId VE = new VeId(101);
    private static final String FIRST = "0f0f0f0f-1111-4222-8333-444444444444";
    private static final String SECOND = "1e1e1e1e-1111-4222-8333-444444444444";

    @TempDir private Path directory;

    private KernelRoot root = KernelRoot.RUNNING;
    private BootNote note = BootNote.of(root, Path.of("nowhere"));

    @BeforeEach
    void boots() throws IOException {
        root = new KernelRoot(directory.resolve("proc"), directory.resolve("sys"));
        Files.createDirectories(directory.resolve("proc/sys/kernel/random"));
        Files.createDirectory(directory.resolve("101"));
        boot(FIRST);
        note = BootNote.of(root, directory.resolve("101"));
    }

    private void boot(String id) throws IOException {
        Files.writeString(directory.resolve("proc/sys/kernel/random/boot_id"), id + "\n");
    }

    @Test
    void aVeThatWasNeverStartedWasNotCutOff() {
        assertFalse(note.isCutOff());
    }

    @Test
    void aVeThatFellInThisBootWasNotCutOff() throws Exception {
        note.started(VE);
        assertFalse(note.isCutOff());
    }

    @Test
    void aVeThatRanWhenTheNodeWentDownWasCutOff() throws Exception {
        note.started(VE);
        boot(SECOND);
        assertTrue(note.isCutOff());
    }

    @Test
    void aVeThatWasStoppedBeforeWasNot() throws Exception {
        note.started(VE);
        note.stopped(VE);
        boot(SECOND);
        assertFalse(note.isCutOff());
    }

    @Test
    void aStartInTheNewBootEndsIt() throws Exception {
        note.started(VE);
        boot(SECOND);
        note.started(VE);
        assertFalse(note.isCutOff());
    }

    @Test
    void aStopOfWhatNeverRanIsNoFailure() throws Exception {
        note.stopped(VE);
        assertFalse(note.isCutOff());
    }

    @Test
    void aNoteThatIsNoPlainFileIsNone() throws Exception {
        Files.createSymbolicLink(directory.resolve("101/booted"), directory.resolve("elsewhere"));
        Files.writeString(directory.resolve("elsewhere"), SECOND);
        assertFalse(note.isCutOff());
    }

    @Test
    void aKernelWithoutABootIdCutsNobodyOff() throws Exception {
        note.started(VE);
        Files.delete(directory.resolve("proc/sys/kernel/random/boot_id"));
        assertFalse(note.isCutOff());
    }

    @Test
    void aNoteThatCannotBeWrittenSaysWhichAndWhy() {
        BootNote lost = BootNote.of(root, directory.resolve("102"));
        var failure = assertThrows(OperationFailure.class, () -> lost.started(new VeId(102)));
        assertEquals(FailureKind.GONE, failure.kind());
        assertEquals(
                "note the start of VE 102 in " + directory.resolve("102/booted") + ": ENOENT",
                failure.getMessage());
    }
}
