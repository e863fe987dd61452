package org.vzgit.kernel.template;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The root tree of the built-in template: one busybox with a link for each of its applets, and a
/// handful of files. Its init starts syslogd, crond and an httpd that shows the host name.
final class BusyboxTree {
    /// A file of the tree and which of our resources it is.
    private record Entry(String path, String mode, String resource) {}

    private static final String PROGRAM = "bin/busybox";
    private static final String EVERYBODY_READS = "rw-r--r--";
    private static final String EVERYBODY_RUNS = "rwxr-xr-x";

    private static final List<Entry> FILES =
            List.of(
                    new Entry("etc/inittab", EVERYBODY_READS, "inittab"),
                    new Entry("etc/rc", EVERYBODY_RUNS, "rc"),
                    new Entry("etc/rc.stop", EVERYBODY_RUNS, "rc.stop"),
                    new Entry("etc/passwd", EVERYBODY_READS, "passwd"),
                    new Entry("etc/shadow", "rw-------", "shadow"),
                    new Entry("etc/group", EVERYBODY_READS, "group"),
                    new Entry("etc/hosts", EVERYBODY_READS, "hosts"),
                    new Entry("etc/profile", EVERYBODY_READS, "profile"),
                    new Entry("var/www/cgi-bin/index.cgi", EVERYBODY_RUNS, "index.cgi"));

    /// Parents before children. dev, proc and sys are mount points.
    private static final List<String> DIRECTORIES =
            List.of(
                    "bin",
                    "dev",
                    "etc",
                    "home",
                    "mnt",
                    "proc",
                    "run",
                    "sbin",
                    "sys",
                    "usr",
                    "usr/bin",
                    "usr/sbin",
                    "var",
                    "var/log",
                    "var/spool",
                    "var/spool/cron",
                    "var/spool/cron/crontabs",
                    "var/www",
                    "var/www/cgi-bin");

    private static final List<String> PRIVATE_DIRECTORIES = List.of("root");

    /// Open to all and sticky: mode 1777, which Java's permissions cannot say.
    private static final List<String> SHARED_DIRECTORIES = List.of("tmp", "var/tmp");

    private static final int SHARED_MODE = 01777;

    /// One applet of `busybox --list-full`: nothing that could lead out of the tree.
    private static final Pattern APPLET =
            Pattern.compile("((usr/)?s?bin/)?[A-Za-z0-9\\[._-]{1,32}");

    /// busybox knows some 400 applets in its largest build.
    private static final int APPLETS_MAX = 2000;

    /// It lists them in a few milliseconds.
    private static final long LIST_SECONDS = 10;

    private static final int VERSION_DIGITS = 16;

    private BusyboxTree() {}

    /// A digest of everything that the tree is made from, so that a changed recipe or another
    /// busybox is another version.
    static String version(byte[] busybox) throws IOException {
        MessageDigest digest = sha256();
        digest.update(busybox);
        for (Entry file : FILES) {
            digest.update(file.toString().getBytes(StandardCharsets.UTF_8));
            digest.update(content(file));
        }
        List<List<String>> directories =
                List.of(DIRECTORIES, PRIVATE_DIRECTORIES, SHARED_DIRECTORIES);
        digest.update(directories.toString().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest()).substring(0, VERSION_DIGITS);
    }

    /// Makes the tree in a directory that does not exist yet.
    static void make(Path root, Path busybox) throws IOException {
        FileTree.makeDirectory(root, EVERYBODY_RUNS);
        makeDirectories(root);
        Files.copy(busybox, root.resolve(PROGRAM));
        permit(root.resolve(PROGRAM), EVERYBODY_RUNS);
        for (Entry file : FILES) {
            Files.write(root.resolve(file.path()), content(file));
            permit(root.resolve(file.path()), file.mode());
        }
        for (String applet : applets(busybox)) {
            link(root, applet, PROGRAM);
        }
        link(root, "var/run", "run");
        link(root, "etc/mtab", "proc/mounts");
    }

    private static void makeDirectories(Path root) throws IOException {
        for (String directory : DIRECTORIES) {
            FileTree.makeDirectory(root.resolve(directory), EVERYBODY_RUNS);
        }
        for (String directory : PRIVATE_DIRECTORIES) {
            FileTree.makeDirectory(root.resolve(directory), "rwx------");
        }
        for (String directory : SHARED_DIRECTORIES) {
            Files.createDirectory(root.resolve(directory));
            Files.setAttribute(root.resolve(directory), "unix:mode", SHARED_MODE);
        }
    }

    /// Relative, so that the link also leads into the tree when somebody looks at it from outside.
    private static void link(Path root, String name, String target) throws IOException {
        Path link = root.resolve(name);
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            Path directory = link.resolveSibling("");
            Files.createSymbolicLink(link, directory.relativize(root.resolve(target)));
        }
    }

    private static void permit(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static byte[] content(Entry file) throws IOException {
        try (InputStream in = BusyboxTree.class.getResourceAsStream("busybox/" + file.resource())) {
            if (in == null) {
                throw new IOException("vzgit was packed without busybox/" + file.resource());
            }
            return in.readAllBytes();
        }
    }

    private static List<String> applets(Path busybox) throws IOException {
        Process process =
                new ProcessBuilder(busybox.toString(), "--list-full")
                        .redirectErrorStream(true)
                        .start();
        try (var lines = process.inputReader(StandardCharsets.US_ASCII)) {
            List<String> applets =
                    lines.lines()
                            .limit(APPLETS_MAX)
                            .filter(APPLET.asMatchPredicate())
                            .collect(java.util.stream.Collectors.toCollection(ArrayList::new));
            if (!process.waitFor(LIST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(busybox + " --list-full did not end well");
            }
            return applets;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
