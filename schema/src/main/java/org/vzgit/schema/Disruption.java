package org.vzgit.schema;

/// What a change of a field costs the people who use the VE, from nothing to everything. The order
/// matters: a change of several fields costs as much as its worst one.
public enum Disruption {
    /// Takes effect while the VE runs; nothing inside notices.
    LIVE,
    /// Takes effect while the VE runs; a service inside has to read its settings again.
    RELOAD,
    /// Needs the VE to stop and start.
    RESTART,
    /// Needs a new private area: files inside are lost.
    RECREATE
}
