package org.vzgit.reconciler.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.VeId;

/// What an agent does at one moment and what it waits for: the answer to "why does nothing happen?"
///
/// @param time of this view
/// @param source how it stands with Git
/// @param last the last pass that ended; empty before the first
/// @param running the operations that are under way
/// @param waiting VEs that failed lately, each with how often and until when it is left alone
public record LoopView(
        Instant time,
        Source source,
        Optional<Last> last,
        List<Running> running,
        SortedMap<VeId, Backoff> waiting) {
    public LoopView {
        running = List.copyOf(running);
        waiting = Collections.unmodifiableSortedMap(new TreeMap<>(waiting));
    }

    /// @param desired the newest that could be read
    /// @param polled when it was read the last time
    /// @param failure why it cannot be read now
    /// @param cancelled until when a person wants nothing applied
    /// @param waits the newer commit that is not taken before other nodes have carried it out
    public record Source(
            Optional<Desired> desired,
            Optional<Instant> polled,
            Optional<String> failure,
            Optional<Instant> cancelled,
            Optional<NodeWait> waits) {}

    /// @param ended when
    public record Last(Instant ended, Duration took, PassResult result) {}

    /// @param since when it began
    /// @param most how long it may take before it is given up
    public record Running(Step step, Instant since, Duration most) {}
}
