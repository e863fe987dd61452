package org.vzgit.kernel;

import java.time.Duration;
import java.util.List;
import org.vzgit.kernel.state.NodeHint;
import org.vzgit.kernel.state.ObservedNode;

/// What a kernel tells by itself, so that nobody has to ask it all the time.
///
/// Hints are an addition and never a foundation: a kernel may give none, and everything that they
/// bring about comes about without them at the next look for drift. [#watch] and [#await] may be
/// called by two threads.
public interface NodeEvents extends AutoCloseable {
    /// A kernel that tells nothing.
    NodeEvents NONE =
            new NodeEvents() {
                @Override
                public boolean watch(ObservedNode live) {
                    return false;
                }

                @Override
                public List<NodeHint> await(Duration most) throws InterruptedException {
                    Thread.sleep(most);
                    return List.of();
                }

                @Override
                public void close() {}
            };

    /// Listens from now on to the VEs that were seen, and no longer to others. What cannot be
    /// listened to is left out.
    ///
    /// @return whether a VE is among them that was not listened to before: what happened to it
    ///   between that look and now was heard by nobody, so another look is due
    boolean watch(ObservedNode live);

    /// Waits for hints.
    ///
    /// @return at least one, or none after the time
    List<NodeHint> await(Duration most) throws InterruptedException;

    @Override
    void close();
}
