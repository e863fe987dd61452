package org.vzgit.reconciler.saved;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Says what became of the operations of a saved plan.
final class Differences {
    /// A person needs a few to see what happened; a node that was rebuilt has thousands.
    static final int TOLD_MAX = 10;

    private Differences() {}

    /// Empty when both are the same, in the same order.
    static List<String> between(List<SavedStep> then, List<SavedStep> now) {
        if (then.equals(now)) {
            return List.of();
        }
        List<String> told = new ArrayList<>();
        for (SavedStep step : then) {
            if (!now.contains(step)) {
                told.add(changed(step, now));
            }
        }
        for (SavedStep step : now) {
            if (then.stream().noneMatch(step::isSameSubject)) {
                told.add(step.told() + " is needed now (" + step.precondition() + ")");
            }
        }
        if (told.isEmpty()) {
            told.add("the operations are needed in another order now");
        }
        return bounded(told);
    }

    private static String changed(SavedStep step, List<SavedStep> now) {
        Optional<SavedStep> other =
                now.stream()
                        .filter(step::isSameOperation)
                        .findFirst()
                        .or(() -> now.stream().filter(step::isSameSubject).findFirst());
        return other.map(same ->
                        step.told()
                                + " was planned as "
                                + step.precondition()
                                + " and is "
                                + same.precondition()
                                + " now")
                .orElseGet(() ->
                        step.told() + " (" + step.precondition() + ") is not needed any more");
    }

    private static List<String> bounded(List<String> told) {
        if (told.size() <= TOLD_MAX) {
            return told;
        }
        List<String> few = new ArrayList<>(told.subList(0, TOLD_MAX));
        few.add("and " + (told.size() - TOLD_MAX) + " more");
        return few;
    }
}
