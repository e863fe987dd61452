/// Disk space and inodes of VEs: project quota of ext4 and XFS, quota groups of btrfs, and images.
@NullMarked
package org.vzgit.kernel.quota;

import org.jspecify.annotations.NullMarked;
