package org.vzgit.kernel.op;

import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.VeId;

/// Sets the disk bounds of a VE, running or not; its private area must exist and be of a layout
/// that can be bounded. Bounds that are not managed stay as they are. Lowering below what is held
/// deletes nothing: the kernel refuses further use.
///
/// Also puts right what has drifted of the area's counting. Takes some 50 µs; an area whose project
/// id is wrong is walked once, file by file.
public record SetDiskQuota(VeId veid, DiskSpec disk) implements VeOperation {}
