package org.vzgit.kernel.op;

import org.vzgit.schema.BindMount;
import org.vzgit.schema.VeId;

/// Shows a VE, held or running, a directory of the node. Missing directories on the way to the
/// target are made by the VE's root. Fails with [FailureKind#GONE] when the node has no such
/// directory, and with [FailureKind#REJECTED] when a link is on the way to it or it is the node's
/// own state.
///
/// What is there already stays; one with other options at the same target has to be removed first.
public record AddBindMount(VeId veid, BindMount mount) implements VeOperation {}
