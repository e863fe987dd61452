package org.vzgit.reconciler.plan;

import org.vzgit.schema.Disruption;

/// How dangerous a step is to those who use the VE. Plans show the most dangerous first.
enum Risk {
    /// On the way to losing files.
    DESTROY(Disruption.RECREATE),
    /// On the way to a VE that does not run.
    STOP(Disruption.RESTART),
    /// Part of stopping and starting again.
    RESTART(Disruption.RESTART),
    RELOAD(Disruption.RELOAD),
    /// Takes something from a running VE: a lower bound, an address.
    SHRINK(Disruption.LIVE),
    LIVE(Disruption.LIVE),
    /// Starts a VE that is there.
    START(Disruption.LIVE),
    CREATE(Disruption.LIVE);

    private final Disruption disruption;

    Risk(Disruption disruption) {
        this.disruption = disruption;
    }

    Disruption disruption() {
        return disruption;
    }
}
