package org.vzgit.kernel.event;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vzgit.kernel.state.NodeHint;
import org.vzgit.kernel.state.NodeHint.Writer;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.EventCalls;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.kernel.text.VeDirectoryName;

/// Hears who writes to the cgroup files of VEs.
///
/// fanotify and not inotify, because it tells which process wrote: a second writer can be named,
/// and our own writes do not wake us. cgroupfs reports writes through the VFS like any file system
/// (checked on Linux 6.18, v1 and v2).
public final class WriteWatch implements AutoCloseable {
    /// Read at once; the kernel keeps up to 16384 events
    /// (`/proc/sys/fs/fanotify/max_queued_events`).
    private static final int EVENTS_MAX = 256;

    /// Written whenever a process joins or a VE's init makes cgroups of its own: no bounds.
    private static final Set<String> BUSY_FILES =
            Set.of("cgroup.procs", "tasks", "cgroup.threads", "cgroup.subtree_control");

    private final EventCalls calls;
    private final Syscalls syscalls;
    private final KernelRoot root;
    private final Fd group;
    private final int self = Math.toIntExact(ProcessHandle.current().pid());
    private final byte[] buffer = new byte[EVENTS_MAX * FanotifyEvent.SIZE];

    /// @throws ErrnoException EPERM without CAP_SYS_ADMIN, ENOSYS on a kernel without fanotify
    public WriteWatch(EventCalls calls, Syscalls syscalls, KernelRoot root) throws ErrnoException {
        this.calls = calls;
        this.syscalls = syscalls;
        this.root = root;
        this.group = calls.fanotifyInit();
    }

    /// Readable when there is something to hear.
    public Fd fd() {
        return group;
    }

    /// Listens to a VE's cgroups; those that are gone are passed over. Idempotent.
    public void add(List<Path> directories) {
        for (Path directory : directories) {
            try {
                calls.fanotifyMark(group, directory);
            } catch (ErrnoException _) {
                // Gone since it was seen, or never made in this hierarchy: the next look decides.
            }
        }
    }

    /// Everything that was heard and is not our own doing. Blocks while there is nothing.
    public List<NodeHint> read() throws ErrnoException {
        int length = syscalls.read(group, buffer);
        List<NodeHint> hints = new ArrayList<>();
        for (FanotifyEvent event : FanotifyEvent.parse(buffer, length)) {
            if ((event.mask() & FanotifyEvent.Q_OVERFLOW) != 0) {
                hints.add(new NodeHint.Missed());
            } else if (event.fd() >= 0) {
                try (Fd file = calls.adopt(event.fd())) {
                    written(file, event.pid()).ifPresent(hints::add);
                }
            }
        }
        return hints;
    }

    private Optional<NodeHint> written(Fd file, int pid) {
        if (pid == self) {
            return Optional.empty();
        }
        try {
            Path links = root.proc().resolve("self").resolve("fd");
            Path path = Files.readSymbolicLink(links.resolve(Integer.toString(file.number())));
            String name = String.valueOf(path.getFileName());
            if (BUSY_FILES.contains(name) || path.getNameCount() < 2) {
                return Optional.empty();
            }
            return VeDirectoryName.parse(path.getName(path.getNameCount() - 2).toString())
                    .map(veid -> new NodeHint.Written(veid, name, writer(pid)));
        } catch (IOException _) {
            return Optional.of(new NodeHint.Missed());
        }
    }

    private Writer writer(int pid) {
        try {
            Path comm = root.proc().resolve(Integer.toString(pid)).resolve("comm");
            return new Writer(pid, Files.readString(comm).strip());
        } catch (IOException _) {
            return new Writer(pid, "");
        }
    }

    @Override
    public void close() {
        group.close();
    }
}
