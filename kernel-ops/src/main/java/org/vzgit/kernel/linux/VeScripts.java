package org.vzgit.kernel.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.process.BoundedRun;
import org.vzgit.kernel.process.ExecStreams;
import org.vzgit.kernel.process.VeCommand;
import org.vzgit.kernel.process.VeProcesses;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.kernel.template.AreaScripts;
import org.vzgit.schema.ScriptAction;
import org.vzgit.schema.VeId;

/// Runs the action scripts of VEs, in OpenVZ's order: `premount`, `mount`, `start`; `stop`,
/// `umount`, `postumount`. A VE without scripts costs a look at each of their files.
///
/// A script that fails is told as a failure of the operation that ran it. What was undone before
/// its failure, and what was left, [Lifecycle] says.
record VeScripts(NodeHome home, VeProcesses processes, HostScripts host, Duration most) {
    /// Scripts set routes and mount shares; a start that waits longer than this is taken for one
    /// that waits for ever. An operation runs two of them at most before its deadline.
    static final Duration MOST = Duration.ofSeconds(60);

    private static final String PATH =
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// Where a script in a VE is run.
    record Inside(VeId veid, int initPid, List<Path> procsFiles) {}

    /// Before the launch. Nothing is left to undo when it fails.
    void premount(Launch launch, Path files) throws OperationFailure {
        ScriptConf conf = ScriptConf.of(home, launch.veid());
        keep(launch.veid(), () -> conf.begin(launch, files));
        try {
            onHost(launch.veid(), ScriptAction.PREMOUNT);
        } catch (OperationFailure e) {
            keep(launch.veid(), conf::end);
            throw e;
        }
    }

    void mount(VeId veid, int initPid) throws OperationFailure {
        ScriptConf conf = ScriptConf.of(home, veid);
        keep(veid, () -> conf.mounted(initPid));
        try {
            onHost(veid, ScriptAction.MOUNT);
        } catch (OperationFailure e) {
            // As vzctl: a mount that failed is not told to umount.
            keep(veid, conf::unmounted);
            throw e;
        }
    }

    /// `umount` and `postumount` of a VE that has ended, if they were not run since. Each once: one
    /// that fails would otherwise be in the way of every start to come.
    void unmount(VeId veid) throws OperationFailure {
        ScriptConf conf = ScriptConf.of(home, veid);
        if (!conf.isBegun()) {
            return;
        }
        Optional<OperationFailure> first = Optional.empty();
        try {
            boolean mounted = conf.isMounted();
            conf.unmounted();
            if (mounted) {
                first = attempt(() -> onHost(veid, ScriptAction.UMOUNT));
            }
            Optional<OperationFailure> second =
                    attempt(() -> onHost(veid, ScriptAction.POSTUMOUNT));
            first = first.or(() -> second);
            conf.end();
        } catch (IOException e) {
            throw failure("read " + conf.file() + " of VE " + veid, e);
        }
        if (first.isPresent()) {
            throw first.get();
        }
    }

    /// `start` or `stop`, by the VE's root in the VE.
    void inside(Inside where, ScriptAction action) throws OperationFailure {
        Optional<Path> script = script(where.veid(), action);
        if (script.isPresent()) {
            VeCommand command =
                    VeCommand.of(List.of(action.key()), ExecStreams.JOINED)
                            .fromScript(script.get())
                            .ofVe(where.veid());
            await(
                    where.veid(),
                    action,
                    processes.start(where.initPid(), command, where.procsFiles()));
        }
    }

    private void onHost(VeId veid, ScriptAction action) throws OperationFailure {
        Optional<Path> script = script(veid, action);
        if (script.isEmpty()) {
            return;
        }
        String tried = "run the " + action.key() + " script of VE " + veid;
        if (!host.isAllowed()) {
            throw new OperationFailure(
                    FailureKind.DENIED,
                    tried + ": this node allows no scripts on it; see " + host.permission());
        }
        ProcessBuilder builder =
                new ProcessBuilder(script.get().toString())
                        .directory(Path.of("/").toFile())
                        .redirectInput(ExecStreams.JOINED.input())
                        .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        builder.environment().put("VEID", veid.toString());
        builder.environment().put("VE_CONFFILE", ScriptConf.of(home, veid).file().toString());
        try {
            await(veid, action, builder.start());
        } catch (IOException e) {
            throw new OperationFailure(
                    FailureKind.REJECTED, tried + ": " + String.valueOf(e.getMessage()), e);
        }
    }

    private void await(VeId veid, ScriptAction action, Process process) throws OperationFailure {
        String tried = "run the " + action.key() + " script of VE " + veid;
        BoundedRun.Ended ended;
        try {
            ended = new BoundedRun(most).await(process);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationFailure(FailureKind.DEADLINE, tried + ": EINTR", e);
        }
        if (ended.code().isEmpty()) {
            throw new OperationFailure(
                    FailureKind.DEADLINE,
                    tried + ": ended after " + most.toSeconds() + " seconds" + said(ended));
        }
        if (!ended.isWell()) {
            throw new OperationFailure(
                    FailureKind.BROKEN,
                    tried + ": exit code " + ended.code().getAsInt() + said(ended));
        }
    }

    /// Of the VE's or of the script's choice: one line, and no control characters.
    private static String said(BoundedRun.Ended ended) {
        String line = ended.said().replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
        return line.isEmpty() ? "" : "; it said: " + line;
    }

    private Optional<Path> script(VeId veid, ScriptAction action) throws OperationFailure {
        try {
            return new AreaScripts(home.privateArea(veid)).executable(action);
        } catch (IOException e) {
            throw failure("find the " + action.key() + " script of VE " + veid, e);
        }
    }

    @FunctionalInterface
    private interface Keeping {
        void run() throws IOException;
    }

    @FunctionalInterface
    interface Work {
        void run() throws OperationFailure;
    }

    static Optional<OperationFailure> attempt(Work work) {
        try {
            work.run();
            return Optional.empty();
        } catch (OperationFailure e) {
            return Optional.of(e);
        }
    }

    private static void keep(VeId veid, Keeping work) throws OperationFailure {
        try {
            work.run();
        } catch (IOException e) {
            throw failure("note what is mounted of VE " + veid, e);
        }
    }

    private static OperationFailure failure(String tried, IOException e) {
        return new OperationFailure(FileErrno.of(e).kind(), tried + ": " + FileErrno.of(e), e);
    }
}
