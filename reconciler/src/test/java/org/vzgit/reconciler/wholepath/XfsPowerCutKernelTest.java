package org.vzgit.reconciler.wholepath;

import java.util.List;
import org.junit.jupiter.api.Tag;

/// Journalled quota of XFS; see `node.sh`.
@Tag("kernel")
class XfsPowerCutKernelTest extends PowerCutContract {
    @Override
    LoopDisk make() throws Exception {
        return LoopDisk.mounted("usrquota,grpquota,prjquota", "320M", "mkfs.xfs", "-q", "-f");
    }

    @Override
    List<String> fsck() {
        return List.of("xfs_repair", "-n", "-f");
    }
}
