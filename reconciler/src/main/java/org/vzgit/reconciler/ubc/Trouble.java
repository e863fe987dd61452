package org.vzgit.reconciler.ubc;

import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.Beancounter;

/// From which share of its bound on a row is worth a look, beside any row that failed.
///
/// @param held share in use now, above 0
/// @param maxheld share that was in use at the highest
public record Trouble(double held, double maxheld) {
    /// What `vzubc -q` shows (vzctl 4.11).
    public static final Trouble DEFAULT = new Trouble(0.5, 0.8);

    private static final double PERCENT = 100;

    public Trouble {
        if (!(held > 0) || !(maxheld > 0)) {
            throw new IllegalArgumentException("a share of a bound is above 0");
        }
    }

    /// A number above 1 is in percent, as vzubc takes it.
    public static double share(double written) {
        return written > 1 ? written / PERCENT : written;
    }

    /// Whether a row is worth a look.
    public boolean has(Beancounter resource, UbcRow row) {
        long bound = UbcRow.tested(resource, row.barrier(), row.limit());
        boolean near =
                bound != UbcRow.UNLIMITED
                        && row.maxheld() > 0
                        && (row.held() > held * bound || row.maxheld() > maxheld * bound);
        return row.failcnt() > 0 || near;
    }
}
