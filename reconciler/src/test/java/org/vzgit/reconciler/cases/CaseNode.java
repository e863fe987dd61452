package org.vzgit.reconciler.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.vzgit.kernel.simulated.SimulatedKernel;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.DiskMeans;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.PlanRequest;
import org.vzgit.reconciler.plan.Planner;
import org.vzgit.schema.ActionScript;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.DiskLayout;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Revision;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.document.DesiredStateReader;
import org.vzgit.schema.document.SourceFile;

/// The simulated node `hn1` of a golden case: every control but I/O priority, which many kernels
/// lack.
final class CaseNode {
    static final Revision BEFORE = new Revision("1b2c3d4e5f60718293a4b5c6d7e8f90123456789", "ann");
    static final Revision AFTER = new Revision("9f8e7d6c5b4a39281706f5e4d3c2b1a098765432", "ann");

    /// ext4 with quota for projects, but not for users.
    private static final DiskMeans DISK =
            new DiskMeans(
                    Map.of(
                            DiskLayout.PROJECT,
                            "",
                            DiskLayout.SUBVOLUME,
                            "subvolumes need btrfs, and /var/lib/vzgit/ve is on another file"
                                    + " system"),
                    "/var/lib/vzgit/ve is mounted without the options usrquota and grpquota");

    private final SimulatedKernel kernel =
            new SimulatedKernel(
                    new Features("6.18-simulated", controls(), 4, levels())
                            .with(DISK)
                            .allowing(true),
                    Map.of(TemplateSpec.BUSYBOX, new TemplateRef(TemplateSpec.BUSYBOX, "1")));

    SimulatedKernel kernel() {
        return kernel;
    }

    Plan plan(Path documents, Revision revision) {
        DesiredState desired = desired(documents, revision);
        // Only a case about broken documents may have any.
        boolean meant = documents.toString().contains("/frozen");
        assertEquals(
                meant && revision.equals(AFTER),
                desired.hasErrors(),
                () -> desired.diagnostics().toString());
        return Planner.plan(
                new PlanRequest(
                        desired, new NodeName("hn1"), "git.example.org/ves", kernel.observe()));
    }

    static DesiredState desired(Path documents, Revision revision) {
        return new DesiredStateReader().read(revision, files(documents));
    }

    private static List<SourceFile> files(Path documents) {
        try (Stream<Path> found = Files.walk(documents)) {
            return found.filter(Files::isRegularFile)
                    .filter(file ->
                            file.toString().endsWith(".yaml")
                                    || ActionScript.actionOf(documents.relativize(file).toString())
                                            .isPresent())
                    .sorted()
                    .map(file -> file(documents, file))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static SourceFile file(Path documents, Path file) {
        try {
            return new SourceFile(documents.relativize(file).toString(), Files.readString(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Map<Resource, Control> controls() {
        Map<Resource, Control> controls = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            controls.put(
                    resource, resource == Resource.IOPRIO ? Control.ABSENT : Control.CGROUP_V2);
        }
        return controls;
    }

    /// One beancounter at each level that matters: kept, kept by each process, shown, unknown.
    private static SortedMap<Beancounter, UbcLevel> levels() {
        SortedMap<Beancounter, UbcLevel> levels = new TreeMap<>();
        for (Beancounter beancounter : Beancounter.values()) {
            levels.put(beancounter, UbcLevel.CGROUP);
        }
        levels.put(Beancounter.NUMFILE, UbcLevel.PER_PROCESS);
        levels.put(Beancounter.SHMPAGES, UbcLevel.COUNTED);
        levels.put(Beancounter.NUMIPTENT, UbcLevel.ABSENT);
        return levels;
    }
}
