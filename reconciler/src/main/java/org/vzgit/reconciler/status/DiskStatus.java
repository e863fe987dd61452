package org.vzgit.reconciler.status;

import java.time.Instant;
import org.vzgit.kernel.state.DiskUse;
import org.vzgit.kernel.state.ObservedDisk;

/// The disk of a VE in a status.
///
/// @param layout what its private area is made of
/// @param inodes all `-` where they are not counted
/// @param graceTime seconds for which a soft bound may be exceeded
/// @param userQuota how many users and groups inside may have bounds of their own
record DiskStatus(String layout, Use space, Use inodes, long graceTime, int userQuota) {
    private static final Use UNCOUNTED = new Use("-", "-", "-", "");

    /// Canonical written forms.
    ///
    /// @param graceEnds when the soft bound becomes a hard one; empty while it is not exceeded
    record Use(String held, String soft, String hard, String graceEnds) {}

    static DiskStatus of(ObservedDisk disk) {
        return new DiskStatus(
                disk.layout().word(),
                use(disk.space()),
                disk.inodes().toOptional().map(DiskStatus::use).orElse(UNCOUNTED),
                disk.terms().graceSeconds(),
                disk.terms().userQuota());
    }

    private static Use use(DiskUse use) {
        String ends =
                use.graceEnds().isPresent()
                        ? Instant.ofEpochSecond(use.graceEnds().getAsLong()).toString()
                        : "";
        return new Use(
                use.held().text(),
                use.bounds().barrier().text(),
                use.bounds().limit().text(),
                ends);
    }
}
