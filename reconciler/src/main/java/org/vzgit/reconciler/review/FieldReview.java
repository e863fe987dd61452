package org.vzgit.reconciler.review;

import java.util.Optional;
import org.vzgit.reconciler.diff.FieldChange;
import org.vzgit.schema.Origin;

/// One field of a VE that a change touches.
///
/// @param field the name that people know it by, for example `numproc`
/// @param from the value in base; empty when there is none
/// @param to the value in head; empty when there is none
/// @param origin where head has it; empty for a default
record FieldReview(
        String field, String from, String to, How how, Optional<Origin> origin, Use use) {

    /// @param live what the snapshot has of it
    /// @param cut what that means for the new value
    record Use(LiveUse live, Cut cut) {
        static final Use UNKNOWN = new Use(LiveUse.UNKNOWN, Cut.NONE);
    }

    static FieldReview of(FieldChange change, Use use) {
        return new FieldReview(
                change.field(),
                change.from(),
                change.to(),
                How.of(change.disruption()),
                change.origin(),
                use);
    }

    static FieldReview of(String field, String from, String to, How how) {
        return new FieldReview(field, from, to, how, Optional.empty(), Use.UNKNOWN);
    }

    FieldReview at(Optional<Origin> where) {
        return new FieldReview(field, from, to, how, where, use);
    }

    LiveUse live() {
        return use.live();
    }

    Cut cut() {
        return use.cut();
    }

    /// `240 → 100`; a dash stands for nothing.
    String change() {
        return shown(from) + " → " + shown(to);
    }

    private static String shown(String value) {
        return value.isEmpty() ? "-" : value;
    }
}
