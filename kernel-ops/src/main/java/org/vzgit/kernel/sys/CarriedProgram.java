package org.vzgit.kernel.sys;

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

/// A native program, carried in the jar and put on disk once per version as `NAME-DIGEST`: a name
/// of its own per content, because a running program's file cannot be written (ETXTBSY).
public final class CarriedProgram {
    /// Enough of SHA-256 that no two versions meet: 64 bits.
    private static final int DIGEST_BYTES = 8;

    private final Class<?> near;
    private final String name;
    private final Path directory;
    private Optional<Path> installed = Optional.empty();

    /// @param near the class beside which the resource is
    /// @param name the resource's name, and the beginning of the file's
    public CarriedProgram(Class<?> near, String name, Path directory) {
        this.near = near;
        this.name = name;
        this.directory = directory;
    }

    /// The program's file, written first when it is missing or not byte for byte the jar's. Checked
    /// once per instance: reading 0.8 MB at every start of a VE would cost more than the start.
    ///
    /// One thread at a time, and all others wait: a process that another thread forks while the
    /// file is open for writing inherits that descriptor until it executes, and as long as it does,
    /// starting the file fails with ETXTBSY (execve(2); seen on 6.18 with four VEs at once).
    public synchronized Path install() throws OperationFailure {
        if (installed.isEmpty()) {
            byte[] content = carried(near, name);
            Path file = directory.resolve(name + "-" + digest(content));
            try {
                if (!Files.isExecutable(file)
                        || !Arrays.equals(content, Files.readAllBytes(file))) {
                    write(file, content);
                }
            } catch (IOException e) {
                throw new OperationFailure(FailureKind.BROKEN, "write " + file + ": " + e, e);
            }
            installed = Optional.of(file);
        }
        return installed.get();
    }

    /// By a rename, so that no other process starts half of it.
    private void write(Path file, byte[] content) throws IOException {
        Files.createDirectories(directory);
        Path fresh = Files.createTempFile(directory, name, ".new");
        Files.write(fresh, content);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// What the build has put beside a class.
    public static byte[] carried(Class<?> near, String name) {
        try (InputStream in = near.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("built without " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the jar is damaged", e);
        }
    }

    /// 16 hex digits that no two versions of some content share.
    public static String digest(byte[] content) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(sum, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
