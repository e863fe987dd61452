package org.vzgit.reconciler.forge;

/// Hears when a forge cannot be told something. Called on changes only, from any thread.
public interface ForgeLog {
    /// @param what was to be told: `snapshot` or `commit status`
    /// @param message what was tried, on what, and the next step
    void forgeFailed(String what, String message);

    /// It can be told again.
    void forgeRecovered(String what);
}
