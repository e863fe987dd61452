package org.vzgit.kernel.state;

import java.util.OptionalLong;
import org.vzgit.schema.Amount;
import org.vzgit.schema.BarrierLimit;

/// One of the two things of a disk that are bounded, as the kernel shows it.
///
/// @param held in use now: bytes or inodes
/// @param bounds soft and hard, in force; neither is ever [org.vzgit.schema.Limit.NotManaged]
/// @param graceEnds while the soft bound is exceeded: the second since 1970 from which on it counts
///   as a hard one
public record DiskUse(Amount held, BarrierLimit bounds, OptionalLong graceEnds) {}
