package org.vzgit.reconciler.review;

import java.util.Locale;
import org.vzgit.reconciler.text.Weight;

/// What a change means for one VE, the most dangerous first: the order in which a review lists VEs.
enum Effect {
    DESTROY("is removed with all its files"),
    RECREATE("would get a new private area: its files would be lost"),
    STOP("stops; its files stay"),
    RESTART("stops and starts"),
    /// Wanted, and refused.
    BLOCKED(""),
    RELOAD(""),
    LIVE(""),
    CREATE(""),
    /// Its document is gone and it does not run: only its files are left, as they were.
    RETAIN("its files stay"),
    /// Nothing happens now: the VE does not run, or the kernel has no finer value.
    NEXT_START("");

    private final String consequence;

    Effect(String consequence) {
        this.consequence = consequence;
    }

    static Effect of(Weight weight) {
        return switch (weight) {
            case DESTROY -> DESTROY;
            case RECREATE -> RECREATE;
            case STOP -> STOP;
            case RESTART -> RESTART;
            case RELOAD -> RELOAD;
            case LIVE -> LIVE;
            case CREATE -> CREATE;
        };
    }

    /// The word in headings: `NEXT START`.
    String label() {
        return name().replace('_', ' ');
    }

    /// The word in data and in summaries: `next-start`.
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What people who use the VE will notice, for the headings; empty where nothing is.
    String consequence() {
        return consequence;
    }

    /// Whether somebody should look twice before it is merged. Never folded away in a comment.
    boolean isDangerous() {
        return compareTo(BLOCKED) <= 0;
    }

    /// Whether anything of it would be carried out, now or when the VE starts.
    boolean isChange() {
        return this != BLOCKED;
    }
}
