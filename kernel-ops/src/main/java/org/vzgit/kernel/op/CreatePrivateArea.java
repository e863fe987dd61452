package org.vzgit.kernel.op;

import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.schema.VeId;

/// Makes a VE's private area with its owner mark: both appear at once, by one rename, and with them
/// the area's project id, subvolume or image. It has no bounds yet.
///
/// @param uidBase the host id that is root inside; the project id too
public record CreatePrivateArea(VeId veid, OwnerMark mark, long uidBase, AreaShape shape)
        implements VeOperation {

    /// An area that nobody counts.
    public CreatePrivateArea(VeId veid, OwnerMark mark, long uidBase) {
        this(veid, mark, uidBase, AreaShape.PLAIN);
    }
}
