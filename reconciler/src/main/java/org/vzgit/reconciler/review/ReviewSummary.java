package org.vzgit.reconciler.review;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The counts of a review in one line.
final class ReviewSummary {
    private ReviewSummary() {}

    /// `1 restart, 2 live, 1 create`; empty when nothing changes.
    static String effects(Map<Effect, Integer> counts, String separator) {
        List<String> parts = new ArrayList<>();
        counts.forEach((effect, count) -> parts.add(count + " " + effect.code()));
        return String.join(separator, parts);
    }

    /// `1 operation`, `2 operations`.
    static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /// `1b2c3d4 → 9f8e7d6`.
    static String revisions(Review review) {
        return review.base().shortId() + " → " + review.head().shortId();
    }
}
