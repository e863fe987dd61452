package org.vzgit.reconciler.source;

import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/// What a node remembers about one source.
///
/// @param commit that was taken last; empty before the first
/// @param signed whether it had to be signed then
/// @param accepted a commit that a person said is good, with everything before it
record LastTaken(Optional<ObjectId> commit, boolean signed, Optional<ObjectId> accepted) {}
