package org.vzgit.kernel.op;

import org.vzgit.schema.VeId;

/// Lets a held process become the VE's init. Fails with [FailureKind#GONE] when none is held by
/// this kernel, and then the next pass launches again.
public record ReleaseInit(VeId veid) implements VeOperation {}
