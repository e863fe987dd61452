package org.vzgit.kernel.state;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.schema.ScriptAction;

/// A VE's private area on disk.
///
/// @param uidBase the host id that is root inside; the owner of the area's root directory
/// @param mark whose it is; unreadable when damaged, and then nothing touches the VE
/// @param disk what it takes and may take of the disk; absent when nobody counts it
/// @param cutOff the VE ran when the node went down, and has not been started or stopped since
/// @param scripts the action scripts that it has on the node, by the digest of their content
public record PrivateArea(
        long uidBase,
        Reading<OwnerMark> mark,
        Reading<ObservedDisk> disk,
        boolean cutOff,
        SortedMap<ScriptAction, String> scripts) {
    public PrivateArea {
        scripts = Collections.unmodifiableSortedMap(new TreeMap<>(scripts));
    }

    /// Of a VE without scripts, whose end, if it had one, was not the node's.
    public PrivateArea(long uidBase, Reading<OwnerMark> mark, Reading<ObservedDisk> disk) {
        this(uidBase, mark, disk, false, Collections.emptySortedMap());
    }

    /// An area that nobody counts.
    public PrivateArea(long uidBase, Reading<OwnerMark> mark) {
        this(uidBase, mark, Reading.absent());
    }

    /// The same of a VE that went down with the node, or did not.
    public PrivateArea cutOff(boolean value) {
        return new PrivateArea(uidBase, mark, disk, value, scripts);
    }

    public PrivateArea with(SortedMap<ScriptAction, String> digests) {
        return new PrivateArea(uidBase, mark, disk, cutOff, digests);
    }
}
