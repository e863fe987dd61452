package org.vzgit.reconciler.wholepath;

import java.util.List;
import org.junit.jupiter.api.Tag;

/// Journalled quota of ext4; see `node.sh`.
@Tag("kernel")
class Ext4PowerCutKernelTest extends PowerCutContract {
    @Override
    LoopDisk make() throws Exception {
        return LoopDisk.mounted(
                "usrquota,grpquota,prjquota",
                "96M",
                "mkfs.ext4",
                "-q",
                "-F",
                "-O",
                "quota,project",
                "-E",
                "quotatype=usrquota:grpquota:prjquota");
    }

    @Override
    List<String> fsck() {
        return List.of("e2fsck", "-f", "-n");
    }
}
