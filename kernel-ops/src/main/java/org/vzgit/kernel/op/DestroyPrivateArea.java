package org.vzgit.kernel.op;

import org.vzgit.schema.VeId;

/// Deletes a stopped VE's private area and owner mark: renamed away first, so that a half-deleted
/// area is never taken for a VE. The caller has checked that the mark allows it; the executor
/// checks again.
public record DestroyPrivateArea(VeId veid) implements VeOperation {}
