package org.vzgit.kernel.linux;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.cgroup.CgroupTree;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.process.LaunchFiles;
import org.vzgit.kernel.process.VeProcesses;
import org.vzgit.kernel.quota.AreaDisks;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.ScriptAction;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeId;

/// From files to a running VE and back, with the scripts of the VE around each step.
///
/// A script that fails on the way up takes back what was done: the VE does not run, nothing of it
/// is mounted, and the scripts that undo the ones that succeeded have run. One that fails on the
/// way down is told when the VE is down: its root can make the `stop` script fail, and must not be
/// able to keep the VE from being stopped.
record Lifecycle(
        KernelRoot root,
        NodeHome home,
        CgroupTree cgroups,
        VeProcesses processes,
        AreaDisks disks) {
    private static final Seconds AT_ONCE = new Seconds(0);

    /// A second init in the same cgroups and files would be counted with the first and corrupt what
    /// it writes, so whatever else is in the VE refuses the launch; nothing is in one that is
    /// stopped.
    void launch(Launch launch) throws OperationFailure {
        VeId veid = launch.veid();
        requireNoProcess(veid, "launch VE", FailureKind.CONFLICT);
        // What ended without a stop: its init halted by itself, or its node's agent was killed.
        scripts().unmount(veid);
        cgroups.delegate(veid, launch.uidBase());
        Path area = home.privateArea(veid);
        disks.attach(area, launch.uidBase());
        Path files = AreaDisks.filesOf(area);
        scripts().premount(launch, files.resolve("upper"));
        try {
            int init =
                    processes.launch(
                            launch,
                            new LaunchFiles(files, disks.userQuotaNote(area)),
                            cgroups.procsFiles(veid));
            scripts().mount(veid, init);
        } catch (OperationFailure e) {
            takeBack(veid);
            throw e;
        }
    }

    /// Success leaves a VE whose init begins.
    void release(VeId veid, int initPid) throws OperationFailure {
        if (processes.holds(veid)) {
            try {
                scripts().inside(inside(veid, initPid), ScriptAction.START);
            } catch (OperationFailure e) {
                takeBack(veid);
                throw e;
            }
        }
        note(veid).started(veid);
        processes.release(veid);
    }

    /// The failure that is told is the one that led here.
    private void takeBack(VeId veid) throws OperationFailure {
        Optional<Integer> held = processes.initOf(veid, () -> cgroups.processes(veid));
        if (held.isPresent()) {
            processes.stop(veid, held.get(), AT_ONCE);
        }
        VeScripts.attempt(() -> scripts().unmount(veid));
    }

    void stop(StopVe stop) throws OperationFailure {
        VeId veid = stop.veid();
        Optional<OperationFailure> told =
                switch (processes.observe(veid, cgroups.processes(veid))) {
                    case Reading.Present<ObservedInit>(ObservedInit init) -> stop(stop, init);
                    case Reading.Absent<ObservedInit> _ -> Optional.empty();
                    case Reading.Unreadable<ObservedInit> why ->
                            throw new OperationFailure(
                                    FailureKind.BROKEN, "stop VE " + veid + ": " + why.reason());
                };
        note(veid).stopped(veid);
        Optional<OperationFailure> unmounted = VeScripts.attempt(() -> scripts().unmount(veid));
        Optional<OperationFailure> first = told.or(() -> unmounted);
        if (first.isPresent()) {
            throw new OperationFailure(
                    first.get().kind(), first.get().getMessage() + "; the VE is stopped");
        }
    }

    /// @return what its `stop` script has to complain of
    private Optional<OperationFailure> stop(StopVe stop, ObservedInit init)
            throws OperationFailure {
        Optional<OperationFailure> told = Optional.empty();
        // As vzctl stop --fast, a stop at once asks nobody.
        if (init.released() && stop.timeout().value() > 0) {
            told =
                    VeScripts.attempt(() ->
                            scripts().inside(inside(stop.veid(), init.pid()), ScriptAction.STOP));
        }
        processes.stop(stop.veid(), init.pid(), stop.timeout());
        return told;
    }

    /// A VE that halted by itself has no stop; its scripts are told when its cgroups go.
    void removeCgroup(VeId veid) throws OperationFailure {
        cgroups.remove(veid);
        scripts().unmount(veid);
    }

    void requireNoProcess(VeId veid, String tried, FailureKind kind) throws OperationFailure {
        List<Integer> running = cgroups.processes(veid);
        if (!running.isEmpty()) {
            throw new OperationFailure(
                    kind, tried + " " + veid + ": process " + running.getFirst() + " is in it");
        }
    }

    private VeScripts.Inside inside(VeId veid, int initPid) {
        return new VeScripts.Inside(veid, initPid, cgroups.procsFiles(veid));
    }

    private VeScripts scripts() {
        return new VeScripts(home, processes, HostScripts.of(home), VeScripts.MOST);
    }

    private BootNote note(VeId veid) {
        return BootNote.of(root, home.privateArea(veid));
    }
}
