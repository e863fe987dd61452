package org.vzgit.kernel.state;

import java.util.Optional;
import org.vzgit.schema.DiskLayout;
import org.vzgit.schema.DiskTerms;

/// What a private area takes of the node's disk, and what it may take.
///
/// @param layout how it is counted; never AUTO or PLAIN
/// @param inodes absent where the layout cannot count them
/// @param terms what was set last beside the bounds
/// @param drift what does not hold although it was set, in a word or two
public record ObservedDisk(
        DiskLayout layout,
        DiskUse space,
        Reading<DiskUse> inodes,
        DiskTerms terms,
        Optional<String> drift) {}
