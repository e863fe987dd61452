package org.vzgit.reconciler.diff;

import java.util.Optional;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.ObservedRate;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.NetRate;
import org.vzgit.schema.VeSpec;

/// Another cap on what passes a running VE's link. A VE whose document has no `rate` has no cap.
///
/// @param to empty for none
public record RateChange(ObservedRate from, Optional<NetRate> to) {

    /// Empty when the cap is as wanted. A link that is missing has none.
    public static Optional<RateChange> of(VeSpec spec, Reading<ObservedNetwork> live) {
        ObservedRate from = live.toOptional().map(ObservedNetwork::rate).orElse(ObservedRate.NONE);
        Optional<NetRate> wanted = spec.network().rate();
        return from.equals(ObservedRate.both(wanted))
                ? Optional.empty()
                : Optional.of(new RateChange(from, wanted));
    }

    public String toText() {
        return ObservedRate.both(to).text();
    }

    /// Whether the VE gets less than it has, in either way.
    public boolean lowers() {
        return to.filter(rate -> isAbove(from.sent(), rate) || isAbove(from.received(), rate))
                .isPresent();
    }

    private static boolean isAbove(Optional<NetRate> from, NetRate to) {
        return from.map(rate -> rate.kilobits() > to.kilobits()).orElse(true);
    }
}
