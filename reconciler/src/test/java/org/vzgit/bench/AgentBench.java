package org.vzgit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The agent as it runs on a node, with 1,000 VEs that are created and kept stopped: private areas
/// on the disk and no processes, which is what lets this run anywhere. To the agent a stopped VE is
/// read, checked, observed and planned like a running one; its observation is smaller.
final class AgentBench {
    private static final int VES = 1000;
    private static final double GOAL_MIB = 128;

    /// Each is a new desired state, read and planned anew.
    private static final int COMMITS = 5;

    private static final double KIB_PER_MIB = 1024;
    private static final long STOP_SECONDS = 30;

    /// Six looks for drift.
    private static final int QUIET_SECONDS = 60;

    private static final double GOAL_CPU_PERCENT = 1;

    /// USER_HZ, the same on every architecture that Java runs on.
    private static final double TICKS_PER_SECOND = 100;

    private final Path script;
    private final Path place;
    private final Report report;

    AgentBench(Path script, Path place, Report report) {
        this.script = script;
        this.place = place;
        this.report = report;
    }

    void run() throws Exception {
        report.title("Memory of vzgit agent with " + VES + " VEs (all stopped)");
        Path desired = place.resolve("agent-desired");
        Fleet.stopped(VES).write(desired);
        Path home = place.resolve("agent");
        Process agent =
                new ProcessBuilder(
                                script.toString(),
                                "agent",
                                "--home",
                                home.toString(),
                                "--dir",
                                desired.toString(),
                                "--node",
                                Fleet.NODE.toString(),
                                "--interval",
                                "10")
                        .redirectOutput(place.resolve("agent.log").toFile())
                        .redirectErrorStream(true)
                        .start();
        try {
            Path status = home.resolve("run/status.json");
            Programs.await(status);
            print("resident after the pass that creates them", agent.pid());
            for (int commit = 1; commit <= COMMITS; commit++) {
                int version = commit;
                FileTime before = Files.getLastModifiedTime(status);
                Fleet.stopped(VES).with(_ -> version).write(desired);
                Programs.await(() -> !Files.getLastModifiedTime(status).equals(before));
            }
            quiet(agent.pid());
            print("resident after " + COMMITS + " more commits to all of them", agent.pid());
        } finally {
            agent.destroy();
            if (!agent.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                agent.destroyForcibly();
            }
        }
    }

    /// What it costs that nothing happens: polls, and looks for drift.
    private void quiet(long pid) throws IOException, InterruptedException {
        long before = ticks(pid);
        TimeUnit.SECONDS.sleep(QUIET_SECONDS);
        double seconds = (ticks(pid) - before) / TICKS_PER_SECOND;
        report.share("CPU while nothing changes", 100 * seconds / QUIET_SECONDS, GOAL_CPU_PERCENT);
    }

    /// utime and stime of proc_pid_stat(5), counted behind the name, which may have blanks.
    private static long ticks(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private void print(String what, long pid) throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
        report.mebibytes(what, value(status, "VmRSS:"), GOAL_MIB);
        report.mebibytes("  the most so far", value(status, "VmHWM:"));
        report.mebibytes("  of it not in files", value(status, "RssAnon:"));
    }

    private static double value(List<String> status, String key) {
        String line = status.stream().filter(one -> one.startsWith(key)).findFirst().orElseThrow();
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / KIB_PER_MIB;
    }
}
