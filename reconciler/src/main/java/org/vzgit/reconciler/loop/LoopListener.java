package org.vzgit.reconciler.loop;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.state.NodeHint;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.apply.ProgressListener;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.source.SourceFailure;

/// Hears what the loop does. Called on changes, not on passes: what stays as it is, good or bad, is
/// told once. Calls come from two threads, the one that follows Git and the one that makes passes.
public interface LoopListener {
    /// A revision was read that is not the last one.
    void revision(Desired desired);

    /// The source cannot be read, for another reason than last time.
    void sourceFailed(SourceFailure failure);

    /// It can be read again.
    void sourceRecovered();

    /// Something will be done. What follows is told to the progress listener that this returns.
    ProgressListener applying(Plan plan);

    void applied(Applied applied);

    /// These are wanted and cannot be done, since now.
    void blocked(List<Blocked> appeared);

    /// These were blocked and are no more.
    void unblocked(List<Blocked> gone);

    /// A defect of ours ended a pass or a look at the source. The next one starts from the
    /// beginning.
    void passFailed(RuntimeException defect);

    /// Called on every look at the source, for those who count.
    default void polled(boolean readable) {}

    /// Called after every pass, for those who count.
    ///
    /// @param took from the first look to the last
    default void passed(PassResult result, Duration took) {}

    /// Called on everything that the kernel told by itself, for those who count.
    default void hinted(List<NodeHint> hints) {}

    /// A newer commit waits for other nodes, for another reason than last time.
    ///
    /// @param wait empty when nothing waits any more
    default void waits(Optional<NodeWait> wait) {}

    /// A person asked to try again whatever was given up.
    default void asked() {}
}
