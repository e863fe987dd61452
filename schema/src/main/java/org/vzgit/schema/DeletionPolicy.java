package org.vzgit.schema;

/// What happens to a VE whose document is gone.
public enum DeletionPolicy {
    /// Stop it and keep its private area.
    RETAIN,
    /// Stop it and delete its private area.
    DESTROY
}
