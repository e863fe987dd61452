package org.vzgit.kernel.template;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Takes from copied files what only one machine in the world should have.
///
/// The source's root has written them: every step goes through an open directory and follows no
/// link, so that no file of the host is touched (openat(2), `O_NOFOLLOW`).
final class CloneIdentity {
    /// Empty means: to be made at the next boot (machine-id(5)). A missing one would let the
    /// template's show through.
    private static final String MACHINE_ID = "machine-id";

    /// Init systems read it and rename the VE; the name that a VE is launched with is its
    /// document's.
    private static final String HOSTNAME = "hostname";

    private final SshHostKeys keys;

    CloneIdentity(SshHostKeys keys) {
        this.keys = keys;
    }

    /// @param upper the clone's files, which nobody else uses yet. What is not in them, because the
    ///   source had never changed it, is the template's and stays
    void renew(Path upper) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(upper)) {
            SecureDirectoryStream<Path> root = secure(stream);
            in(root, "etc", this::renewEtc);
            in(root, "var", var -> in(var, "lib", lib -> in(lib, "dbus", this::renewBus)));
        }
    }

    private void renewEtc(SecureDirectoryStream<Path> etc) throws IOException {
        if (isFile(etc, MACHINE_ID)) {
            overwrite(etc, MACHINE_ID, "");
        }
        if (isFile(etc, HOSTNAME)) {
            overwrite(etc, HOSTNAME, "");
        }
        in(etc, "ssh", this::renewKeys);
    }

    /// A copy of the machine id where D-Bus has no link to it; made again by its next start.
    private void renewBus(SecureDirectoryStream<Path> bus) throws IOException {
        if (isFile(bus, MACHINE_ID)) {
            bus.deleteFile(Path.of(MACHINE_ID));
        }
    }

    /// A server without any key does not start, and Debian makes keys only when the package is
    /// installed: of each kind that was there a new one is.
    private void renewKeys(SecureDirectoryStream<Path> ssh) throws IOException {
        List<String> names = new ArrayList<>();
        for (Path entry : ssh) {
            names.add(entry.getFileName().toString());
        }
        for (String name : names) {
            var algorithm = SshHostKeys.Algorithm.ofPrivateFile(name);
            if (algorithm.isPresent() && isFile(ssh, name)) {
                SshHostKeys.Pair pair = keys.generate(algorithm.get());
                overwrite(ssh, name, pair.privateText());
                if (isFile(ssh, name + ".pub")) {
                    overwrite(ssh, name + ".pub", pair.publicText());
                }
            }
        }
    }

    @FunctionalInterface
    private interface Work {
        void in(SecureDirectoryStream<Path> directory) throws IOException;
    }

    /// Nothing where the name is missing or no directory: a link is not followed.
    private static void in(SecureDirectoryStream<Path> parent, String name, Work work)
            throws IOException {
        if (!is(parent, name, true)) {
            return;
        }
        try (SecureDirectoryStream<Path> directory =
                parent.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS)) {
            work.in(directory);
        }
    }

    private static boolean isFile(SecureDirectoryStream<Path> directory, String name)
            throws IOException {
        return is(directory, name, false);
    }

    private static boolean is(SecureDirectoryStream<Path> parent, String name, boolean aDirectory)
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
    private static void overwrite(SecureDirectoryStream<Path> directory, String name, String text)
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

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
            throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        throw new IOException("this file system has no openat");
    }
}
