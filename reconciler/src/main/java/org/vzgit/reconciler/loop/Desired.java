package org.vzgit.reconciler.loop;

import org.vzgit.schema.DesiredState;

/// What is wanted now.
///
/// @param repository whose it is; see [org.vzgit.reconciler.source.Snapshot#repositoryId]
public record Desired(DesiredState state, String repository) {}
