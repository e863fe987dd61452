package org.vzgit.kernel.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.AtomicFile;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.kernel.sys.KernelFile;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.schema.VeId;

/// In which boot of the node a VE was started last, as the file `booted` of its private area: the
/// only way to tell a VE that went down with the node from one that was stopped, as of both nothing
/// but files is left.
///
/// Without a private area nothing is noted and nothing is known.
record BootNote(KernelRoot root, Path file) {
    /// 36 characters and a newline.
    private static final int BOOT_ID_BYTES = 64;

    static BootNote of(KernelRoot root, Path privateArea) {
        return new BootNote(root, privateArea.resolve("booted"));
    }

    /// Before the init begins: a node that dies between the two has a VE that was about to run.
    void started(VeId veid) throws OperationFailure {
        try {
            AtomicFile.replace(file, bootId(root) + "\n");
        } catch (IOException e) {
            throw failure("note the start of VE " + veid, e);
        }
    }

    /// Success when nothing was noted.
    void stopped(VeId veid) throws OperationFailure {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failure("note the stop of VE " + veid, e);
        }
    }

    /// Whether the VE was running in an earlier boot than this one. A note that cannot be read is
    /// as good as none: the VE is then started, as one is that has no wish about it.
    boolean isCutOff() {
        // access(2) first: the other question is answered by an exception where there is no note,
        // as
        // in all VEs that were stopped, and that was a fifth of a look at them.
        try {
            return Files.exists(file)
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && !KernelFile.text(file, BOOT_ID_BYTES).strip().equals(bootId(root));
        } catch (IOException _) {
            return false;
        }
    }

    /// The kernel's name for this boot (random(4)).
    static String bootId(KernelRoot root) throws IOException {
        Path random = root.proc().resolve("sys").resolve("kernel").resolve("random");
        return KernelFile.text(random.resolve("boot_id"), BOOT_ID_BYTES).strip();
    }

    private OperationFailure failure(String tried, IOException e) {
        return new OperationFailure(
                FileErrno.of(e).kind(), tried + " in " + file + ": " + FileErrno.of(e), e);
    }
}
