package org.vzgit.reconciler.review;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import org.vzgit.schema.CapacityFigure;
import org.vzgit.schema.Origin;
import org.vzgit.schema.check.Excess;
import org.vzgit.schema.check.Measure;

/// One figure of a node before and after a change.
///
/// @param excess the threshold of head's policy that it is above after the change
/// @param policy where that threshold is written, or else the node
record CapacityRow(
        CapacityFigure figure,
        Measure before,
        Measure after,
        Optional<Excess> excess,
        Origin policy) {

    /// Somebody who reviews has something to see: the figure moves, is too high, or says how much
    /// of the node is really used.
    boolean isTold() {
        return isKnown() && (isChange() || excess.isPresent() || figure.isUtilisation());
    }

    /// A utilisation without all readings is none.
    boolean isKnown() {
        return switch (after) {
            case Measure.Known _ -> true;
            case Measure.Open _ -> !figure.isUtilisation();
            case Measure.Unknown _ -> false;
        };
    }

    boolean isChange() {
        return !before.text().equals(after.text());
    }

    /// The change makes it higher. A node that promised too much before can still be relieved step
    /// by step.
    boolean isWorse() {
        return switch (after) {
            case Measure.Unknown _ -> false;
            case Measure.Known(long amount, long supply) -> isMore(amount, supply);
            case Measure.Open open ->
                    !(before instanceof Measure.Open was
                            && was.without().containsAll(open.without())
                            && open.amount() <= was.amount());
        };
    }

    /// The policy refuses it, and the change brings it about.
    boolean isDenied() {
        return isWorse() && excess.filter(Excess::denied).isPresent();
    }

    /// `memory swap commitment`.
    String name() {
        return figure.key().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    /// `61% → 64%`.
    String change() {
        return isChange() ? before.text() + " → " + after.text() : after.text();
    }

    /// What the policy says to it; empty when nothing.
    String remark() {
        return excess.map(this::remark).orElse("");
    }

    private String remark(Excess over) {
        String above = "above " + over.above() + "%";
        if (!isWorse()) {
            return above + " as before";
        }
        return over.denied() ? above + ": denied by the policy of the node" : above;
    }

    private boolean isMore(long amount, long supply) {
        return switch (before) {
            case Measure.Unknown _ -> true;
            case Measure.Open _ -> false;
            // amount / supply > was / had, in numbers that cannot overflow.
            case Measure.Known(long was, long had) ->
                    BigInteger.valueOf(amount)
                                    .multiply(BigInteger.valueOf(had))
                                    .compareTo(
                                            BigInteger.valueOf(was)
                                                    .multiply(BigInteger.valueOf(supply)))
                            > 0;
        };
    }
}
