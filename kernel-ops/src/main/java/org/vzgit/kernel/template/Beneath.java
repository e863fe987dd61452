package org.vzgit.kernel.template;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Work on files that somebody else has laid out: through open directories, following no link
/// (openat(2), `O_NOFOLLOW`).
final class Beneath {
    private Beneath() {}

    @FunctionalInterface
    interface Work {
        void in(SecureDirectoryStream<Path> directory) throws IOException;
    }

    /// Nothing where the name is missing or no directory: a link is not followed.
    static void in(SecureDirectoryStream<Path> parent, String name, Work work) throws IOException {
        if (!is(parent, name, true)) {
            return;
        }
        try (SecureDirectoryStream<Path> directory =
                parent.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS)) {
            work.in(directory);
        }
    }

    /// The directory at the end of a path, of which no part may be a link.
    static void in(SecureDirectoryStream<Path> parent, List<String> path, Work work)
            throws IOException {
        if (path.isEmpty()) {
            work.in(parent);
        } else {
            in(parent, path.getFirst(), next -> in(next, path.subList(1, path.size()), work));
        }
    }

    static boolean isDirectory(SecureDirectoryStream<Path> directory, String name)
            throws IOException {
        return is(directory, name, true);
    }

    static boolean isFile(SecureDirectoryStream<Path> directory, String name) throws IOException {
        return is(directory, name, false);
    }

    static boolean is(SecureDirectoryStream<Path> parent, String name, boolean aDirectory)
            throws IOException {
        try {
            var attributes =
                    parent.getFileAttributeView(
                                    Path.of(name),
                                    BasicFileAttributeView.class,
                                    LinkOption.NOFOLLOW_LINKS)
                            .readAttributes();
            return aDirectory ? attributes.isDirectory() : attributes.isRegularFile();
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    /// Owner and mode stay. In place, because another name of the file (a hard link) is the same
    /// identity.
    static void overwrite(SecureDirectoryStream<Path> directory, String name, String text)
            throws IOException {
        Set<OpenOption> options =
                Set.of(
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        LinkOption.NOFOLLOW_LINKS);
        try (SeekableByteChannel file = directory.newByteChannel(Path.of(name), options)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
    }

    @FunctionalInterface
    interface Chosen {
        boolean is(String name);
    }

    /// Directories stay.
    static void deleteFiles(SecureDirectoryStream<Path> directory, Chosen chosen)
            throws IOException {
        List<Path> names = new ArrayList<>();
        directory.forEach(entry -> names.add(entry.getFileName()));
        for (Path name : names) {
            if (chosen.is(name.toString()) && !isDirectory(directory, name.toString())) {
                directory.deleteFile(name);
            }
        }
    }

    /// Makes a file of root's that all may read, in the place of what has the name and is no
    /// directory.
    static void replace(SecureDirectoryStream<Path> directory, String name, byte[] content)
            throws IOException {
        // Not by listing: an open directory can be listed once.
        if (!isDirectory(directory, name)) {
            try {
                directory.deleteFile(Path.of(name));
            } catch (NoSuchFileException _) {
                // Made anew rather than replaced.
            }
        }
        Set<OpenOption> options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        try (SeekableByteChannel file =
                directory.newByteChannel(
                        Path.of(name),
                        options,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-r--r--")))) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
    }

    static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        throw new IOException("this file system has no openat");
    }
}
