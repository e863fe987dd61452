package org.vzgit.kernel.op;

import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.schema.VeId;

/// Makes a VE's private area with its owner mark: both appear at once, by one rename.
///
/// @param uidBase the host id that is root inside
public record CreatePrivateArea(VeId veid, OwnerMark mark, long uidBase) implements VeOperation {}
