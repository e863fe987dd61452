package org.vzgit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The disk benchmark in an emulated machine with Debian's stock kernel, for hosts whose own kernel
/// has no project quota.
///
/// Its clock is not time but work: one nanosecond for each instruction that its one processor
/// executes. So figures are the same on a busy machine and on a quiet one, and say what the kernel
/// and the program do; waiting for memory or a disk is not in them.
final class EmulatedDisk {
    private static final String VERSION = "6.12";
    private static final String MODULES = "lockdown,yama";

    /// Six times what it took on two processors that others used too.
    private static final String SECONDS_MAX = "1800";

    private final Path scripts;
    private final Path kernel;
    private final Report report;

    /// @param script the launcher, in the root of the sources
    EmulatedDisk(Path script, Report report) {
        this.scripts =
                script.toAbsolutePath().resolveSibling("kernel-ops").resolve("src/test/qemu");
        this.kernel = cache().resolve(VERSION);
        this.report = report;
    }

    private static Path cache() {
        return Path.of(System.getenv().getOrDefault("VZGIT_TEST_CACHE", "/var/cache/vzgit-test"))
                .resolve("qemu");
    }

    /// Prints what the other machine prints. The launcher has fetched its kernel: here is no
    /// network.
    void run() throws IOException, InterruptedException {
        if (!Files.exists(kernel.resolve("vmlinuz"))) {
            report.note("skipped: no kernel for an emulated machine in " + kernel);
            return;
        }
        report.note("in an emulated machine, whose clock counts a nanosecond for an instruction:");
        if (start(command()) != 0) {
            report.note("skipped: the emulated machine did not work; see above");
        }
    }

    private List<String> command() {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "bash",
                                script("node.sh"),
                                kernel.toString(),
                                MODULES,
                                "bash",
                                script("disks.sh"),
                                kernel.toString(),
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString()));
        // As the agent runs: without the second compiler.
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "-Djava.io.tmpdir=/run/tmp",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Bench.class.getName(),
                        scripts.toString(),
                        "/run/quota/ext4",
                        Bench.DISK_HERE));
        return command;
    }

    private String script(String name) {
        return scripts.resolve(name).toString();
    }

    private static int start(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment()
                .putAll(Map.of("NODE_ICOUNT", "1", "NODE_CPUS", "1", "NODE_SECONDS", SECONDS_MAX));
        return builder.start().waitFor();
    }
}
