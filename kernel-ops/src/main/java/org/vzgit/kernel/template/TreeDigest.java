package org.vzgit.kernel.template;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// What a root file system is, as 16 hex digits: names, kinds, modes, owners, devices, links and
/// contents. Times are left out: they differ whenever the same packages are unpacked.
final class TreeDigest {
    /// Enough of SHA-256 that no two versions of one template meet: 64 bits.
    private static final int DIGITS = 16;

    private static final int BUFFER = 256 * 1024;
    private static final int FORMAT = 0170000;
    private static final int REGULAR = 0100000;
    private static final int LINK = 0120000;
    private static final int DIRECTORY = 0040000;

    private final MessageDigest digest;
    private final Path top;

    private TreeDigest(Path top) {
        this.top = top;
        digest = Sha256.digest();
    }

    /// Of a tree that nobody changes meanwhile.
    static String of(Path tree) throws IOException {
        TreeDigest digest = new TreeDigest(tree);
        digest.add(tree, 0);
        return HexFormat.of().formatHex(digest.digest.digest()).substring(0, DIGITS);
    }

    private void add(Path path, int depth) throws IOException {
        if (depth > FileTree.DEPTH_MAX) {
            throw new IOException("nested deeper than " + FileTree.DEPTH_MAX + " directories");
        }
        Map<String, Object> found =
                Files.readAttributes(path, "unix:mode,uid,gid,rdev", LinkOption.NOFOLLOW_LINKS);
        int mode = (Integer) found.getOrDefault("mode", 0);
        say(
                top.relativize(path)
                        + "\0"
                        + mode
                        + " "
                        + found.get("uid")
                        + " "
                        + found.get("gid")
                        + " "
                        + found.get("rdev"));
        switch (mode & FORMAT) {
            case REGULAR -> content(path);
            case LINK -> say(Files.readSymbolicLink(path).toString());
            case DIRECTORY -> {
                for (Path child : children(path)) {
                    add(child, depth + 1);
                }
            }
            default -> {}
        }
    }

    /// In an order that no file system decides.
    private static List<Path> children(Path directory) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(children::add);
        }
        children.sort(null);
        return children;
    }

    /// The length goes before what follows, so that no two sequences look alike.
    private void say(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    private void content(Path file) throws IOException {
        say(Long.toString(Files.size(file)));
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
    }
}
