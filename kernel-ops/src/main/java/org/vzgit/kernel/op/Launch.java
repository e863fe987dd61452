package org.vzgit.kernel.op;

import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.VeId;

/// Makes the VE's namespaces, root file system and first process, and holds that process behind a
/// gate. Its cgroup, with limits, must exist: no process of a VE ever runs without them. The
/// process ends when the [org.vzgit.kernel.Kernel] that launched it is closed or dies before
/// [ReleaseInit].
///
/// @param uidBase the host id that is root inside
public record Launch(VeId veid, TemplateRef template, long uidBase, String hostname)
        implements VeOperation {}
