package org.vzgit.reconciler.review;

import java.util.Locale;
import org.vzgit.schema.Disruption;

/// How one changed field takes effect.
enum How {
    LIVE,
    RELOAD,
    RESTART,
    RECREATE,
    /// A part of a VE that is made.
    NEW,
    /// The VE is started or stopped.
    STATE,
    /// The VE does not run: the value counts from its next start on.
    NEXT_START,
    /// The kernel goes on as before: it rounds both values to the same, or nobody manages the field
    /// any more and the last bound stays.
    NO_EFFECT;

    static How of(Disruption disruption) {
        return switch (disruption) {
            case LIVE -> LIVE;
            case RELOAD -> RELOAD;
            case RESTART -> RESTART;
            case RECREATE -> RECREATE;
        };
    }

    /// `next-start`.
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// `next start`.
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
