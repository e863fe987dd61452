package org.vzgit.kernel.op;

import org.vzgit.schema.VeId;

/// Makes a VE's private area like [CreatePrivateArea], with the files that another VE has in its
/// own: under the new VE's ids, without what tells the two apart (machine id, host name, SSH host
/// keys), and with the bounds that users inside had. Blocks are shared where the file system can.
///
/// [FailureKind#BUSY] while anything runs in the source, [FailureKind#GONE] when it has no private
/// area, [FailureKind#CONFLICT] when it stands on another template version than the mark says.
/// Success, and nothing is copied, when the area is there.
///
/// @param source whose files they are; nothing about it changes
public record ClonePrivateArea(CreatePrivateArea area, VeId source) implements VeOperation {

    @Override
    public VeId veid() {
        return area.veid();
    }
}
