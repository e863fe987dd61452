package org.vzgit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A part of the benchmark in an emulated machine with Debian's stock kernel, for hosts whose own
/// kernel lacks what it measures.
///
/// Its clock is not time but work: one nanosecond for each instruction that its one processor
/// executes. So figures are the same on a busy machine and on a quiet one, and say what the kernel
/// and the program do; waiting for memory or a disk is not in them.
final class EmulatedMachine {
    private static final String VERSION = "6.12";

    /// Six times what the longest part took on two processors that others used too.
    private static final String SECONDS_MAX = "1800";

    private final Path scripts;
    private final Path kernel;
    private final Report report;

    /// @param script the launcher, in the root of the sources
    EmulatedMachine(Path script, Report report) {
        this.scripts =
                script.toAbsolutePath().resolveSibling("kernel-ops").resolve("src/test/qemu");
        this.kernel = cache().resolve(VERSION);
        this.report = report;
    }

    /// What runs there.
    ///
    /// @param modules the kernel's `lsm=` list
    /// @param prepared the command that makes what the part needs, and then runs it; or nothing
    /// @param place an empty directory there, or one that is made
    /// @param part one of [Bench]
    record Job(String modules, List<String> prepared, String place, String part) {}

    /// On file systems with quota.
    Job disk() {
        return new Job(
                "lockdown,yama",
                List.of("bash", script("disks.sh"), kernel.toString()),
                "/run/quota/ext4",
                Bench.DISK_HERE);
    }

    /// @param modules the kernel's `lsm=` list
    static Job overhead(String modules) {
        return new Job(modules, List.of(), "/run/tmp/place", Bench.OVERHEAD_HERE);
    }

    private static Path cache() {
        return Path.of(System.getenv().getOrDefault("VZGIT_TEST_CACHE", "/var/cache/vzgit-test"))
                .resolve("qemu");
    }

    /// Prints what the other machine prints. The launcher has fetched its kernel: here is no
    /// network.
    void run(Job job) throws IOException, InterruptedException {
        if (!Files.exists(kernel.resolve("vmlinuz"))) {
            report.note("skipped: no kernel for an emulated machine in " + kernel);
            return;
        }
        report.note("in an emulated machine, whose clock counts a nanosecond for an instruction:");
        if (start(command(job)) != 0) {
            report.note("skipped: the emulated machine did not work; see above");
        }
    }

    private List<String> command(Job job) {
        List<String> command =
                new ArrayList<>(
                        List.of("bash", script("node.sh"), kernel.toString(), job.modules()));
        command.addAll(job.prepared());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
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
                        job.place(),
                        job.part()));
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
