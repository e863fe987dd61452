package org.vzgit.reconciler.serve;

import java.time.Instant;
import java.util.Optional;
import org.vzgit.reconciler.loop.LoopView;

/// What can be asked of an agent from outside.
public interface AgentPort {
    LoopView view();

    /// Look at the source and at the node now, and try again what was given up for a while.
    void sync();

    /// Look at the source now.
    void poke();

    /// Something that is read before each pass has changed.
    void look();

    /// Take the commit that waits for other nodes as it is.
    ///
    /// @return its id; empty when none waits
    Optional<String> release();

    /// Begin no further operation.
    ///
    /// @return until when
    Instant cancel();

    /// How many VEs are suspended, and 1 more while the node is held.
    int suspended();
}
