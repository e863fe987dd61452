package org.vzgit.kernel.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.NodeHome;

/// The launcher, carried in the jar and put on disk once per version as `bin/ve-init-DIGEST`: a
/// name of its own per content, because a running program's file cannot be written (ETXTBSY).
final class VeInitProgram {
    private static final String RESOURCE = "ve-init";

    /// Enough of SHA-256 that no two versions meet: 64 bits.
    private static final int DIGEST_BYTES = 8;

    private static final String QUOTA_SOCKET = "quota-";

    private final Path directory;
    private boolean verified;

    VeInitProgram(NodeHome home) {
        directory = directoryOf(home);
    }

    private static Path directoryOf(NodeHome home) {
        return home.run().resolve("bin");
    }

    /// Whether a path, as `/proc/PID/exe` shows it, is a launcher of this node, of any version.
    boolean isLauncher(Path executable) {
        return executable.startsWith(directory);
    }

    /// Where the keeper of a VE's user quota takes more processes; empty when the VE has none.
    Optional<Path> quotaSocket(int initPid) {
        return Optional.of(directory.resolve(QUOTA_SOCKET + initPid)).filter(Files::exists);
    }

    /// The number of the VE's init is added to it.
    static String quotaSocketPrefix(NodeHome home) {
        return directoryOf(home).resolve(QUOTA_SOCKET).toString();
    }

    /// The program's file, written first when it is missing or not byte for byte the jar's. Checked
    /// once per instance: reading 0.8 MB at every start of a VE would cost more than the start.
    ///
    /// One thread at a time, and all others wait: a process that another thread forks while the
    /// file is open for writing inherits that descriptor until it executes, and as long as it does,
    /// starting the file fails with ETXTBSY (execve(2); seen on 6.18 with four VEs at once).
    synchronized Path install() throws OperationFailure {
        Path file = directory.resolve(RESOURCE + "-" + Content.DIGEST);
        if (!verified) {
            try {
                if (!Files.isExecutable(file)
                        || !Arrays.equals(Content.BYTES, Files.readAllBytes(file))) {
                    write(file);
                }
            } catch (IOException e) {
                throw new OperationFailure(FailureKind.BROKEN, "write " + file + ": " + e, e);
            }
            verified = true;
        }
        return file;
    }

    /// By a rename, so that no other process starts half of it.
    private void write(Path file) throws IOException {
        Files.createDirectories(directory);
        Path fresh = Files.createTempFile(directory, RESOURCE, ".new");
        Files.write(fresh, Content.BYTES);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Loaded only by commands that start a VE.
    private static final class Content {
        static final byte[] BYTES = bytes();
        static final String DIGEST = digest();

        private Content() {}

        private static byte[] bytes() {
            try (InputStream in = VeInitProgram.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException("built without ve-init");
                }
                return in.readAllBytes();
            } catch (IOException e) {
                throw new IllegalStateException("the jar is damaged", e);
            }
        }

        private static String digest() {
            try {
                byte[] sum = MessageDigest.getInstance("SHA-256").digest(BYTES);
                return HexFormat.of().formatHex(sum, 0, DIGEST_BYTES);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
