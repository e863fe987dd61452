package org.vzgit.kernel.state;

/// Through what a resource is bounded on a node.
public enum Control {
    CGROUP_V1,
    CGROUP_V2,
    /// The running kernel has no means for it.
    ABSENT
}
