package org.vzgit.kernel.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.KernelRoot;

/// Runs `ve-init join`, which joins a VE, runs a command there and pumps its streams.
final class CommandRunner {
    /// What the VE's programs take for a terminal of unknown kind (terminfo(5)).
    private static final String NO_TERMINAL = "dumb";

    private final KernelRoot root;
    private final VeInitProgram program;

    CommandRunner(KernelRoot root, VeInitProgram program) {
        this.root = root;
        this.program = program;
    }

    /// Waits for the command's end, however long that takes: it is the caller's command. Ends it
    /// when this thread is interrupted.
    int run(int initPid, VeCommand command, List<Path> procsFiles) throws OperationFailure {
        return await(start(initPid, command, procsFiles));
    }

    /// The process that stands for the command on the host: its streams, its exit code, and what is
    /// sent SIGTERM to end it.
    Process start(int initPid, VeCommand command, List<Path> procsFiles) throws OperationFailure {
        List<String> arguments = arguments(initPid, command, procsFiles);
        try {
            ExecStreams streams = command.streams();
            return new ProcessBuilder(arguments)
                    .redirectInput(streams.input())
                    .redirectOutput(streams.output())
                    .redirectError(streams.errors())
                    .redirectErrorStream(streams.joined())
                    .start();
        } catch (IOException e) {
            throw new OperationFailure(
                    FailureKind.BROKEN, "start " + arguments.getFirst() + ": " + e, e);
        }
    }

    private List<String> arguments(int initPid, VeCommand command, List<Path> procsFiles)
            throws OperationFailure {
        ProcFiles files = new ProcFiles(root, initPid);
        ProcStat stat =
                files.stat()
                        .filter(_ -> files.isInit())
                        .orElseThrow(() ->
                                new OperationFailure(
                                        FailureKind.GONE,
                                        "join: process " + initPid + " is not the init of a VE"));
        List<String> arguments = new ArrayList<>();
        arguments.add(program.install().toString());
        arguments.add("join");
        arguments.add(Integer.toString(initPid));
        arguments.add(Long.toString(stat.startTicks()));
        arguments.add(command.terminal().isPresent() ? "pty" : "pipes");
        arguments.add(command.terminal().orElse(NO_TERMINAL));
        program.quotaSocket(initPid).ifPresent(socket -> arguments.add("quota:" + socket));
        command.script().ifPresent(file -> arguments.add("script=" + file.toAbsolutePath()));
        command.veid().ifPresent(veid -> arguments.add("veid=" + veid));
        procsFiles.forEach(file -> arguments.add(file.toString()));
        arguments.add("--");
        arguments.addAll(command.words());
        return arguments;
    }

    private static int await(Process process) throws OperationFailure {
        try {
            return process.waitFor();
        } catch (InterruptedException _) {
            // SIGTERM, which is passed on to the command.
            process.destroy();
            Thread.currentThread().interrupt();
            throw new OperationFailure(FailureKind.BUSY, "join: interrupted");
        }
    }
}
