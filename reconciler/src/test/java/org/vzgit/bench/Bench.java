package org.vzgit.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// Prints the figures of docs/performance.md. Started by launcher/bench.sh, in a network namespace
/// of its own.
public final class Bench {
    /// The disk part, on this kernel whatever it lacks.
    static final String DISK_HERE = "disk-here";

    /// The overhead part, on this kernel whatever its clock counts.
    static final String OVERHEAD_HERE = "overhead-here";

    private Bench() {}

    /// @param arguments the launcher script, an empty directory that the caller deletes, and which
    ///   parts to run; all when none is given
    public static void main(String[] arguments) throws Exception {
        Path script = Path.of(arguments[0]);
        Path place = Path.of(arguments[1]);
        List<String> parts = Arrays.asList(arguments).subList(2, arguments.length);
        Report report =
                new Report(
                        new PrintStream(
                                new FileOutputStream(FileDescriptor.out),
                                true,
                                StandardCharsets.UTF_8));
        if (has(parts, "start")) {
            new StartBench(place, report).run();
        }
        if (has(parts, "node")) {
            new NodeBench(place, report).run();
        }
        if (parts.contains(DISK_HERE)) {
            new DiskBench(place, report).run();
        }
        if (has(parts, "disk") && !new DiskBench(place, report).run()) {
            EmulatedMachine machine = new EmulatedMachine(script, report);
            machine.run(machine.disk());
        }
        if (parts.contains(OVERHEAD_HERE)) {
            new OverheadBench(place, report).run();
        }
        if (has(parts, "overhead")) {
            EmulatedMachine machine = new EmulatedMachine(script, report);
            machine.run(EmulatedMachine.overhead("lockdown,yama,bpf"));
            machine.run(EmulatedMachine.overhead("lockdown,yama"));
        }
        if (has(parts, "ubc")) {
            new UbcBench(place, report).run();
        }
        if (has(parts, "planner")) {
            new PlannerBench(report).run();
        }
        if (has(parts, "command")) {
            new CommandBench(script, place, report).run();
        }
        if (has(parts, "review")) {
            new ReviewBench(script, place, report).run();
        }
        if (has(parts, "loop")) {
            new LoopBench(script, place, report).run();
        }
        if (has(parts, "agent")) {
            new AgentBench(script, place, report).run();
        }
    }

    private static boolean has(List<String> parts, String part) {
        return parts.isEmpty() || parts.contains(part);
    }
}
