package org.vzgit.reconciler.diff;

import org.vzgit.schema.Amount;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Pages;

/// Compares a bound with what is used under it.
public final class Headroom {
    private Headroom() {}

    /// Whether the bound is lower than the use. Only what piles up can be: processes and memory.
    public static boolean isBelow(Limit bound, Amount use) {
        return bound instanceof Limit.Value(Amount amount)
                && ((amount instanceof Count(long most)
                                && use instanceof Count(long now)
                                && most < now)
                        || (amount instanceof Pages(long pages)
                                && use instanceof Pages(long used)
                                && pages < used));
    }
}
