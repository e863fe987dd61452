package org.vzgit.reconciler.wholepath;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/// Project quota of ext4; see `node.sh`.
@Tag("kernel")
class Ext4QuotaKernelTest extends ProjectQuotaContract {
    @Override
    Path mountPoint() {
        return Path.of("/run/quota/ext4");
    }

    @Override
    String refusal() {
        return "Disk quota exceeded";
    }
}
