package org.vzgit.kernel.op;

import org.vzgit.schema.VeId;

/// Removes a stopped VE's cgroup from every hierarchy. Its counters end here.
public record RemoveCgroup(VeId veid) implements VeOperation {}
