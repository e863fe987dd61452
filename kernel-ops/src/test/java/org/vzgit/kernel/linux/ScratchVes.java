package org.vzgit.kernel.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.vzgit.kernel.beancounter.Beancounters;
import org.vzgit.kernel.beancounter.ComposedBeancounters;
import org.vzgit.kernel.beancounter.NodeBeancounters;
import org.vzgit.kernel.beancounter.Proven;
import org.vzgit.kernel.cgroup.CgroupTree;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.sys.JnrSyscalls;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// VEs that are cgroups on the running kernel with shells in them, and the beancounters of an agent
/// that can be restarted. Leaves nothing behind.
final class ScratchVes implements AutoCloseable {
    final Syscalls syscalls = new JnrSyscalls();
    final CgroupTree tree;
    private final List<Process> shells = new ArrayList<>();
    private Beancounters beancounters;

    ScratchVes(String name) throws OperationFailure {
        tree =
                CgroupTree.discover(
                        KernelRoot.RUNNING,
                        "vzgit-" + name + "-" + ProcessHandle.current().pid(),
                        "",
                        syscalls);
        beancounters = fresh();
    }

    private Beancounters fresh() {
        return new ComposedBeancounters(
                NodeBeancounters.of(
                        new NodeBeancounters.Site(
                                KernelRoot.RUNNING, syscalls, new TreeCgroups(tree), true),
                        tree.controls(),
                        Proven.PRESUMED));
    }

    Beancounters beancounters() {
        return beancounters;
    }

    /// The agent is killed, and another one begins.
    void restartAgent() {
        beancounters = fresh();
    }

    void make(VeId veid) throws OperationFailure {
        tree.create(veid);
        beancounters.open(veid);
    }

    /// A shell in the VE that runs a script after it has joined. It has opened what it needs
    /// itself: a bound that came while its libraries are loaded would end it.
    Process shell(VeId veid, String script) throws IOException {
        Process shell =
                new ProcessBuilder("/bin/sh", "-c", "echo ready; read go; " + script)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        shells.add(shell);
        Assertions.assertEquals("ready", shell.inputReader().readLine());
        for (Path procs : tree.procsFiles(veid)) {
            Files.writeString(procs, Long.toString(shell.pid()));
        }
        return shell;
    }

    /// Lets a shell run its script to the end and gives what it wrote.
    static String finish(Process shell) throws IOException, InterruptedException {
        shell.outputWriter().append('\n').flush();
        String out = shell.inputReader().lines().collect(Collectors.joining("\n"));
        shell.waitFor();
        return out.strip();
    }

    /// One that waits for ever, after it has forked a child; empty output when that was refused.
    String fork(VeId veid) throws IOException {
        Process shell = shell(veid, "sleep 600 & echo $!; wait");
        shell.outputWriter().append('\n').flush();
        String line = shell.inputReader().readLine();
        return line == null ? "" : line;
    }

    UbcRow row(VeId veid, Beancounter resource) throws OperationFailure {
        SortedMap<Beancounter, UbcRow> rows = rows().getOrDefault(veid, new TreeMap<>());
        UbcRow row = rows.get(resource);
        Assertions.assertNotNull(row, () -> resource.key() + " of " + veid + " in " + rows);
        return row;
    }

    Map<VeId, SortedMap<Beancounter, UbcRow>> rows() throws OperationFailure {
        return beancounters.read();
    }

    @Override
    public void close() throws OperationFailure {
        for (VeId veid : tree.list()) {
            for (int pid : tree.processes(veid)) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
        for (Process shell : shells) {
            shell.destroyForcibly().onExit().join();
        }
        for (VeId veid : tree.list()) {
            beancounters.close(veid);
            tree.remove(veid);
        }
    }
}
