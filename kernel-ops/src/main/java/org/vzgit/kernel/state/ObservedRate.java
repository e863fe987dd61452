package org.vzgit.kernel.state;

import java.util.Optional;
import org.vzgit.schema.NetRate;

/// How much may pass a VE's link.
///
/// @param sent what the VE may send; empty when nothing caps it, or only a part of what it takes is
///   there
/// @param received what it may receive; empty when nothing caps it
public record ObservedRate(Optional<NetRate> sent, Optional<NetRate> received) {
    public static final ObservedRate NONE = both(Optional.empty());

    public static ObservedRate both(Optional<NetRate> rate) {
        return new ObservedRate(rate, rate);
    }

    /// `8000`, empty for none, or both ways where they differ: `sent -, received 8000`.
    public String text() {
        return sent.equals(received)
                ? text(sent, "")
                : "sent " + text(sent, "-") + ", received " + text(received, "-");
    }

    private static String text(Optional<NetRate> rate, String none) {
        return rate.map(NetRate::text).orElse(none);
    }
}
