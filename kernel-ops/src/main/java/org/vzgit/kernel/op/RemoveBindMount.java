package org.vzgit.kernel.op;

import org.vzgit.schema.BindMount;
import org.vzgit.schema.VeId;

/// Takes a directory of the node out of a running VE. Files that are open stay open (umount2(2),
/// `MNT_DETACH`). Success when it is not there.
public record RemoveBindMount(VeId veid, BindMount mount) implements VeOperation {}
