package org.vzgit.reconciler.text;

import java.util.Locale;
import java.util.Optional;
import org.vzgit.kernel.state.DiskUse;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.schema.Amount;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;

/// What a VE uses of the disk, as people read it.
public final class DiskText {
    private static final String SUFFIXES = "BKMGTPE";
    private static final double STEP = 1024;

    private DiskText() {}

    /// What is known of a VE's disk.
    public static Optional<ObservedDisk> of(ObservedVe live) {
        return live.privateArea().toOptional().flatMap(area -> area.disk().toOptional());
    }

    /// For a plan: `used 8.1G of 10G`, and a warning where the new bound is below that.
    static String use(VeSpec wanted, ObservedVe live, String field) {
        Optional<ObservedDisk> disk = of(live);
        if (field.equals(VeField.DISK_SPACE.display())) {
            return disk.map(seen -> use(seen.space(), wanted.disk().space())).orElse("");
        }
        return field.equals(VeField.DISK_INODES.display())
                ? disk.flatMap(seen -> seen.inodes().toOptional())
                        .map(inodes -> use(inodes, wanted.disk().inodes()))
                        .orElse("")
                : "";
    }

    private static String use(DiskUse use, BarrierLimit wanted) {
        String text = "used " + size(use.held()) + " of " + use.bounds().limit().text();
        return isBelow(wanted.limit(), use.held()) ? text + "  ! below what is used" : text;
    }

    /// `8.1G`: one digit after the point below 10, none from there on, cut and not rounded up: what
    /// is shown as used is used.
    public static String size(Amount amount) {
        if (!(amount instanceof Bytes(long bytes))) {
            return amount.text();
        }
        double rest = bytes;
        int power = 0;
        while (rest >= STEP && power < SUFFIXES.length() - 1) {
            rest /= STEP;
            power++;
        }
        boolean whole = power == 0 || rest >= 10;
        double shown = whole ? Math.floor(rest) : Math.floor(rest * 10) / 10;
        return String.format(Locale.ROOT, whole ? "%.0f" : "%.1f", shown) + suffix(power);
    }

    private static String suffix(int power) {
        return power == 0 ? "" : SUFFIXES.substring(power, power + 1);
    }

    private static boolean isBelow(Limit bound, Amount held) {
        return bound instanceof Limit.Value(Amount most) && number(most) < number(held);
    }

    private static long number(Amount amount) {
        return amount instanceof Bytes(long bytes)
                ? bytes
                : amount instanceof Count(long count) ? count : 0;
    }
}
