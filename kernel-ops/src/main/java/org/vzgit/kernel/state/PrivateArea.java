package org.vzgit.kernel.state;

/// A VE's private area on disk.
///
/// @param uidBase the host id that is root inside; the owner of the area's root directory
/// @param mark whose it is; unreadable when damaged, and then nothing touches the VE
/// @param disk what it takes and may take of the disk; absent when nobody counts it
/// @param cutOff the VE ran when the node went down, and has not been started or stopped since
public record PrivateArea(
        long uidBase, Reading<OwnerMark> mark, Reading<ObservedDisk> disk, boolean cutOff) {

    /// Of a VE whose end, if it had one, was not the node's.
    public PrivateArea(long uidBase, Reading<OwnerMark> mark, Reading<ObservedDisk> disk) {
        this(uidBase, mark, disk, false);
    }

    /// An area that nobody counts.
    public PrivateArea(long uidBase, Reading<OwnerMark> mark) {
        this(uidBase, mark, Reading.absent());
    }

    /// The same of a VE that went down with the node.
    public PrivateArea afterCut() {
        return new PrivateArea(uidBase, mark, disk, true);
    }
}
