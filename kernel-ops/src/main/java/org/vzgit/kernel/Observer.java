package org.vzgit.kernel;

import org.vzgit.kernel.state.ObservedNode;

/// A look at a node's kernel that can change nothing: all that commands which only tell are given.
public interface Observer extends AutoCloseable {

    /// Reads the whole node anew; nothing is remembered from an earlier call. Never throws for a
    /// part that could not be read: that part is [org.vzgit.kernel.state.Reading.Unreadable].
    ObservedNode observe();

    @Override
    void close();
}
