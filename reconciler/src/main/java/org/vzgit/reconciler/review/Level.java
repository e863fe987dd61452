package org.vzgit.reconciler.review;

import java.util.Locale;

/// How much a finding of a review asks for attention, in the order in which they are listed.
enum Level {
    /// Must not be merged as it is, or would not be carried out.
    ERROR,
    /// Somebody should look twice.
    WARNING,
    NOTICE;

    /// `error`.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
