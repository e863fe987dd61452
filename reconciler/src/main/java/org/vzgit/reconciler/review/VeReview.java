package org.vzgit.reconciler.review;

import java.util.List;
import java.util.Optional;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeId;

/// What a change means for one VE on one node.
///
/// @param origin where head has the VE; empty when its document is gone
/// @param stopTimeout how long its own init may take to stop
/// @param blocked what is refused in head and was not refused in base
record VeReview(
        VeId veid,
        String name,
        Effect effect,
        Optional<Origin> origin,
        Seconds stopTimeout,
        List<FieldReview> fields,
        List<Blocked> blocked) {
    VeReview {
        fields = List.copyOf(fields);
        blocked = List.copyOf(blocked);
    }

    /// `VE web1 (101)`; some VEs have no name but their number.
    String subject() {
        String number = veid.toString();
        return name.equals(number) ? "VE " + number : "VE " + name + " (" + number + ")";
    }

    /// What users of the VE will notice, in one clause.
    String interruption() {
        return switch (effect) {
            case DESTROY, STOP -> "down for good within " + stopTimeout.value() + " s";
            case RECREATE -> "none until a person recreates it";
            case RESTART -> "down for at most " + stopTimeout.value() + " s and its start";
            case RELOAD -> "none; services read their settings again";
            case BLOCKED, LIVE, CREATE, RETAIN, NEXT_START -> "none";
        };
    }

    boolean goesDown() {
        return switch (effect) {
            case DESTROY, STOP, RESTART -> true;
            case RECREATE, BLOCKED, RELOAD, LIVE, CREATE, RETAIN, NEXT_START -> false;
        };
    }

    /// Must be seen by whoever merges: it takes something away, or is refused.
    boolean isDangerous() {
        return effect.isDangerous()
                || !blocked.isEmpty()
                || fields.stream().anyMatch(field -> field.cut() != Cut.NONE);
    }

    /// The place to talk about it in: the first changed line.
    Optional<Origin> place() {
        return fields.stream()
                .map(FieldReview::origin)
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> origin);
    }
}
