package org.vzgit.reconciler.wholepath;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

/// No way past the bounds on Xfs; see `node.sh`.
@Tag("kernel")
class XfsQuotaEscapeKernelTest extends QuotaEscapeContract {
    @Override
    Path mountPoint() {
        return Path.of("/run/quota/xfs");
    }
}
