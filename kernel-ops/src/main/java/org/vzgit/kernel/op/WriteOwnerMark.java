package org.vzgit.kernel.op;

import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.schema.VeId;

/// Replaces a VE's owner mark by another, atomically.
public record WriteOwnerMark(VeId veid, OwnerMark mark) implements VeOperation {}
