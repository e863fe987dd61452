package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.sys.KernelFile;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.kernel.text.CgroupText;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Resource;

/// The sources that every kernel has: cgroup files and limits of single processes.
public final class NodeBeancounters {
    /// Until 2.6.25 a constant, since then the default of `fs.nr_open`.
    private static final long FILES_MAX_DEFAULT = 1 << 20;

    private NodeBeancounters() {}

    /// @param controls how each resource is bounded on this node
    /// @param proven what a self-test allows to be claimed of what bounds
    public static List<Beancounters> of(Site site, Map<Resource, Control> controls, Proven proven) {
        KeptBeancounters.Place place =
                new KeptBeancounters.Place(
                        site.cgroups(),
                        new AttributeLedger(site.syscalls(), site.cgroups()),
                        site.keepsPeaks()
                                ? KeptBeancounters.Keeping.PEAKS
                                : KeptBeancounters.Keeping.NOTHING);
        return List.of(cgroups(place, controls, proven), processes(place, site, proven));
    }

    /// @param keepsPeaks whether looking may write: only one process at a time should
    public record Site(KernelRoot root, Syscalls syscalls, VeCgroups cgroups, boolean keepsPeaks) {}

    private static Beancounters cgroups(
            KeptBeancounters.Place place, Map<Resource, Control> controls, Proven proven) {
        Set<Beancounter> bounded = EnumSet.noneOf(Beancounter.class);
        for (Beancounter beancounter : Beancounter.values()) {
            beancounter
                    .resource()
                    .filter(r -> controls.getOrDefault(r, Control.ABSENT) != Control.ABSENT)
                    .ifPresent(_ -> bounded.add(beancounter));
        }
        List<Meter> meters = new ArrayList<>(List.of(new ResourceMeter(place.cgroups(), bounded)));
        List<Bounder> bounders = new ArrayList<>();
        switch (controls.getOrDefault(Resource.PHYSPAGES, Control.ABSENT)) {
            case CGROUP_V1 -> {
                meters.add(new MemoryMeterV1(place.cgroups()));
                bounders.add(new TcpBounder(place.cgroups()));
            }
            case CGROUP_V2 -> meters.add(new MemoryMeterV2(place.cgroups()));
            case ABSENT -> {}
        }
        Map<Beancounter, UbcLevel> levels = counted(meters);
        bounded.forEach(resource -> levels.put(resource, UbcLevel.CGROUP));
        bounders.forEach(b -> b.resources().forEach(r -> levels.put(r, UbcLevel.CGROUP)));
        levels.replaceAll(proven::atMost);
        return new KeptBeancounters(place, () -> meters, bounders, levels);
    }

    private static Beancounters processes(KeptBeancounters.Place place, Site site, Proven proven) {
        ProcessBounder bounder =
                new ProcessBounder(site.syscalls(), site.cgroups(), filesMax(site.root()));
        Map<Beancounter, UbcLevel> levels =
                counted(List.of(ProcessMeter.look(site.root(), site.cgroups())));
        bounder.resources().forEach(r -> levels.put(r, UbcLevel.PER_PROCESS));
        levels.replaceAll(proven::atMost);
        // Where hard limits cannot be raised, bounding would be a change without return.
        boolean works = levels.containsValue(UbcLevel.PER_PROCESS);
        return new KeptBeancounters(
                place,
                () -> List.of(ProcessMeter.look(site.root(), site.cgroups())),
                works ? List.of(bounder) : List.of(),
                levels);
    }

    private static Map<Beancounter, UbcLevel> counted(List<Meter> meters) {
        Map<Beancounter, UbcLevel> levels = new EnumMap<>(Beancounter.class);
        meters.forEach(meter -> meter.resources().forEach(r -> levels.put(r, UbcLevel.COUNTED)));
        return levels;
    }

    private static long filesMax(KernelRoot root) {
        try {
            return CgroupText.number(
                    KernelFile.text(
                            root.proc().resolve("sys").resolve("fs").resolve("nr_open"), 32));
        } catch (IOException | IllegalArgumentException _) {
            return FILES_MAX_DEFAULT;
        }
    }
}
