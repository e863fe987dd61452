package org.vzgit.kernel.state;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Resource;

/// What the running kernel can do, found by looking, not by its version.
///
/// @param release what uname(2) says, for display only
/// @param controls how each resource is bounded here; every resource has an entry
/// @param cpusOnline how many CPUs there are
/// @param levels how well each beancounter is carried out; every one has an entry
/// @param disk how disk space is bounded here
/// @param hostScripts whether the node runs action scripts of a repository as its own root
public record Features(
        String release,
        Map<Resource, Control> controls,
        int cpusOnline,
        SortedMap<Beancounter, UbcLevel> levels,
        DiskMeans disk,
        boolean hostScripts) {
    public Features {
        EnumMap<Resource, Control> all = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            all.put(resource, controls.getOrDefault(resource, Control.ABSENT));
        }
        controls = Collections.unmodifiableMap(all);
        TreeMap<Beancounter, UbcLevel> known = new TreeMap<>(levels);
        for (Beancounter beancounter : Beancounter.values()) {
            known.putIfAbsent(beancounter, UbcLevel.ABSENT);
        }
        levels = Collections.unmodifiableSortedMap(known);
    }

    /// A node that has of the beancounters only those that are resources too.
    public Features(String release, Map<Resource, Control> controls, int cpusOnline) {
        this(release, controls, cpusOnline, boundBy(controls));
    }

    /// A node whose disk nobody has looked at.
    public Features(
            String release,
            Map<Resource, Control> controls,
            int cpusOnline,
            SortedMap<Beancounter, UbcLevel> levels) {
        this(release, controls, cpusOnline, levels, DiskMeans.NONE, false);
    }

    public Features with(DiskMeans means) {
        return new Features(release, controls, cpusOnline, levels, means, hostScripts);
    }

    public Features allowing(boolean scripts) {
        return new Features(release, controls, cpusOnline, levels, disk, scripts);
    }

    public Control controlOf(Resource resource) {
        return controls.getOrDefault(resource, Control.ABSENT);
    }

    public UbcLevel levelOf(Beancounter beancounter) {
        return levels.getOrDefault(beancounter, UbcLevel.ABSENT);
    }

    private static SortedMap<Beancounter, UbcLevel> boundBy(Map<Resource, Control> controls) {
        SortedMap<Beancounter, UbcLevel> levels = new TreeMap<>();
        for (Beancounter beancounter : Beancounter.values()) {
            beancounter
                    .resource()
                    .filter(r -> controls.getOrDefault(r, Control.ABSENT) != Control.ABSENT)
                    .ifPresent(_ -> levels.put(beancounter, UbcLevel.CGROUP));
        }
        return levels;
    }
}
