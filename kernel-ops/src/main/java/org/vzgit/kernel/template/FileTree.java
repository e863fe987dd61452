package org.vzgit.kernel.template;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;

/// What the rooms on disk need of a file tree: exact modes and owners, and deletion that nothing
/// inside the tree can lead astray.
final class FileTree {
    /// Deeper than any path that can be named at once (PATH_MAX is 4096 characters, so 2048
    /// directories). A VE's root can nest deeper with relative calls; such a tree is left in the
    /// trash, where it harms nobody, and reported.
    static final int DEPTH_MAX = 2048;

    private FileTree() {}

    /// Makes a directory with exactly this mode, whatever the umask is.
    static void makeDirectory(Path directory, String mode) throws IOException {
        Files.createDirectory(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));
    }

    /// Makes a directory, and those above it, that only root may enter, or closes the one that is
    /// there. Below it lie programs that a VE's root made set-uid: a user of the host who started
    /// one would be that VE's root, outside of its limits. VEs themselves reach their files by
    /// mount and need no path.
    static void makeClosed(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }

    /// Gives a directory or file to a user and the group of the same number.
    static void own(Path path, long uid) throws IOException {
        // chown(2) takes 32 bits without a sign, NIO an int: the bits are the same.
        Files.setAttribute(path, "unix:uid", (int) uid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", (int) uid, LinkOption.NOFOLLOW_LINKS);
    }

    /// Deletes a tree; success when there is none. Symbolic links are deleted, never followed, even
    /// if somebody puts one in the place of a directory while this runs: every step goes through an
    /// open directory (openat(2), unlinkat(2)). Modes do not matter to root.
    static void delete(Path tree) throws IOException {
        try (DirectoryStream<Path> parent =
                Files.newDirectoryStream(tree.toAbsolutePath().getParent())) {
            if (!(parent instanceof SecureDirectoryStream<Path> secure)) {
                throw new IOException("this file system has no openat");
            }
            deleteEntry(secure, tree.getFileName(), 0);
        }
    }

    private static void deleteEntry(SecureDirectoryStream<Path> parent, Path name, int depth)
            throws IOException {
        if (depth > DEPTH_MAX) {
            throw new IOException("nested deeper than " + DEPTH_MAX + " directories");
        }
        try {
            if (isDirectory(parent, name)) {
                deleteChildren(parent, name, depth);
                parent.deleteDirectory(name);
            } else {
                parent.deleteFile(name);
            }
        } catch (NoSuchFileException _) {
            // Another cleaner was faster.
        }
    }

    private static void deleteChildren(SecureDirectoryStream<Path> parent, Path name, int depth)
            throws IOException {
        try (SecureDirectoryStream<Path> directory =
                parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            for (Path child : directory) {
                deleteEntry(directory, child.getFileName(), depth + 1);
            }
        }
    }

    private static boolean isDirectory(SecureDirectoryStream<Path> parent, Path name)
            throws IOException {
        return parent.getFileAttributeView(
                        name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
    }
}
