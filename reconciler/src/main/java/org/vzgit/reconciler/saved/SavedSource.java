package org.vzgit.reconciler.saved;

/// Where the desired state of a saved plan came from, as it was asked for.
///
/// @param revision the branch, tag or commit that was named; empty for a directory
/// @param subdirectory empty for the whole tree
public record SavedSource(Kind kind, String place, String revision, String subdirectory) {

    /// What the place is.
    public enum Kind {
        REPOSITORY,
        DIRECTORY
    }

    public SavedSource {
        if (place.isEmpty()) {
            throw new IllegalArgumentException("its source has no place");
        }
    }
}
