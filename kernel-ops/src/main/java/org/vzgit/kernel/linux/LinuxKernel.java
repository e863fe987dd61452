package org.vzgit.kernel.linux;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.NodeEvents;
import org.vzgit.kernel.cgroup.CgroupTree;
import org.vzgit.kernel.network.VeNetwork;
import org.vzgit.kernel.op.AddAddress;
import org.vzgit.kernel.op.AddBindMount;
import org.vzgit.kernel.op.AttachNetwork;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.ClonePrivateArea;
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
import org.vzgit.kernel.op.RemoveBindMount;
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.kernel.op.RemoveInterface;
import org.vzgit.kernel.op.SetBeancounter;
import org.vzgit.kernel.op.SetDiskQuota;
import org.vzgit.kernel.op.SetHostname;
import org.vzgit.kernel.op.SetInterface;
import org.vzgit.kernel.op.SetRate;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.SetScript;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.kernel.op.WriteOwnerMark;
import org.vzgit.kernel.op.WriteResolver;
import org.vzgit.kernel.process.FileCopier;
import org.vzgit.kernel.process.VeCommand;
import org.vzgit.kernel.process.VeProcesses;
import org.vzgit.kernel.quota.AreaDisks;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.JnrEventCalls;
import org.vzgit.kernel.sys.JnrSyscalls;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.kernel.template.AreaCloning;
import org.vzgit.kernel.template.AreaScripts;
import org.vzgit.kernel.template.PrivateAreas;
import org.vzgit.kernel.template.TemplateCache;
import org.vzgit.kernel.template.TreeCopy;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// The running kernel: cgroups, namespaces, mounts, netlink and processes behind one port.
public final class LinuxKernel implements Kernel {
    private static final Path BUSYBOX = Path.of("/bin/busybox");

    private final Syscalls syscalls = new JnrSyscalls();
    private final Features features;
    private final CgroupTree cgroups;
    private final VeNetwork network;
    private final VeProcesses processes;
    private final TemplateCache templates;
    private final AreaDisks disks;
    private final PrivateAreas areas;
    private final AreaCloning cloning;
    private final Lifecycle lives;
    private final NodeHome home;
    private final NodeCounters counters;
    private final NodeLook look;
    private boolean swept;

    private LinuxKernel(KernelRoot root, NodeHome home, boolean acts) throws OperationFailure {
        cgroups =
                CgroupTree.discover(
                        root, home.tag(), HomeDevice.find(root, home.state()), syscalls);
        network = new VeNetwork(syscalls, home.tag());
        processes = new VeProcesses(syscalls, root, home);
        templates = new TemplateCache(home, BUSYBOX);
        disks = new AreaDisks(syscalls, root, home.privateAreas());
        CountedGround ground = new CountedGround(disks);
        areas = new PrivateAreas(home, ground);
        TreeCopy copy = new FileCopier(home)::copy;
        cloning = new AreaCloning(home, ground, areas, copy, new SecureRandom());
        this.home = home;
        lives = new Lifecycle(root, home, cgroups, processes, disks);
        var node = new NodeCounters.Node(root, home, syscalls, cgroups);
        counters =
                acts ? NodeCounters.keeping(node, this::runningInit) : NodeCounters.watching(node);
        look =
                new NodeLook(
                        cgroups,
                        new NodeLook.Areas(root, home, areas),
                        processes,
                        network,
                        counters);
        features =
                new Features(
                        System.getProperty("os.version"),
                        cgroups.controls(),
                        Runtime.getRuntime().availableProcessors(),
                        counters.levels(),
                        disks.means(),
                        false);
    }

    /// Opens the kernel that this process runs on. Finds the cgroup layout once: hierarchies are
    /// not mounted anew while a node is up. Changes nothing.
    public static LinuxKernel open(NodeHome home) {
        try {
            return new LinuxKernel(KernelRoot.RUNNING, home, false);
        } catch (OperationFailure impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Opens it for the one process that may change the node: tests, once in a boot, what the
    /// kernel does at the bounds of a scratch VE, and samples the beancounters until it is closed.
    public static LinuxKernel openToAct(NodeHome home) throws OperationFailure {
        return new LinuxKernel(KernelRoot.RUNNING, home, true);
    }

    @Override
    public ObservedNode observe() {
        return new ObservedNode(
                features.allowing(HostScripts.of(home).isAllowed()),
                look.ves(),
                templates.present(),
                templates.available());
    }

    /// The beancounters of all VEs, and nothing else of them.
    public Map<VeId, SortedMap<Beancounter, UbcRow>> beancounters() {
        return counters.read();
    }

    @Override
    public void apply(Operation operation) throws OperationFailure {
        sweep();
        switch (operation) {
            case BuildTemplate build -> templates.build(build.template());
            case VeOperation change -> applyTo(change);
        }
    }

    /// Deletes, before the first change, what a killed process left of private areas that it was
    /// making or deleting: no VE is in the way then. What cannot be deleted now waits for the next
    /// process and hinders nobody.
    private synchronized void sweep() {
        if (!swept) {
            swept = true;
            try {
                areas.emptyTrash();
            } catch (OperationFailure _) {
                // Only space is lost.
            }
        }
    }

    private void applyTo(VeOperation operation) throws OperationFailure {
        VeId veid = operation.veid();
        switch (operation) {
            case CreatePrivateArea create -> areas.create(create);
            case ClonePrivateArea clone -> clone(clone);
            case WriteOwnerMark write -> areas.writeMark(veid, write.mark());
            case CreateCgroup _ -> createCgroup(veid);
            case SetResource set -> cgroups.set(veid, set.resource(), set.limit());
            case SetDiskQuota set ->
                    disks.set(home.privateArea(veid), areas.uidBase(veid), set.disk());
            case SetBeancounter set -> counters.set(set);
            case SetScript set -> new AreaScripts(home.privateArea(veid)).set(set);
            case Launch launch -> lives.launch(launch);
            case AttachNetwork _ -> network.attach(veid, initOf(veid));
            case AddAddress add -> network.addAddress(veid, initOf(veid), add.address());
            case RemoveAddress remove ->
                    network.removeAddress(veid, initOf(veid), remove.address());
            case SetRate set -> network.setRate(veid, set.rate());
            case SetInterface set -> network.setInterface(veid, initOf(veid), set.netInterface());
            case RemoveInterface remove -> network.removeInterface(veid, remove.name());
            case AddBindMount add -> processes.addBindMount(initOf(veid), add.mount());
            case RemoveBindMount remove -> processes.removeBindMount(initOf(veid), remove.mount());
            case SetHostname set -> processes.setHostname(initOf(veid), set.hostname());
            case WriteResolver write ->
                    processes.writeResolver(initOf(veid), areas.uidBase(veid), write.resolver());
            case ReleaseInit _ -> release(veid);
            case StopVe stop -> lives.stop(stop);
            case DetachNetwork _ -> network.detach(veid);
            case RemoveCgroup _ -> removeCgroup(veid);
            case DestroyPrivateArea _ -> destroy(veid);
        }
    }

    private void clone(ClonePrivateArea clone) throws OperationFailure {
        VeId source = clone.source();
        lives.requireNoProcess(source, "clone VE", FailureKind.BUSY);
        disks.attach(home.privateArea(source), areas.uidBase(source));
        cloning.clone(clone);
    }

    private void createCgroup(VeId veid) throws OperationFailure {
        cgroups.create(veid);
        counters.open(veid);
    }

    private void removeCgroup(VeId veid) throws OperationFailure {
        counters.close(veid);
        lives.removeCgroup(veid);
    }

    private void release(VeId veid) throws OperationFailure {
        int init = initOf(veid);
        counters.starting(veid, init);
        lives.release(veid, init);
    }

    private Optional<Integer> runningInit(VeId veid) {
        return processes.initOf(veid, () -> cgroups.processes(veid));
    }

    private void destroy(VeId veid) throws OperationFailure {
        lives.requireNoProcess(veid, "destroy the private area of VE", FailureKind.BUSY);
        areas.destroy(veid);
    }

    /// Runs a command inside a running VE, in all of its cgroups and namespaces.
    ///
    /// @return the command's exit code, 128 + n when signal n ended it
    /// @throws OperationFailure GONE when the VE does not run
    public int execute(VeId veid, VeCommand command) throws OperationFailure {
        return processes.execute(initOf(veid), command, cgroups.procsFiles(veid));
    }

    /// The same without waiting: for many VEs at once, and for what is read while it runs.
    public Process start(VeId veid, VeCommand command) throws OperationFailure {
        return processes.start(initOf(veid), command, cgroups.procsFiles(veid));
    }

    private int initOf(VeId veid) throws OperationFailure {
        return runningInit(veid)
                .orElseThrow(() ->
                        new OperationFailure(FailureKind.GONE, "VE " + veid + " does not run"));
    }

    /// None on a kernel that has no descriptor left for them.
    @Override
    public NodeEvents events() {
        try {
            return LinuxEvents.open(new JnrEventCalls(), syscalls, cgroups::directories);
        } catch (ErrnoException _) {
            return NodeEvents.NONE;
        }
    }

    @Override
    public void close() {
        counters.close();
        processes.close();
    }
}
