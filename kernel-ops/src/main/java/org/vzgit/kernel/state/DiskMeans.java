package org.vzgit.kernel.state;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.vzgit.schema.DiskLayout;

/// How the file system that holds the private areas can keep VEs apart.
///
/// @param lacking for each layout, the mkfs feature, mount option or kernel option that is missing;
///   empty text where nothing is. A layout without an entry has no means here
/// @param usersLacking the same for the quota of users and groups inside VEs
public record DiskMeans(Map<DiskLayout, String> lacking, String usersLacking) {
    private static final String UNKNOWN = "nothing is known about the file system";

    /// For nodes of which nobody has looked at the file system.
    public static final DiskMeans NONE = new DiskMeans(Map.of(DiskLayout.PLAIN, ""), UNKNOWN);

    /// For nodes of which only the documents are asked: everything but what no node has at once.
    public static final DiskMeans ALL =
            new DiskMeans(
                    Map.of(
                            DiskLayout.PROJECT, "",
                            DiskLayout.SUBVOLUME, "",
                            DiskLayout.IMAGE, ""),
                    "");

    public DiskMeans {
        EnumMap<DiskLayout, String> all = new EnumMap<>(DiskLayout.class);
        all.putAll(lacking);
        all.put(DiskLayout.PLAIN, "");
        lacking = Collections.unmodifiableMap(all);
    }

    /// What a layout lacks; empty when it works.
    public String lacking(DiskLayout layout) {
        return lacking.getOrDefault(layout, UNKNOWN);
    }

    public boolean has(DiskLayout layout) {
        return lacking(layout).isEmpty();
    }

    /// Whether a layout can bound inodes: btrfs has no number of them, and an image has the one
    /// that it was made with.
    public static boolean countsInodes(DiskLayout layout) {
        return switch (layout) {
            case PROJECT -> true;
            case AUTO, SUBVOLUME, IMAGE, PLAIN -> false;
        };
    }
}
