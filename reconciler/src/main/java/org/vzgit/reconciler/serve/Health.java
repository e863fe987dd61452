package org.vzgit.reconciler.serve;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.vzgit.reconciler.loop.LoopView;
import org.vzgit.reconciler.text.SafeText;

/// Whether the agent itself works, for a supervisor that would restart it. A source that cannot be
/// read and a VE that is blocked are no reasons: a restart would not help, and healing goes on.
///
/// @param well whether passes come to their ends
/// @param text one line for people
record Health(boolean well, String text) {
    /// The longest operations take 10 minutes, and a pass ends after its last one.
    static final Duration SILENCE_MAX = Duration.ofMinutes(15);

    static Health of(LoopView view) {
        String source =
                view.source()
                        .failure()
                        .map(why -> "; the source cannot be read: " + SafeText.of(why))
                        .orElse("");
        if (view.last().isEmpty()) {
            // Git was never read here, or the first pass is under way.
            return new Health(view.source().failure().isEmpty(), "no pass yet" + source + "\n");
        }
        Instant ended = view.last().get().ended();
        boolean well = !ended.plus(SILENCE_MAX).isBefore(view.time());
        String text = "last pass ended at " + ended.truncatedTo(ChronoUnit.SECONDS);
        return new Health(well, text + source + "\n");
    }
}
