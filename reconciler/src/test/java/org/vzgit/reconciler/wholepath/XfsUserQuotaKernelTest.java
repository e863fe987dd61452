package org.vzgit.reconciler.wholepath;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/// Quota of users inside on Xfs; see `node.sh`.
@Tag("kernel")
class XfsUserQuotaKernelTest extends UserQuotaContract {
    @Override
    Path mountPoint() {
        return Path.of("/run/quota/xfs");
    }
}
