package org.vzgit.schema;

import java.util.Locale;

/// What a private area is made of, which decides how its disk space is bounded.
public enum DiskLayout {
    /// In documents of nodes only: the first of the others that the node has the means for.
    AUTO,
    /// A directory with a project id, on ext4 or XFS.
    PROJECT,
    /// A subvolume with a quota group, on btrfs.
    SUBVOLUME,
    /// A file system of its own in a sparse file.
    IMAGE,
    /// A directory that nobody counts.
    PLAIN;

    /// As documents, plans and lists write it: `project`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
