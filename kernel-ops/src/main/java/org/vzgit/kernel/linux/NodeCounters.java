package org.vzgit.kernel.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.vzgit.kernel.beancounter.Beancounters;
import org.vzgit.kernel.beancounter.ComposedBeancounters;
import org.vzgit.kernel.beancounter.KernelBeancounters;
import org.vzgit.kernel.beancounter.KernelCounting;
import org.vzgit.kernel.beancounter.LeakWatch;
import org.vzgit.kernel.beancounter.NodeBeancounters;
import org.vzgit.kernel.beancounter.Proven;
import org.vzgit.kernel.beancounter.Sampler;
import org.vzgit.kernel.beancounter.VeView;
import org.vzgit.kernel.beancounter.ViewFiles;
import org.vzgit.kernel.cgroup.CgroupTree;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.op.SetBeancounter;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// The user beancounters of a node: all sources as one, and what each VE sees of its own.
final class NodeCounters implements AutoCloseable {
    /// Where systemd mounts it (systemd.io, API file systems).
    private static final Path BPF = Path.of("/sys/fs/bpf");

    private final Beancounters beancounters;
    private final Optional<KernelBeancounters> kernel;
    private final ViewFiles views;
    private final VeView view;
    private final CgroupTree cgroups;
    private Optional<Sampler> sampler = Optional.empty();
    private Optional<LeakWatch> leaks = Optional.empty();

    private NodeCounters(
            Optional<KernelBeancounters> kernel, List<Beancounters> others, Node node) {
        List<Beancounters> sources = new ArrayList<>();
        kernel.ifPresent(sources::add);
        sources.addAll(others);
        beancounters = new ComposedBeancounters(sources);
        this.kernel = kernel;
        views = new ViewFiles(node.home().run().resolve("ubc").resolve("ve"));
        view = new VeView(node.syscalls(), node.root());
        cgroups = node.cgroups();
    }

    /// What all of it stands on.
    record Node(KernelRoot root, NodeHome home, Syscalls syscalls, CgroupTree cgroups) {}

    /// For looking: what was tested in this boot is known, and nothing is written.
    static NodeCounters watching(Node node) {
        Proven proven = provenFile(node).read().orElse(Proven.PRESUMED);
        return new NodeCounters(
                kernelCounting(node).flatMap(KernelCounting::find),
                NodeBeancounters.of(site(node, false), node.cgroups().controls(), proven),
                node);
    }

    /// For the one process that changes the node: tests once in a boot what the kernel does at its
    /// bounds, then samples until it is closed.
    ///
    /// @param initOf the init of a VE that runs
    static NodeCounters keeping(Node node, Function<VeId, Optional<Integer>> initOf)
            throws OperationFailure {
        Optional<Proven> known = provenFile(node).read();
        Proven proven = known.isPresent() ? known.get() : prove(node);
        NodeCounters counters =
                new NodeCounters(
                        startKernel(node),
                        NodeBeancounters.of(site(node, true), node.cgroups().controls(), proven),
                        node);
        counters.sampler =
                Optional.of(
                        new Sampler(counters.beancounters, counters.views, counters.view, initOf)
                                .telling(all -> counters.kernel.ifPresent(each -> each.show(all)))
                                .start());
        counters.leaks =
                counters.kernel.map(kernel ->
                        new LeakWatch(
                                        kernel::audit,
                                        node.home().run().resolve("ubc").resolve("corrections"),
                                        InstantSource.system())
                                .start());
        return counters;
    }

    private static NodeBeancounters.Site site(Node node, boolean keepsPeaks) {
        return new NodeBeancounters.Site(
                node.root(), node.syscalls(), new TreeCgroups(node.cgroups()), keepsPeaks);
    }

    /// Empty on a node without a v2 hierarchy: its ids are the owners' keys.
    private static Optional<KernelCounting> kernelCounting(Node node) {
        return node.cgroups()
                .unified()
                .map(ves ->
                        new KernelCounting(
                                node.root(),
                                node.syscalls(),
                                ves,
                                BPF.resolve(node.home().tag()),
                                node.home().run().resolve("bin")));
    }

    /// A kernel that takes no such programs is an ordinary one: what it has otherwise is used, and
    /// the levels tell.
    private static Optional<KernelBeancounters> startKernel(Node node) {
        Optional<KernelCounting> counting = kernelCounting(node);
        if (counting.isEmpty()) {
            return Optional.empty();
        }
        try {
            node.cgroups().prepare();
            KernelBeancounters started = counting.get().start();
            for (VeId veid : node.cgroups().list()) {
                started.open(veid);
            }
            return Optional.of(started);
        } catch (OperationFailure _) {
            return Optional.empty();
        }
    }

    private static ProvenFile provenFile(Node node) {
        return new ProvenFile(node.root(), node.home().run().resolve("ubc").resolve("self-test"));
    }

    private static Proven prove(Node node) throws OperationFailure {
        String tag = node.home().tag() + "-self-test";
        try {
            Files.createDirectories(node.home().state());
            Proven proven =
                    BoundTrial.run(
                            node.syscalls(),
                            CgroupTree.discover(node.root(), tag, "", node.syscalls()),
                            node.home().state());
            provenFile(node).write(proven);
            return proven;
        } catch (IOException e) {
            throw new OperationFailure(
                    FileErrno.of(e).kind(), "test the bounds of this kernel: " + e, e);
        }
    }

    SortedMap<Beancounter, UbcLevel> levels() {
        return beancounters.levels();
    }

    /// Of every VE that could be read.
    Map<VeId, SortedMap<Beancounter, UbcRow>> read() {
        try {
            return beancounters.read();
        } catch (OperationFailure _) {
            // None is there then, and each VE that has a cgroup is unreadable.
            return Map.of();
        }
    }

    /// The rows of a VE that has a cgroup. One that lost a part of its cgroups may have lost its
    /// beancounter with it, and gets a new one when they are made whole.
    static Reading<SortedMap<Beancounter, UbcRow>> reading(
            VeId veid, boolean whole, Map<VeId, SortedMap<Beancounter, UbcRow>> rows) {
        SortedMap<Beancounter, UbcRow> own = rows.get(veid);
        if (own != null) {
            return Reading.present(own);
        }
        return whole ? Reading.unreadable("read the beancounters of VE " + veid) : Reading.absent();
    }

    void set(SetBeancounter set) throws OperationFailure {
        beancounters.set(set.veid(), set.resource(), set.value());
    }

    void open(VeId veid) throws OperationFailure {
        beancounters.open(veid);
    }

    /// Bounds of single processes are inherited, so the held one gets them before it is the VE's
    /// init. A VE whose view cannot be made starts without: nobody is harmed by its lack, and the
    /// sampler tries again.
    void starting(VeId veid, int init) throws OperationFailure {
        beancounters.open(veid);
        try {
            views.write(veid, new TreeMap<>());
            view.show(init, views.file(veid));
        } catch (IOException | OperationFailure _) {
            // As said.
        }
    }

    void close(VeId veid) throws OperationFailure {
        beancounters.close(veid);
        try {
            views.remove(veid);
        } catch (IOException _) {
            // A file that nobody sees any more.
        }
    }

    @Override
    public void close() {
        leaks.ifPresent(LeakWatch::close);
        sampler.ifPresent(Sampler::close);
        kernel.ifPresent(KernelBeancounters::close);
        // Whoever only looks removes nothing: another process may be about to make a VE.
        if (sampler.isPresent()) {
            cgroups.tidy();
        }
    }
}
