package org.vzgit.reconciler.review;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.state.Usage;
import org.vzgit.schema.Amount;
import org.vzgit.schema.Beancounter;

/// What a VE used of a resource when the snapshot was taken, as people write amounts; empty where
/// the kernel counts nothing or there is no snapshot.
record LiveUse(String held, String maxheld, String failcnt) {
    static final LiveUse UNKNOWN = new LiveUse("", "", "");

    static LiveUse of(Usage usage) {
        return new LiveUse(
                usage.held().toOptional().map(Amount::text).orElse(""),
                usage.maxheld().toOptional().map(Amount::text).orElse(""),
                usage.failcnt().toOptional().map(String::valueOf).orElse(""));
    }

    static LiveUse of(Beancounter beancounter, Counter counter) {
        return new LiveUse(
                text(beancounter, counter.held()),
                text(beancounter, counter.maxheld()),
                counter.failcnt().isPresent() ? "" + counter.failcnt().getAsLong() : "");
    }

    private static String text(Beancounter beancounter, OptionalLong number) {
        return number.isPresent() ? UbcRow.limit(beancounter, number.getAsLong()).text() : "";
    }

    boolean isKnown() {
        return !equals(UNKNOWN);
    }

    /// `held 57 maxheld 93 failcnt 12`.
    String text() {
        List<String> parts = new ArrayList<>();
        add(parts, "held", held);
        add(parts, "maxheld", maxheld);
        add(parts, "failcnt", failcnt);
        return String.join("  ", parts);
    }

    private static void add(List<String> parts, String key, String value) {
        if (!value.isEmpty()) {
            parts.add(key + " " + value);
        }
    }
}
