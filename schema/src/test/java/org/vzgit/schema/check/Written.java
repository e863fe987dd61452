package org.vzgit.schema.check;

import java.util.Locale;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Pages;

/// Bounds as OpenVZ's tables print them: bare numbers in the beancounter's own unit.
final class Written {
    private Written() {}

    static Beancounter name(String key) {
        return Beancounter.valueOf(key.toUpperCase(Locale.ROOT));
    }

    /// `N`, `barrier:limit`, each possibly `unlimited`.
    static BarrierLimit bounds(String key, String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? BarrierLimit.both(limit(name(key), text))
                : new BarrierLimit(
                        limit(name(key), text.substring(0, colon)),
                        limit(name(key), text.substring(colon + 1)));
    }

    private static Limit limit(Beancounter beancounter, String text) {
        if (text.equals("unlimited")) {
            return Limit.UNLIMITED;
        }
        long value = Long.parseLong(text);
        return Limit.of(
                switch (beancounter.unit()) {
                    case BYTES -> new Bytes(value);
                    case PAGES -> new Pages(value);
                    case ITEMS -> new Count(value);
                });
    }
}
