package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.linux.LinuxKernel;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.op.DetachNetwork;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.op.WriteOwnerMark;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.apply.Applier;
import org.vzgit.reconciler.apply.ApplySettings;
import org.vzgit.reconciler.apply.Journal;
import org.vzgit.reconciler.apply.ProgressListener;
import org.vzgit.reconciler.loop.DesiredFeed;
import org.vzgit.reconciler.loop.LoopListeners;
import org.vzgit.reconciler.loop.LoopSettings;
import org.vzgit.reconciler.loop.ManagedNode;
import org.vzgit.reconciler.loop.NodeFiles;
import org.vzgit.reconciler.loop.ReconcileLoop;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.PlanRequest;
import org.vzgit.reconciler.plan.Planner;
import org.vzgit.reconciler.source.DesiredSource;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.reconciler.source.SourceSettings;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Revision;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeId;
import org.vzgit.schema.document.DesiredStateReader;
import org.vzgit.schema.document.SourceFile;

/// This machine as a node: its kernel, a home and a network of its own, and nothing left at the
/// end.
final class RealNode {
    static final String REPOSITORY = "whole-path";
    private static final NodeName NAME = new NodeName("hn1");
    static final String NODE =
            """
            apiVersion: vzgit/v1
            kind: Node
            metadata: {name: hn1}
            spec: {removalBudget: 100}
            """;

    private final Path directory;
    final NodeHome home;
    final KernelThread thread;
    private LinuxKernel kernel;
    private UnaryOperator<Kernel> wrapping = UnaryOperator.identity();
    private String node = NODE;

    RealNode() throws Exception {
        this(Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
    }

    /// With a home on a file system of the test's choice.
    RealNode(Path parent) throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "not root");
        directory = Files.createTempDirectory(parent, "vzgit-whole");
        home = NodeHome.below(directory);
        thread = new KernelThread();
        kernel = thread.call(() -> LinuxKernel.open(home));
    }

    Path directory() {
        return directory;
    }

    /// From now on this node's document says so.
    void removalBudget(int budget) {
        node = NODE.replace("100", Integer.toString(budget));
    }

    /// From now on this node's document says so.
    void diskLayout(String layout) {
        node = NODE.replace("100}", "100, disk: {layout: " + layout + "}}");
    }

    /// From now on plans are applied through another kernel.
    void wrapped(UnaryOperator<Kernel> wrapper) {
        wrapping = wrapper;
    }

    /// The process that managed this node is gone and another one begins.
    void restartProcess() throws Exception {
        wrapping = UnaryOperator.identity();
        thread.call(this::reopened);
    }

    /// The same, for work that is on the node's thread already.
    LinuxKernel reopened() {
        kernel.close();
        kernel = LinuxKernel.open(home);
        return kernel;
    }

    /// For work that is on the node's thread already.
    LinuxKernel kernel() {
        return kernel;
    }

    /// The machine loses its power and boots: processes end, nothing of this node's is open.
    ///
    /// @param boot mounts the disks again
    void powerCut(Callable<?> boot) throws Exception {
        wrapping = UnaryOperator.identity();
        killVes();
        thread.call(() -> {
            kernel.close();
            boot.call();
            kernel = LinuxKernel.open(home);
            return kernel;
        });
    }

    /// Whoever is in a cgroup of this node's: asked of the kernel and not of a disk that may be
    /// gone.
    private void killVes() {
        for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
            Path groups = Path.of("/proc", Long.toString(process.pid()), "cgroup");
            if (Leftovers.read(groups).contains("/" + home.tag() + "/")) {
                process.destroyForcibly();
            }
        }
    }

    DesiredState desired(VeText... ves) {
        return desired(Arrays.stream(ves).map(VeText::file).toList());
    }

    DesiredState desired(List<SourceFile> ves) {
        List<SourceFile> files = new ArrayList<>(ves);
        files.add(new SourceFile("nodes/hn1.yaml", node));
        return new DesiredStateReader().read(new Revision("0123456789abcdef", "alice"), files);
    }

    Plan plan(DesiredState desired) throws Exception {
        return plan(desired, observe());
    }

    Plan plan(VeText... ves) throws Exception {
        return plan(desired(ves));
    }

    private static Plan plan(DesiredState desired, ObservedNode live) {
        return Planner.plan(new PlanRequest(desired, NAME, REPOSITORY, live));
    }

    /// One pass: observe, plan, apply, observe again.
    Applied pass(DesiredState desired) throws Exception {
        return thread.call(() -> {
            Applier applier =
                    new Applier(
                            wrapping.apply(kernel),
                            new Journal(home.state().resolve("journal")),
                            ProgressListener.NONE,
                            live -> plan(desired, live),
                            ApplySettings.forCpus(2, () -> false));
            return applier.apply(plan(desired, kernel.observe()));
        });
    }

    /// A pass after which nothing is left to do.
    Applied converge(DesiredState desired) throws Exception {
        Applied applied = pass(desired);
        assertFalse(desired.hasErrors(), () -> desired.diagnostics().toString());
        assertTrue(applied.converged(), () -> told(applied));
        assertEquals(List.of(), plan(desired).steps(), "plan again");
        return applied;
    }

    Applied converge(VeText... ves) throws Exception {
        return converge(desired(ves));
    }

    static String told(Applied applied) {
        StringBuilder text = new StringBuilder();
        applied.plan()
                .steps()
                .forEach(step ->
                        text.append(step.operation())
                                .append(": ")
                                .append(applied.outcomes().get(step.id()))
                                .append('\n'));
        return text.append("left: ").append(applied.remaining()).toString();
    }

    /// A loop on this node that follows a directory.
    ///
    /// @param drift between two looks at the kernel that nothing asked for
    ReconcileLoop loop(Path desired, Duration drift) {
        DesiredSource source =
                new DesiredSource(
                        new SourceSettings(
                                directory.resolve("cache"),
                                directory,
                                Optional.empty(),
                                InstantSource.system()));
        return new ReconcileLoop(
                new ManagedNode(
                        kernel,
                        new DesiredFeed(
                                source,
                                SourceLocation.directory(desired),
                                new DesiredStateReader()::read),
                        ManagedNode.Planning.of(NAME),
                        new Journal(home.state().resolve("journal")),
                        NodeFiles.of(home)),
                new LoopSettings(
                        drift,
                        Duration.ofMillis(200),
                        2,
                        RandomGenerator.of("L64X128MixRandom"),
                        InstantSource.system()),
                new LoopListeners(List.of()));
    }

    ObservedNode observe() throws Exception {
        return thread.call(() -> kernel.observe());
    }

    ObservedVe ve(VeText ve) throws Exception {
        return observe().ve(ve.veid());
    }

    ObservedInit init(VeText ve) throws Exception {
        return ve(ve).init()
                .toOptional()
                .orElseThrow(() -> new AssertionError("VE " + ve.veid() + " does not run"));
    }

    int pid(VeText ve) throws Exception {
        return init(ve).pid();
    }

    /// A file as the VE sees it.
    Path inside(VeText ve, String path) throws Exception {
        return Path.of("/proc/" + pid(ve) + "/root", path);
    }

    /// What a program of the host says in the VE's network.
    String ip(VeText ve, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("nsenter", "--net", "--target", "" + pid(ve), "ip"));
        command.addAll(List.of(arguments));
        return KernelThread.Commands.output(command);
    }

    /// A shell script as root of a VE: its words, and its exit code as the last line.
    String sh(VeText ve, String script) throws Exception {
        List<String> command =
                List.of(
                        "nsenter",
                        "--all",
                        "--setuid=0",
                        "--setgid=0",
                        "--target=" + pid(ve),
                        "/bin/sh",
                        "-c",
                        "{ " + script + "\n} 2>&1; echo $?");
        return KernelThread.Commands.output(command);
    }

    void apply(Operation operation) throws Exception {
        thread.call(() -> {
            kernel.apply(operation);
            return operation;
        });
    }

    /// Stops and destroys every VE, and looks with eyes of its own whether anything is left.
    void close() throws Exception {
        restartProcess();
        for (ObservedVe ve : observe().ves().values()) {
            destroy(ve);
        }
        restartProcess();
        String links = thread.run("ip", "-o", "link");
        thread.call(() -> {
            kernel.close();
            return kernel;
        });
        thread.close();
        assertEquals(List.of(), Leftovers.of(home, links));
        delete();
    }

    void destroy(ObservedVe ve) throws Exception {
        VeId veid = ve.veid();
        apply(new StopVe(veid, new Seconds(0)));
        apply(new DetachNetwork(veid));
        apply(new RemoveCgroup(veid));
        var mark =
                ve.privateArea().toOptional().map(PrivateArea::mark).flatMap(m -> m.toOptional());
        if (mark.isPresent()) {
            apply(new WriteOwnerMark(veid, released(mark.get())));
        }
        apply(new DestroyPrivateArea(veid));
    }

    private static OwnerMark released(OwnerMark mark) {
        return new OwnerMark(
                mark.repository(),
                mark.name(),
                mark.template(),
                mark.applied(),
                DeletionPolicy.DESTROY);
    }

    private void delete() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /// Work on the node's kernel that may fail.
    OperationFailure refused(Operation operation) {
        return org.junit.jupiter.api.Assertions.assertThrows(
                OperationFailure.class, () -> apply(operation));
    }
}
