package org.vzgit.kernel.cgroup;

import java.util.Optional;
import java.util.Set;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Usage;
import org.vzgit.kernel.sys.BpfRequest;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.OpenFlag;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;

/// The devices that a VE may open, on cgroup v2: a program attached to the VE's cgroup
/// (cgroup-v2.rst, "Device controller"). It holds for cgroups below as well, and lives as long as
/// the cgroup: nothing is pinned.
///
/// Defence in depth, like [DevicesV1]. Still a kernel that could do it and refuses (EPERM) fails
/// the VE's creation: a VE that quietly lacks what the others have would be found by nobody.
record DevicesV2(Syscalls syscalls, DeviceProgram program) implements Controller {
    private static final Set<OpenFlag> DIRECTORY =
            Set.of(OpenFlag.RDONLY, OpenFlag.DIRECTORY, OpenFlag.NOFOLLOW);

    /// Empty when the running kernel truly has no such programs: ENOSYS without
    /// `CONFIG_BPF_SYSCALL`, EINVAL without `CONFIG_CGROUP_BPF` (`cgroup_bpf_prog_query` of
    /// `linux/bpf-cgroup.h`). Any other error says nothing about that, and [#prepare] will meet it
    /// again and report it.
    ///
    /// @param root the top of the v2 hierarchy
    static Optional<DevicesV2> probe(Syscalls syscalls, CgroupDirectory root) {
        DevicesV2 devices = new DevicesV2(syscalls, DeviceProgram.of(DeviceRule.ALLOWED));
        try (Fd cgroup = devices.open(root)) {
            syscalls.bpf(BpfRequests.query(cgroup));
            return Optional.of(devices);
        } catch (ErrnoException e) {
            boolean lacking = e.errno() == Errno.ENOSYS || e.errno() == Errno.EINVAL;
            return lacking ? Optional.empty() : Optional.of(devices);
        }
    }

    @Override
    public Control control() {
        return Control.CGROUP_V2;
    }

    @Override
    public Set<Resource> resources() {
        return Set.of();
    }

    @Override
    public void set(CgroupDirectory cgroup, Resource resource, Limit limit) {
        throw new IllegalArgumentException(resource.key() + " is not bounded by devices");
    }

    @Override
    public Usage observe(CgroupDirectory cgroup, Resource resource) {
        throw new IllegalArgumentException(resource.key() + " is not bounded by devices");
    }

    /// Attaches the program where it is not, in place of one that an older vzgit attached. Other
    /// people's programs stay. Open files stay open.
    @Override
    public void prepare(CgroupDirectory cgroup) throws OperationFailure {
        try (Fd directory = open(cgroup)) {
            if (attachedId(directory, program.name()).isEmpty()) {
                attach(directory);
            }
        } catch (ErrnoException e) {
            throw e.failing("attach " + program.name() + " to the cgroup of " + cgroup.subject());
        }
    }

    /// Whether the program is attached. What cannot be told is an error, neither yes, which would
    /// start a VE without, nor no, for which a running VE is restarted.
    @Override
    public boolean prepared(CgroupDirectory cgroup) throws ErrnoException {
        try (Fd directory = open(cgroup)) {
            return attachedId(directory, program.name()).isPresent();
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }

    private Fd open(CgroupDirectory cgroup) throws ErrnoException {
        return syscalls.open(cgroup.path(), DIRECTORY);
    }

    private void attach(Fd directory) throws ErrnoException {
        Optional<Integer> older = attachedId(directory, DeviceProgram.NAME_PREFIX);
        try (Fd loaded = syscalls.bpfFd(BpfRequests.load(program))) {
            if (older.isPresent()) {
                try (Fd replaced = syscalls.bpfFd(BpfRequests.open(older.get()))) {
                    syscalls.bpf(BpfRequests.replace(directory, replaced, loaded));
                }
            } else {
                syscalls.bpf(BpfRequests.attach(directory, loaded));
            }
        }
    }

    /// The first attached program whose name begins so.
    private Optional<Integer> attachedId(Fd directory, String prefix) throws ErrnoException {
        BpfRequest query = BpfRequests.query(directory);
        syscalls.bpf(query);
        for (int id : BpfRequests.ids(query)) {
            if (nameOf(id).startsWith(prefix)) {
                return Optional.of(id);
            }
        }
        return Optional.empty();
    }

    /// Empty for a program that was detached since its id was told.
    private String nameOf(int id) throws ErrnoException {
        try (Fd attached = syscalls.bpfFd(BpfRequests.open(id))) {
            BpfRequest description = BpfRequests.describe(attached);
            syscalls.bpf(description);
            return BpfRequests.name(description);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                return "";
            }
            throw e;
        }
    }
}
