package org.vzgit.kernel.state;

/// A VE's private area on disk.
///
/// @param uidBase the host id that is root inside; the owner of the area's root directory
/// @param mark whose it is; unreadable when damaged, and then nothing touches the VE
public record PrivateArea(long uidBase, Reading<OwnerMark> mark) {}
