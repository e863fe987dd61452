package org.vzgit.reconciler.source.signature;

import org.jspecify.annotations.Nullable;
import org.vzgit.reconciler.text.SafeText;

/// Text out of a signature or a key, fit for a terminal and a journal line.
final class Printable {
    /// A fingerprint, a name with an address, a sentence.
    private static final int LENGTH_MAX = 200;

    private Printable() {}

    static String of(@Nullable String text) {
        String safe = text == null ? "?" : SafeText.of(text).replaceAll("\\s+", " ");
        return safe.length() <= LENGTH_MAX ? safe : safe.substring(0, LENGTH_MAX);
    }
}
