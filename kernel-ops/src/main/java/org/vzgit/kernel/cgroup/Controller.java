package org.vzgit.kernel.cgroup;

import java.util.Set;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Usage;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;

/// A kernel controller in one hierarchy: the resources that it bounds, and how.
sealed interface Controller
        permits MemoryV1,
                MemoryV2,
                Pids,
                CpuV1,
                CpuV2,
                CpusetV1,
                CpusetV2,
                IoV1,
                IoV2,
                DevicesV1,
                DevicesV2 {

    Control control();

    Set<Resource> resources();

    /// Sets the bound of one of [#resources], in any state of the others.
    ///
    /// @param limit already rounded ([org.vzgit.kernel.state.Rounding]), and never "not managed"
    void set(CgroupDirectory cgroup, Resource resource, Limit limit) throws OperationFailure;

    /// What the kernel shows of one of [#resources].
    Usage observe(CgroupDirectory cgroup, Resource resource);

    /// Brings the cgroup above all VEs into a state in which theirs can be made. Idempotent.
    default void prepareParent(CgroupDirectory parent) throws OperationFailure {}

    /// Brings a cgroup into a state in which processes may join it. Idempotent.
    default void prepare(CgroupDirectory cgroup) throws OperationFailure {}

    /// Whether processes may join.
    ///
    /// @throws ErrnoException when that cannot be told
    default boolean prepared(CgroupDirectory cgroup) throws ErrnoException {
        return true;
    }
}
