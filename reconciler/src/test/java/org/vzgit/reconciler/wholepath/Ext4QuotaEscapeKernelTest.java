package org.vzgit.reconciler.wholepath;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/// No way past the bounds on Ext4; see `node.sh`.
@Tag("kernel")
class Ext4QuotaEscapeKernelTest extends QuotaEscapeContract {
    @Override
    Path mountPoint() {
        return Path.of("/run/quota/ext4");
    }
}
