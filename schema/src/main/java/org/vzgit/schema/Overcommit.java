package org.vzgit.schema;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// How much more than it has a node may promise, figure by figure.
public record Overcommit(Map<CapacityFigure, Threshold> thresholds) {
    /// Nothing written: OpenVZ's guidance warns, nothing is denied.
    public static final Overcommit GUIDANCE = new Overcommit(Map.of());

    public Overcommit {
        Map<CapacityFigure, Threshold> copy = new EnumMap<>(CapacityFigure.class);
        copy.putAll(thresholds);
        thresholds = Collections.unmodifiableMap(copy);
    }

    /// What the node's document says of a figure.
    public Optional<Threshold> written(CapacityFigure figure) {
        return Optional.ofNullable(thresholds.get(figure));
    }

    /// Above which percentage a figure is worth a warning.
    public OptionalInt warnAbove(CapacityFigure figure) {
        return written(figure).map(Threshold::warn).orElseGet(figure::guidance);
    }

    /// Above which percentage a figure is refused.
    public OptionalInt denyAbove(CapacityFigure figure) {
        return written(figure).map(Threshold::deny).orElseGet(OptionalInt::empty);
    }

    /// The two percentages of one figure. A figure that is exactly there is still within.
    ///
    /// @param warn empty for never
    /// @param deny empty for never
    /// @param origin where the policy is written
    public record Threshold(OptionalInt warn, OptionalInt deny, Origin origin) {
        /// A hundred times what there is: whoever wants more than that wants no policy.
        public static final int PERCENT_MAX = 10_000;

        public Threshold {
            warn.ifPresent(Threshold::checkRange);
            deny.ifPresent(Threshold::checkRange);
            if (warn.isPresent() && deny.isPresent() && warn.getAsInt() > deny.getAsInt()) {
                throw new IllegalArgumentException(
                        "warns above %d%%, but denies above %d%% already"
                                .formatted(warn.getAsInt(), deny.getAsInt()));
            }
        }

        private static void checkRange(int percent) {
            if (percent < 1 || percent > PERCENT_MAX) {
                throw new IllegalArgumentException(
                        percent + "% is outside 1%.." + PERCENT_MAX + "%");
            }
        }
    }
}
