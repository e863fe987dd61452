package org.vzgit.kernel.linux;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.cgroup.CgroupTree;
import org.vzgit.kernel.network.VeNetwork;
import org.vzgit.kernel.op.AddAddress;
import org.vzgit.kernel.op.AttachNetwork;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.CreateCgroup;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.op.DetachNetwork;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.op.ReleaseInit;
import org.vzgit.kernel.op.RemoveAddress;
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.kernel.op.SetHostname;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.kernel.op.WriteOwnerMark;
import org.vzgit.kernel.op.WriteResolver;
import org.vzgit.kernel.process.ExecRequest;
import org.vzgit.kernel.process.ExecStreams;
import org.vzgit.kernel.process.VeProcesses;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.sys.JnrSyscalls;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.kernel.template.PrivateAreas;
import org.vzgit.kernel.template.TemplateCache;
import org.vzgit.schema.VeId;

/// The running kernel: cgroups, namespaces, mounts, netlink and processes behind one port.
public final class LinuxKernel implements Kernel {
    private static final Path BUSYBOX = Path.of("/bin/busybox");

    private final Features features;
    private final CgroupTree cgroups;
    private final VeNetwork network;
    private final VeProcesses processes;
    private final TemplateCache templates;
    private final PrivateAreas areas;

    private LinuxKernel(KernelRoot root, NodeHome home) {
        Syscalls syscalls = new JnrSyscalls();
        cgroups =
                CgroupTree.discover(
                        root, home.tag(), HomeDevice.find(root, home.state()), syscalls);
        network = new VeNetwork(syscalls, home.tag());
        processes = new VeProcesses(syscalls, root, home);
        templates = new TemplateCache(home, BUSYBOX);
        areas = new PrivateAreas(home);
        features =
                new Features(
                        System.getProperty("os.version"),
                        cgroups.controls(),
                        Runtime.getRuntime().availableProcessors());
    }

    /// Opens the kernel that this process runs on. Finds the cgroup layout once: hierarchies are
    /// not mounted anew while a node is up. Changes nothing.
    public static LinuxKernel open(NodeHome home) {
        return new LinuxKernel(KernelRoot.RUNNING, home);
    }

    @Override
    public ObservedNode observe() {
        SortedSet<VeId> all = new TreeSet<>(areas.list());
        all.addAll(cgroups.list());
        all.addAll(linked());
        SortedMap<VeId, List<Integer>> candidates = new TreeMap<>();
        all.forEach(veid -> candidates.put(veid, cgroups.processes(veid)));
        SortedMap<VeId, Reading<ObservedInit>> inits = processes.observeAll(candidates);
        var links = network.observe(pidsOf(inits));
        SortedMap<VeId, ObservedVe> ves = new TreeMap<>();
        for (VeId veid : all) {
            ves.put(veid, observe(veid, inits, links));
        }
        return new ObservedNode(features, ves, templates.present(), templates.available());
    }

    /// A dump of links that fails is not lost here: the same dump then makes every network
    /// unreadable.
    private SortedSet<VeId> linked() {
        try {
            return network.list();
        } catch (OperationFailure _) {
            return new TreeSet<>();
        }
    }

    private ObservedVe observe(
            VeId veid,
            Map<VeId, Reading<ObservedInit>> inits,
            Map<VeId, Reading<ObservedNetwork>> links) {
        return new ObservedVe(
                veid,
                areas.observe(veid),
                cgroups.observe(veid),
                inits.getOrDefault(veid, Reading.absent()),
                links.getOrDefault(veid, Reading.absent()));
    }

    private static SortedMap<VeId, Integer> pidsOf(Map<VeId, Reading<ObservedInit>> inits) {
        SortedMap<VeId, Integer> pids = new TreeMap<>();
        inits.forEach(
                (veid, init) -> init.toOptional().ifPresent(found -> pids.put(veid, found.pid())));
        return pids;
    }

    @Override
    public void apply(Operation operation) throws OperationFailure {
        switch (operation) {
            case BuildTemplate build -> templates.build(build.template());
            case VeOperation change -> applyTo(change);
        }
    }

    private void applyTo(VeOperation operation) throws OperationFailure {
        VeId veid = operation.veid();
        switch (operation) {
            case CreatePrivateArea create -> areas.create(veid, create.mark(), create.uidBase());
            case WriteOwnerMark write -> areas.writeMark(veid, write.mark());
            case CreateCgroup _ -> cgroups.create(veid);
            case SetResource set -> cgroups.set(veid, set.resource(), set.limit());
            case Launch launch -> launch(launch);
            case AttachNetwork _ -> network.attach(veid, initOf(veid));
            case AddAddress add -> network.addAddress(veid, initOf(veid), add.address());
            case RemoveAddress remove ->
                    network.removeAddress(veid, initOf(veid), remove.address());
            case SetHostname set -> processes.setHostname(initOf(veid), set.hostname());
            case WriteResolver write ->
                    processes.writeResolver(initOf(veid), uidBaseOf(veid), write.resolver());
            case ReleaseInit _ -> processes.release(veid);
            case StopVe stop -> stop(stop);
            case DetachNetwork _ -> network.detach(veid);
            case RemoveCgroup _ -> cgroups.remove(veid);
            case DestroyPrivateArea _ -> areas.destroy(veid);
        }
    }

    private void launch(Launch launch) throws OperationFailure {
        cgroups.delegate(launch.veid(), launch.uidBase());
        processes.launch(launch, cgroups.procsFiles(launch.veid()));
    }

    private void stop(StopVe stop) throws OperationFailure {
        switch (processes.observe(stop.veid(), cgroups.processes(stop.veid()))) {
            case Reading.Present<ObservedInit> init ->
                    processes.stop(stop.veid(), init.value().pid(), stop.timeout());
            case Reading.Absent<ObservedInit> _ -> {}
            case Reading.Unreadable<ObservedInit> why ->
                    throw new OperationFailure(
                            FailureKind.BROKEN, "stop VE " + stop.veid() + ": " + why.reason());
        }
    }

    /// Runs a command inside a running VE, in all of its cgroups and namespaces, with this
    /// process's own streams.
    ///
    /// @param terminal the value of `TERM` for a terminal of the VE's own; empty for plain pipes
    /// @return the command's exit code, 128 + n when signal n ended it
    /// @throws OperationFailure GONE when the VE does not run
    public int execute(VeId veid, List<String> command, Optional<String> terminal)
            throws OperationFailure {
        ExecRequest request =
                new ExecRequest(command, terminal, ExecStreams.INHERITED, cgroups.procsFiles(veid));
        return processes.execute(initOf(veid), request);
    }

    private int initOf(VeId veid) throws OperationFailure {
        List<Integer> candidates = cgroups.processes(veid);
        return processes
                .observe(veid, candidates)
                .toOptional()
                .map(ObservedInit::pid)
                .orElseThrow(() ->
                        new OperationFailure(FailureKind.GONE, "VE " + veid + " does not run"));
    }

    private long uidBaseOf(VeId veid) throws OperationFailure {
        return areas.observe(veid)
                .toOptional()
                .orElseThrow(() ->
                        new OperationFailure(
                                FailureKind.GONE, "VE " + veid + " has no private area"))
                .uidBase();
    }

    @Override
    public void close() {
        processes.close();
    }
}
