package org.vzgit.reconciler.text;

import java.util.Locale;
import org.vzgit.schema.Disruption;

/// How much a planned change of one VE costs its users, the most dangerous first: the order in
/// which a plan lists its groups.
public enum Weight {
    DESTROY,
    RECREATE,
    STOP,
    RESTART,
    RELOAD,
    LIVE,
    CREATE;

    static Weight of(Disruption disruption) {
        return switch (disruption) {
            case LIVE -> LIVE;
            case RELOAD -> RELOAD;
            case RESTART -> RESTART;
            case RECREATE -> RECREATE;
        };
    }

    /// The word in the summary line and in JSON.
    String noun() {
        return name().toLowerCase(Locale.ROOT);
    }

    String paint(Palette palette, String text) {
        return switch (this) {
            case DESTROY, RECREATE, STOP -> palette.danger(text);
            case RESTART, RELOAD -> palette.caution(text);
            case LIVE, CREATE -> palette.calm(text);
        };
    }
}
