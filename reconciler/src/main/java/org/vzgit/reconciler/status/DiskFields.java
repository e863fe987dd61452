package org.vzgit.reconciler.status;

import java.util.Optional;
import java.util.function.Function;
import org.vzgit.kernel.state.DiskUse;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.reconciler.text.DiskText;
import org.vzgit.schema.Amount;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Limit;

/// The disk columns of a list, in vzlist's units: 1 KiB blocks and inodes. Shown of VEs that do not
/// run too: their files are there.
final class DiskFields {
    private static final long BLOCK_BYTES = 1024;

    private DiskFields() {}

    static String space(VeView view, Function<DiskUse, String> part) {
        return disk(view).map(ObservedDisk::space).map(part).orElse("-");
    }

    static String inodes(VeView view, Function<DiskUse, String> part) {
        return disk(view).flatMap(disk -> disk.inodes().toOptional()).map(part).orElse("-");
    }

    static String layout(VeView view) {
        return disk(view).map(disk -> disk.layout().word()).orElse("-");
    }

    static String held(DiskUse use) {
        return number(use.held());
    }

    static String soft(DiskUse use) {
        return number(use.bounds().barrier());
    }

    static String hard(DiskUse use) {
        return number(use.bounds().limit());
    }

    private static Optional<ObservedDisk> disk(VeView view) {
        return DiskText.of(view.live());
    }

    private static String number(Limit limit) {
        return limit instanceof Limit.Value(Amount amount) ? number(amount) : limit.text();
    }

    private static String number(Amount amount) {
        return amount instanceof Bytes(long bytes)
                ? Long.toString((bytes + BLOCK_BYTES - 1) / BLOCK_BYTES)
                : amount.text();
    }
}
