package org.vzgit.reconciler.loop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.simulated.SimulatedKernel;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.apply.Journal;
import org.vzgit.reconciler.apply.ProgressListener;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.source.DesiredSource;
import org.vzgit.reconciler.source.SourceFailure;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.reconciler.source.SourceSettings;
import org.vzgit.reconciler.source.Trust;
import org.vzgit.reconciler.source.signature.Signers;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Severity;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.document.DesiredStateReader;

/// A real directory of documents, the real reader and planner, and a simulated kernel.
final class LoopWorld implements LoopListener {
    final Path directory;
    final SimulatedKernel kernel;
    final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    final ManagedNode node;
    final LoopSettings settings;

    LoopWorld(Path directory) throws IOException {
        this(directory, InstantSource.system(), kernel -> kernel);
    }

    /// @param wrapping what stands between the loop and the kernel
    LoopWorld(Path directory, InstantSource clock, UnaryOperator<Kernel> wrapping)
            throws IOException {
        this(
                directory,
                clock,
                wrapping,
                new NodeName("hn1"),
                feed(
                        directory,
                        SourceLocation.directory(
                                Files.createDirectories(directory.resolve("desired")))));
    }

    /// One of several nodes that follow the same repository.
    LoopWorld(Path directory, InstantSource clock, NodeName name, SourceLocation location)
            throws IOException {
        this(directory, clock, kernel -> kernel, name, feed(directory, location).inTurnOf(name));
    }

    private LoopWorld(
            Path directory,
            InstantSource clock,
            UnaryOperator<Kernel> wrapping,
            NodeName name,
            DesiredFeed feed)
            throws IOException {
        this.directory = Files.createDirectories(directory.resolve("desired"));
        kernel = simulated();
        node =
                new ManagedNode(
                        wrapping.apply(kernel),
                        feed,
                        ManagedNode.Planning.of(name),
                        new Journal(directory.resolve("journal")),
                        new NodeFiles(
                                directory.resolve("run").resolve("status.json"),
                                new HoldFile(directory.resolve("holds.json"))));
        settings =
                new LoopSettings(
                        Duration.ofMillis(10),
                        Duration.ofMillis(10),
                        2,
                        RandomGenerator.of("L64X128MixRandom"),
                        clock);
        write("node.yaml", "apiVersion: vzgit/v1\nkind: Node\nmetadata: {name: hn1}\nspec: {}\n");
    }

    /// A node with nothing on it.
    static SimulatedKernel simulated() {
        Map<Resource, Control> controls = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            controls.put(resource, Control.CGROUP_V2);
        }
        return new SimulatedKernel(
                new Features("simulated", controls, 4),
                Map.of(TemplateSpec.BUSYBOX, new TemplateRef(TemplateSpec.BUSYBOX, "1")));
    }

    ReconcileLoop loop() {
        return new ReconcileLoop(node, settings, this);
    }

    void ve(int veid, String fields) throws IOException {
        write(
                "ve" + veid + ".yaml",
                """
                apiVersion: vzgit/v1
                kind: VE
                metadata: {name: web%d}
                spec:
                  veid: %d
                  node: hn1
                  template: busybox
                %s
                """
                        .formatted(veid, veid, fields.indent(2)));
    }

    void write(String file, String text) throws IOException {
        Path next = directory.resolve("." + file);
        Files.write(next, text.getBytes(StandardCharsets.UTF_8));
        Files.move(
                next,
                directory.resolve(file),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static DesiredFeed feed(Path root, SourceLocation location) {
        DesiredSource source =
                new DesiredSource(
                        new SourceSettings(
                                root.resolve("cache"),
                                root,
                                Optional.empty(),
                                InstantSource.system()),
                        new Trust(root.resolve("trust"), Signers.in(root.resolve("etc"))));
        return new DesiredFeed(source, location, new DesiredStateReader()::read);
    }

    @Override
    public void revision(Desired desired) {
        heard.add("revision");
        desired.state().diagnostics().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .forEach(finding -> heard.add("error: " + finding));
    }

    @Override
    public void sourceFailed(SourceFailure failure) {
        heard.add("source failed: " + failure.kind());
    }

    @Override
    public void sourceRecovered() {
        heard.add("source recovered");
    }

    @Override
    public void waits(Optional<NodeWait> wait) {
        heard.add(wait.map(one -> "waits: " + one.reasons()).orElse("waits no more"));
    }

    @Override
    public ProgressListener applying(Plan plan) {
        return ProgressListener.NONE;
    }

    @Override
    public void applied(Applied applied) {
        heard.add("applied");
    }

    @Override
    public void blocked(List<Blocked> appeared) {
        heard.add("blocked: " + appeared.getFirst().reason());
    }

    @Override
    public void unblocked(List<Blocked> gone) {
        heard.add("unblocked: " + gone.getFirst().reason());
    }

    @Override
    public void passFailed(RuntimeException defect) {
        heard.add("defect: " + defect);
    }
}
