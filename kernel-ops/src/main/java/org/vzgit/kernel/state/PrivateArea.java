package org.vzgit.kernel.state;

/// A VE's private area on disk.
///
/// @param uidBase the host id that is root inside; the owner of the area's root directory
/// @param mark whose it is; unreadable when damaged, and then nothing touches the VE
/// @param disk what it takes and may take of the disk; absent when nobody counts it
public record PrivateArea(long uidBase, Reading<OwnerMark> mark, Reading<ObservedDisk> disk) {

    /// An area that nobody counts.
    public PrivateArea(long uidBase, Reading<OwnerMark> mark) {
        this(uidBase, mark, Reading.absent());
    }
}
