package org.vzgit.kernel.op;

import org.vzgit.schema.VeId;

/// Makes a VE's cgroup in every hierarchy that lacks it. Existing ones keep their settings and
/// counters.
public record CreateCgroup(VeId veid) implements VeOperation {}
