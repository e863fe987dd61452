package org.vzgit.reconciler.source.signature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/// A file that says whose signatures count. Read only while nobody but the administrator can have
/// written it: a commit must not be able to bring the key that makes it good.
///
/// @param path where the administrator puts it
record SignerFile(Path path) {
    /// Thousands of keys; a larger file is the wrong one.
    private static final long BYTES_MAX = 1 << 20;

    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    boolean exists() {
        // A dangling link counts: somebody meant to require signatures.
        return Files.exists(path) || Files.isSymbolicLink(path);
    }

    /// The file behind all links, once nobody else can write it.
    ///
    /// @param watched what commits are taken from; the file must not be in there
    /// @throws IOException when the file cannot be trusted, with the reason
    Path trusted(Path watched) throws IOException {
        Path file = path.toRealPath();
        if (file.startsWith(Files.exists(watched) ? watched.toRealPath() : watched)) {
            throw refused("it lies in the watched repository; keep it in " + path.getParent());
        }
        ownedByAdministrator(file, "chmod go-w " + file);
        ownedByAdministrator(parent(file), "chmod go-w " + parent(file));
        if (Files.size(file) > BYTES_MAX) {
            throw refused("more than " + BYTES_MAX + " bytes, that is no list of signers");
        }
        return file;
    }

    private void ownedByAdministrator(Path file, String repair) throws IOException {
        Object owner = Files.getAttribute(file, "unix:uid");
        Object own = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (!owner.equals(0) && !owner.equals(own)) {
            throw refused(file + " belongs to user " + owner + "; run: chown root " + file);
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.stream().anyMatch(OF_OTHERS::contains)) {
            throw refused("others can write " + file + "; run: " + repair);
        }
    }

    private static Path parent(Path file) {
        return file.resolveSibling("");
    }

    private IOException refused(String reason) {
        return new IOException("read the signers in " + path + ": " + reason);
    }
}
