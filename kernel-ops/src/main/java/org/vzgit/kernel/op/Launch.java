package org.vzgit.kernel.op;

import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.VeId;

/// Makes the VE's namespaces, root file system and first process, and holds that process behind a
/// gate. Its cgroup, with limits, must exist: no process of a VE ever runs without them. The
/// process ends when the [org.vzgit.kernel.Kernel] that launched it is closed or dies before
/// [ReleaseInit].
///
/// @param uidBase the host id that is root inside
/// @param noatime whether reading its files leaves their times of access as they are; the VE's root
///   cannot change it
public record Launch(
        VeId veid, TemplateRef template, long uidBase, String hostname, boolean noatime)
        implements VeOperation {

    /// Of a VE whose files note when they are read, as the kernel does by default (`relatime`).
    public Launch(VeId veid, TemplateRef template, long uidBase, String hostname) {
        this(veid, template, uidBase, hostname, false);
    }
}
