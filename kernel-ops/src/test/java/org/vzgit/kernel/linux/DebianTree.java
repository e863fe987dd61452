package org.vzgit.kernel.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A Debian root file system of the tests, made from packages once and kept between runs, as the
/// user-mode-linux kernel is.
///
/// @param suite of Debian's archive
/// @param packages beside what is essential; the init among them
record DebianTree(String name, String suite, List<String> packages) {
    static final DebianTree SYSTEMD_12 =
            new DebianTree(
                    "debian-12",
                    "bookworm",
                    List.of("systemd-sysv", "dbus", "procps", "iproute2", "nftables", "iptables"));
    static final DebianTree SYSTEMD_13 =
            new DebianTree(
                    "debian-13",
                    "trixie",
                    List.of("systemd-sysv", "dbus", "procps", "iproute2", "nftables", "iptables"));
    static final DebianTree SYSVINIT_12 =
            new DebianTree(
                    "debian-12-sysvinit", "bookworm", List.of("sysvinit-core", "procps", "dbus"));

    private static final Path CACHE = Path.of("/var/cache/vzgit-test/debian");

    /// A build takes half a minute with a near mirror.
    private static final int BUILD_MINUTES = 10;

    /// The files, made first where the cache lacks them. Aborts the test where they cannot be made.
    Path files() throws IOException, InterruptedException {
        Path cache =
                Optional.ofNullable(System.getenv("VZGIT_TEST_CACHE"))
                        .map(path -> Path.of(path).resolveSibling("debian"))
                        .orElse(CACHE);
        Path tree = cache.resolve(name);
        if (!Files.isDirectory(tree)) {
            Files.createDirectories(cache);
            build(cache, tree);
        }
        return tree;
    }

    /// Aside, so that an interrupted build is not taken for a whole one.
    private void build(Path cache, Path tree) throws IOException, InterruptedException {
        Path aside = Files.createTempDirectory(cache, name);
        Path log = Files.createTempFile(cache, name, ".log");
        List<String> command = new ArrayList<>(tool());
        command.add(suite);
        command.add(aside.toString());
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        boolean ended = process.waitFor(BUILD_MINUTES, TimeUnit.MINUTES);
        String said = Files.readString(log, StandardCharsets.UTF_8);
        Files.delete(log);
        if (!ended || process.exitValue() != 0) {
            process.destroyForcibly().waitFor();
            new ProcessBuilder("rm", "-rf", "--one-file-system", aside.toString())
                    .start()
                    .waitFor();
            Assumptions.abort("Debian " + suite + " cannot be built here: " + said);
        }
        new ProcessBuilder("chmod", "755", aside.toString()).start().waitFor();
        Files.move(aside, tree, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<String> tool() {
        String chosen = String.join(",", packages);
        if (Files.isExecutable(Path.of("/usr/bin/mmdebstrap"))) {
            return List.of("mmdebstrap", "--variant=minbase", "--include=" + chosen);
        }
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/sbin/debootstrap")),
                "neither mmdebstrap nor debootstrap here");
        return List.of("debootstrap", "--variant=minbase", "--include=" + chosen);
    }
}
