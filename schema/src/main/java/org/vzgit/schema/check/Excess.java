package org.vzgit.schema.check;

import java.util.stream.Collectors;
import org.vzgit.schema.CapacityFigure;
import org.vzgit.schema.VeId;

/// A figure above a threshold of the node's over-commit policy.
///
/// @param above the threshold, in percent
/// @param denied whether the policy refuses it, or only warns
public record Excess(CapacityFigure figure, Measure measure, int above, boolean denied) {
    /// VEs without a bound that a message names; the rest is counted.
    private static final int NAMED_MAX = 5;

    /// For example `memorySwapCommitment is 104.2%, above 100%`.
    public String text() {
        String start = figure.key() + " is " + measure.text() + ", above " + above + "%";
        return measure instanceof Measure.Open open ? start + ": " + missing(open) : start;
    }

    private static String missing(Measure.Open open) {
        String named =
                open.without().stream()
                        .limit(NAMED_MAX)
                        .map(VeId::toString)
                        .collect(Collectors.joining(", "));
        int more = open.without().size() - NAMED_MAX;
        return "no bound for VE " + named + (more > 0 ? " and " + more + " more" : "");
    }
}
