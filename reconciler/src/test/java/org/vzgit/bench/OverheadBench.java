package org.vzgit.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vzgit.kernel.beancounter.KernelBeancounters;
import org.vzgit.kernel.beancounter.KernelCounting;
import org.vzgit.kernel.sys.JnrSyscalls;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.VeId;

/// What the kernel programs of the beancounters cost those who pass them by, and whoever sets
/// bounds and reads counters of 1,000 VEs. In an [EmulatedMachine], because there a nanosecond is
/// an instruction and the kernel takes such programs.
final class OverheadBench {
    private static final Path V2 = Path.of("/sys/fs/cgroup");
    private static final Path BPF = Path.of("/sys/fs/bpf");
    private static final VeId VE = new VeId(101);
    private static final int VES = 1000;
    private static final int FIRST_VEID = 20_001;
    private static final int RUNS = 4;
    private static final int WARM_UP = 5;
    private static final int ROUNDS = 11;

    private static final double UNTRACKED = 1.15;
    private static final double TRACKED = 1.3;
    private static final double LOCKS = 1.5;
    private static final double PROCESSES = 1.03;

    private final Path place;
    private final Report report;

    OverheadBench(Path place, Report report) {
        this.place = place;
        this.report = report;
    }

    void run() throws Exception {
        report.title("Overhead of the beancounters' programs");
        report.note(
                "Linux "
                        + System.getProperty("os.version")
                        + ", lsm="
                        + Files.readString(Path.of("/sys/kernel/security/lsm")).strip());
        Path program = install();
        Path ves = Files.createDirectory(V2.resolve("vzgit-bench"));
        String procs = Files.createDirectory(ves.resolve(VE.toString())) + "/cgroup.procs";
        Map<String, Long> hostBefore = passes(program.toString());
        Map<String, Long> veBefore = passes(program.toString(), procs);
        KernelCounting counting =
                new KernelCounting(
                        KernelRoot.RUNNING,
                        new JnrSyscalls(),
                        ves,
                        BPF.resolve("vzgit-bench"),
                        place);
        try (KernelBeancounters beancounters = counting.start()) {
            report.note("levels: " + beancounters.levels());
            beancounters.open(VE);
            compare("untracked", hostBefore, passes(program.toString()), UNTRACKED);
            compare("in a VE", veBefore, passes(program.toString(), procs), TRACKED);
            many(ves, beancounters);
            compare(
                    "in a VE of " + (VES + 1),
                    veBefore,
                    passes(program.toString(), procs),
                    TRACKED);
        }
    }

    /// In memory: programs of the other machine's files come over a wire of the emulator.
    private Path install() throws IOException {
        Files.createDirectories(place);
        Path program = place.resolve("hot-paths");
        try (InputStream carried = OverheadBench.class.getResourceAsStream("/hot-paths")) {
            if (carried == null) {
                throw new IOException("no hot-paths beside the classes: launcher/bench.sh");
            }
            Files.copy(carried, program);
        }
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program;
    }

    /// Instructions of one pass, by path: the lowest of some runs. Beside the first of all
    /// something else runs for two seconds, on the one processor.
    private static Map<String, Long> passes(String... command)
            throws IOException, InterruptedException {
        Map<String, Long> lowest = new LinkedHashMap<>();
        for (int i = 0; i < RUNS; i++) {
            passesOnce(command).forEach((path, value) -> lowest.merge(path, value, Math::min));
        }
        return lowest;
    }

    private static Map<String, Long> passesOnce(String... command)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(List.of(command) + ": " + text);
        }
        Map<String, Long> passes = new LinkedHashMap<>();
        text.lines()
                .map(line -> line.split(" ", 2))
                .forEach(words -> passes.put(words[0], Long.parseLong(words[1])));
        return passes;
    }

    private void compare(
            String who, Map<String, Long> before, Map<String, Long> after, double goal) {
        before.forEach((path, bare) ->
                report.instructions(
                        path + ", " + who, bare, after.getOrDefault(path, 0L), goal(path, goal)));
    }

    private static double goal(String path, double goal) {
        if (path.contains("fork")) {
            return PROCESSES;
        }
        return path.startsWith("flock") && goal == TRACKED ? LOCKS : goal;
    }

    private void many(Path ves, KernelBeancounters beancounters) throws Exception {
        List<VeId> all = new ArrayList<>();
        for (int i = 0; i < VES; i++) {
            VeId veid = new VeId(FIRST_VEID + i);
            Files.createDirectory(ves.resolve(veid.toString()));
            beancounters.open(veid);
            all.add(veid);
        }
        Sample bounds = new Sample();
        Sample reads = new Sample();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            if (round == 0) {
                bounds.restart();
                reads.restart();
            }
            BarrierLimit value = BarrierLimit.both(Limit.of(new Count(1_000_000L + round)));
            bounds.time(() -> {
                for (VeId veid : all) {
                    beancounters.set(veid, Beancounter.NUMFILE, value);
                }
            });
            reads.time(() -> {
                if (beancounters.read().size() != VES + 1) {
                    throw new IllegalStateException("not all VEs were read");
                }
            });
        }
        report.time("change of " + VES + " bounds in maps", bounds, 50);
        report.time("read of all counters of " + VES + " VEs in maps", reads, 20);
    }
}
