package org.vzgit.kernel.process;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.process.InitFinder.FoundInit;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.Namespace;
import org.vzgit.kernel.sys.NamespaceThread;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.BindMount;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeId;

/// The processes of VEs: launched behind a gate, released, looked at, entered and stopped.
///
/// Safe for use by several threads as long as no two work on one VE.
public final class VeProcesses implements AutoCloseable {
    private final NodeHome home;
    private final KernelRoot root;
    private final Syscalls syscalls;
    private final VeInitProgram program;
    private final ResolverFile resolvers;
    private final BindMounts binds;
    private final InitFinder finder;
    private final NamespaceThread namespaces;
    private final Lxcfs lxcfs;
    private final Map<VeId, Launcher> held = new ConcurrentHashMap<>();

    public VeProcesses(Syscalls syscalls, KernelRoot root, NodeHome home) {
        this.home = home;
        this.root = root;
        this.syscalls = syscalls;
        this.program = new VeInitProgram(home);
        this.resolvers = new ResolverFile(syscalls);
        this.binds = new BindMounts(home, program);
        this.finder = new InitFinder(root, program, resolvers, binds);
        this.namespaces = new NamespaceThread(syscalls, root);
        this.lxcfs = new Lxcfs(root, Lxcfs.PATIENCE_MILLIS);
    }

    /// Looks for the init of one VE; for many at once [#observeAll] costs less.
    ///
    /// @param candidates every process of the VE's cgroups
    public Reading<ObservedInit> observe(VeId veid, List<Integer> candidates) {
        return observeAll(new TreeMap<>(Map.of(veid, candidates)))
                .getOrDefault(veid, Reading.absent());
    }

    /// Looks for the init of each VE, with one thread for all their host names.
    ///
    /// @param candidates for each VE, every process of its cgroups
    /// @return a reading for each VE given; absent when none of its processes is a living init
    public SortedMap<VeId, Reading<ObservedInit>> observeAll(
            SortedMap<VeId, List<Integer>> candidates) {
        SortedMap<VeId, FoundInit> inits = new ConcurrentSkipListMap<>();
        candidates.entrySet().parallelStream()
                .forEach(ve ->
                        finder.find(ve.getValue()).ifPresent(init -> inits.put(ve.getKey(), init)));
        SortedMap<VeId, Integer> pids = new TreeMap<>();
        inits.forEach((veid, init) -> pids.put(veid, init.files().pid()));
        SortedMap<VeId, Reading<String>> names = hostnames(pids);
        SortedMap<VeId, Reading<ObservedInit>> all = new ConcurrentSkipListMap<>();
        candidates.keySet().forEach(veid -> all.put(veid, Reading.absent()));
        inits.entrySet().parallelStream()
                .forEach(ve -> {
                    Reading<String> name = names.getOrDefault(ve.getKey(), Reading.absent());
                    all.put(ve.getKey(), Reading.present(finder.describe(ve.getValue(), name)));
                });
        return all;
    }

    /// The init of a VE by its number alone, for those who want to work on it: [#observe] reads ten
    /// times as much. One that is held here needs no look: while its launcher lives, the number is
    /// nobody else's.
    ///
    /// @param candidates gives every process of the VE's cgroups
    public Optional<Integer> initOf(VeId veid, Supplier<List<Integer>> candidates) {
        Optional<Integer> ours =
                Optional.ofNullable(held.get(veid)).filter(Launcher::isAlive).map(Launcher::pid);
        return ours.or(() -> finder.find(candidates.get()).map(init -> init.files().pid()));
    }

    private SortedMap<VeId, Reading<String>> hostnames(SortedMap<VeId, Integer> pids) {
        if (pids.isEmpty()) {
            return new TreeMap<>();
        }
        try {
            return namespaces.readEach(pids, EnumSet.of(Namespace.UTS), () -> syscalls.hostname());
        } catch (ErrnoException e) {
            SortedMap<VeId, Reading<String>> none = new TreeMap<>();
            pids.keySet().forEach(veid -> none.put(veid, Reading.unreadable(e.getMessage())));
            return none;
        }
    }

    /// Makes namespaces, root file system and first process, and holds that process. Gives the
    /// process again when this object holds one for the VE.
    ///
    /// @param procsFiles the VE's `cgroup.procs` in every hierarchy; the process joins all of them
    ///   before it is made
    /// @return its number on the host
    public int launch(Launch launch, LaunchFiles files, List<Path> procsFiles)
            throws OperationFailure {
        Optional<Launcher> before = Optional.ofNullable(held.get(launch.veid()));
        if (before.isPresent()) {
            return before.get().pid();
        }
        String spec = lxcfs.specLine() + new LaunchSpec(launch, home, files, procsFiles).text();
        Launcher launcher = Launcher.start(program.install(), spec, "VE " + launch.veid());
        held.put(launch.veid(), launcher);
        return launcher.pid();
    }

    /// Whether a process of the VE waits here for [#release].
    public boolean holds(VeId veid) {
        return held.containsKey(veid);
    }

    /// Lets the held process become the VE's init. Returns when the init has been executed.
    public void release(VeId veid) throws OperationFailure {
        Launcher launcher = held.remove(veid);
        if (launcher == null) {
            throw new OperationFailure(
                    FailureKind.GONE, "release VE " + veid + ": no process is held here");
        }
        launcher.release();
    }

    /// Asks the VE's init to halt, by its own convention, waits, then kills every process of the
    /// VE. Success when it has ended already.
    ///
    /// @param timeout how long the init may take; 0 kills at once
    public void stop(VeId veid, int initPid, Seconds timeout) throws OperationFailure {
        Launcher launcher = held.remove(veid);
        if (launcher != null) {
            launcher.close();
        }
        Optional<ProcStat> known = new ProcFiles(root, initPid).stat();
        try {
            new InitStop(syscalls, root).stop(initPid, timeout);
        } catch (ErrnoException e) {
            throw e.failing("stop VE " + veid);
        }
        if (known.isPresent()) {
            binds.forget(initPid, known.get().startTicks());
        }
    }

    /// Sets the host name in the UTS namespace of a VE: sethostname(2), 1 to 64 bytes. An empty
    /// name is taken by the kernel too, and means no name.
    public void setHostname(int initPid, String hostname) throws OperationFailure {
        String tried = "set host name of init " + initPid + " to " + hostname;
        requireInit(initPid, tried);
        try {
            namespaces.call(
                    initPid,
                    EnumSet.of(Namespace.UTS),
                    () -> {
                        syscalls.sethostname(hostname);
                        return hostname;
                    });
        } catch (ErrnoException e) {
            throw e.failing(tried);
        }
    }

    /// Replaces `/etc/resolv.conf` in the root of a VE, held or running. Nothing outside of that
    /// root is reached, whatever links the VE has laid.
    ///
    /// @param uidBase the host id of the VE's root, who is to own the file
    public void writeResolver(int initPid, long uidBase, Resolver resolver)
            throws OperationFailure {
        String tried = "write /etc/resolv.conf of init " + initPid;
        requireInit(initPid, tried);
        try {
            resolvers.write(new ProcFiles(root, initPid).path("root"), uidBase, resolver);
        } catch (ErrnoException e) {
            throw e.failing(tried);
        }
    }

    /// Shows a VE, held or running, a directory of the node.
    public void addBindMount(int initPid, BindMount mount) throws OperationFailure {
        requireInit(initPid, "show " + mount.text() + " to init " + initPid);
        binds.add(new ProcFiles(root, initPid), mount);
    }

    /// Takes one away again; success when it is not there.
    public void removeBindMount(int initPid, BindMount mount) throws OperationFailure {
        requireInit(initPid, "take " + mount.text() + " from init " + initPid);
        binds.remove(new ProcFiles(root, initPid), mount);
    }

    /// Runs a command in a running VE, in all of its cgroups and namespaces, and waits for its end.
    ///
    /// @param procsFiles the VE's `cgroup.procs` in every hierarchy; the command is born in all of
    ///   them
    /// @return its exit code; 128 and the signal's number when a signal killed it; 127 when it was
    ///   not found, 126 when it cannot be run, 125 when the VE could not be joined, with the reason
    ///   on the error stream, as env(1) and chroot(1) do
    public int execute(int initPid, VeCommand command, List<Path> procsFiles)
            throws OperationFailure {
        return new CommandRunner(root, program).run(initPid, command, procsFiles);
    }

    /// The same without waiting. What the process ends with is what [#execute] gives.
    public Process start(int initPid, VeCommand command, List<Path> procsFiles)
            throws OperationFailure {
        return new CommandRunner(root, program).start(initPid, command, procsFiles);
    }

    /// A number may have been given to a process of the host since it was observed, whose root and
    /// host name are the host's.
    private void requireInit(int pid, String tried) throws OperationFailure {
        if (!new ProcFiles(root, pid).isInit()) {
            throw new OperationFailure(
                    FailureKind.GONE, tried + ": process " + pid + " is not the init of a VE");
        }
    }

    /// Ends every process that is held: those VEs never ran.
    @Override
    public void close() {
        held.values().forEach(Launcher::close);
        held.clear();
    }
}
