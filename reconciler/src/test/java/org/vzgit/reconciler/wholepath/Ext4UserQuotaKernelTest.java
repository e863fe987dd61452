package org.vzgit.reconciler.wholepath;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/// Quota of users inside on Ext4; see `node.sh`.
@Tag("kernel")
class Ext4UserQuotaKernelTest extends UserQuotaContract {
    @Override
    Path mountPoint() {
        return Path.of("/run/quota/ext4");
    }
}
