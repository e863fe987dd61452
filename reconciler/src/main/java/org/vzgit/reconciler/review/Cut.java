package org.vzgit.reconciler.review;

import java.util.Locale;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.state.Usage;
import org.vzgit.reconciler.diff.Headroom;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Limit;

/// How a new limit stands to what the VE used when the snapshot was taken.
enum Cut {
    NONE,
    /// Below the highest use: what happened once would fail next time.
    BELOW_MAXHELD,
    /// Below the use, and the commit says that this is meant.
    ALLOWED,
    /// Below the use: the kernel would reclaim, kill or refuse at once.
    BELOW_HELD;

    /// `below-held`.
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The same for a beancounter, by the bound that OpenVZ tests. A guarantee refuses nothing, so
    /// it is never cut too deep.
    static Cut of(Beancounter beancounter, BarrierLimit wanted, Counter use, boolean allowed) {
        if (beancounter == Beancounter.VMGUARPAGES || beancounter == Beancounter.OOMGUARPAGES) {
            return NONE;
        }
        long bound =
                UbcRow.tested(
                        beancounter,
                        UbcRow.number(wanted.barrier()),
                        UbcRow.number(wanted.limit()));
        if (bound < use.held().orElse(0)) {
            return allowed ? ALLOWED : BELOW_HELD;
        }
        return bound < use.maxheld().orElse(0) ? BELOW_MAXHELD : NONE;
    }

    /// @param allowed whether the commit allows a cut below what is held
    static Cut of(Usage usage, Limit wanted, boolean allowed) {
        if (usage.held().toOptional().filter(held -> Headroom.isBelow(wanted, held)).isPresent()) {
            return allowed ? ALLOWED : BELOW_HELD;
        }
        return usage.maxheld()
                        .toOptional()
                        .filter(most -> Headroom.isBelow(wanted, most))
                        .isPresent()
                ? BELOW_MAXHELD
                : NONE;
    }
}
