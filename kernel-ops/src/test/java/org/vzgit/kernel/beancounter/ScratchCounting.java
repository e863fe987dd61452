package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.CarriedProgram;
import org.vzgit.kernel.sys.JnrSyscalls;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.schema.VeId;

/// Kernel programs of their own, with cgroups of their own, for one test class.
final class ScratchCounting implements AutoCloseable {
    private static final Path BPF = Path.of("/sys/fs/bpf");
    private static final Path V2 = Path.of("/sys/fs/cgroup");

    final Path ves;
    final Pins pins;
    final KernelBeancounters beancounters;
    private final KernelCounting counting;
    private final Path programs;

    private ScratchCounting(String tag) throws IOException, OperationFailure {
        ves = V2.resolve(tag);
        pins = new Pins(BPF.resolve(tag));
        programs = Files.createTempDirectory("vzgit-programs");
        Files.createDirectories(ves);
        counting =
                new KernelCounting(
                        KernelRoot.RUNNING, new JnrSyscalls(), ves, pins.root(), programs);
        beancounters = start();
    }

    /// Skips the test on a kernel that takes no such programs, and says why.
    static ScratchCounting start(String name) throws IOException {
        Assumptions.assumeTrue(
                Files.exists(V2.resolve("cgroup.procs")), "this kernel has no pure cgroup v2");
        Assumptions.assumeTrue(Files.isWritable(BPF), "no bpf file system at " + BPF);
        String tag = "vzgit-test-" + name + ProcessHandle.current().pid();
        try {
            return new ScratchCounting(tag);
        } catch (OperationFailure e) {
            new Pins(BPF.resolve(tag)).removeAll();
            Files.deleteIfExists(V2.resolve(tag));
            return Assumptions.abort("this kernel takes no such programs: " + e.getMessage());
        }
    }

    /// What another process of ours, or the next version, would get.
    KernelBeancounters start() throws OperationFailure {
        return counting.start();
    }

    KernelBeancounters start(Hooks hooks) throws OperationFailure {
        return counting.start(hooks);
    }

    /// Another version of the same programs, whether or not these are loaded.
    KernelBeancounters upgrade(String version) throws OperationFailure {
        return counting.start(hooks(), version);
    }

    /// One that ends as a process does that is killed: where the test throws.
    KernelBeancounters upgrade(String version, Consumer<UpgradeStep> passed)
            throws OperationFailure {
        return counting.start(hooks(), version, passed);
    }

    /// The same in a process of its own.
    Process upgradingProcess(String version) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        UpgradingProcess.class.getName(),
                        ves.toString(),
                        pins.root().toString(),
                        programs.toString(),
                        hooks().name(),
                        version)
                .inheritIO()
                .start();
    }

    private static Hooks hooks() {
        try {
            return Files.readString(Path.of("/sys/kernel/security/lsm")).contains("bpf")
                    ? Hooks.LSM
                    : Hooks.FUNCTIONS;
        } catch (IOException _) {
            return Hooks.FUNCTIONS;
        }
    }

    /// What a process that only looks would get.
    KernelBeancounters find() {
        return counting.find().orElseThrow();
    }

    /// A process in the cgroup of a VE.
    Probe probe(VeId veid) throws IOException, OperationFailure {
        Path cgroup = ves.resolve(veid.toString());
        Files.createDirectories(cgroup);
        Path program = new CarriedProgram(Probe.class, "ubc-probe", programs).install();
        return Probe.start(program, cgroup.resolve("cgroup.procs"));
    }

    void makeCgroup(VeId veid) throws IOException {
        Files.createDirectories(ves.resolve(veid.toString()));
    }

    @Override
    public void close() throws IOException {
        beancounters.close();
        pins.removeAll();
        try (var cgroups = Files.newDirectoryStream(ves, Files::isDirectory)) {
            for (Path cgroup : cgroups) {
                Files.delete(cgroup);
            }
        }
        Files.delete(ves);
        try (var files = Files.newDirectoryStream(programs)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(programs);
    }
}
