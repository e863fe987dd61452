package org.vzgit.reconciler.review;

import java.time.Duration;
import java.time.Instant;
import org.vzgit.reconciler.text.Palette;
import org.vzgit.schema.Origin;

/// How a review is to be shown.
///
/// @param now for the age of snapshots; the only thing in a review that is not a function of its
///   revisions
/// @param scope which plan this is among several of the same pull request; empty for the only one
/// @param prefix the directory of the desired state in the repository, with a slash at its end, or
///   empty: forges want paths from the root
/// @param byteBudget how many bytes of UTF-8 a comment may have
public record Rendering(Palette palette, Instant now, String scope, String prefix, int byteBudget) {
    /// GitHub takes 65,536 characters in a comment; a part is left to whoever adds a line to it.
    public static final int BYTE_BUDGET_DEFAULT = 60_000;

    /// Below this not even the summary, the marker and the note about what is missing have room.
    public static final int BYTE_BUDGET_MIN = 1_000;

    /// The review as this format has it, with a newline at its end.
    public String of(Review review, ReviewFormat format) {
        return switch (format) {
            case TEXT -> ReviewText.of(review, this);
            case JSON -> ReviewJson.of(review, this);
            case MARKDOWN -> ReviewMarkdown.of(review, this);
            case SARIF -> ReviewSarif.of(review, this);
            case JUNIT -> ReviewJunit.of(review);
            case GITHUB -> ReviewGithub.of(review, this);
        };
    }

    String path(Origin origin) {
        return prefix + origin.path();
    }

    /// `42 s old`, in the largest unit that is full; a snapshot from the future has a wrong clock.
    String age(Instant taken) {
        Duration age = Duration.between(taken, now);
        if (age.isNegative()) {
            return "from the future, by a wrong clock";
        }
        if (age.toDays() > 1) {
            return age.toDays() + " days old";
        }
        if (age.toHours() > 1) {
            return age.toHours() + " h old";
        }
        return age.toMinutes() > 1 ? age.toMinutes() + " min old" : age.toSeconds() + " s old";
    }
}
