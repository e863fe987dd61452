package org.vzgit.reconciler.wholepath;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/// Project quota of XFS; see `node.sh`.
@Tag("kernel")
class XfsQuotaKernelTest extends ProjectQuotaContract {
    @Override
    Path mountPoint() {
        return Path.of("/run/quota/xfs");
    }

    /// XFS answers ENOSPC where a project is full, and EDQUOT for users and groups only
    /// (`xfs_trans_dqresv`).
    @Override
    String refusal() {
        return "No space left on device";
    }
}
