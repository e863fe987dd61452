package org.vzgit.kernel.state;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.vzgit.schema.Resource;

/// What the running kernel can do, found by looking, not by its version.
///
/// @param release what uname(2) says, for display only
/// @param controls how each resource is bounded here; every resource has an entry
/// @param cpusOnline how many CPUs there are
/// @param disk how disk space is bounded here
public record Features(
        String release, Map<Resource, Control> controls, int cpusOnline, DiskMeans disk) {
    public Features {
        EnumMap<Resource, Control> all = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            all.put(resource, controls.getOrDefault(resource, Control.ABSENT));
        }
        controls = Collections.unmodifiableMap(all);
    }

    /// Of a node whose disk nobody has looked at.
    public Features(String release, Map<Resource, Control> controls, int cpusOnline) {
        this(release, controls, cpusOnline, DiskMeans.NONE);
    }

    public Control controlOf(Resource resource) {
        return controls.getOrDefault(resource, Control.ABSENT);
    }
}
