package org.vzgit.kernel.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vzgit.kernel.state.NodeHint;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.VeId;

/// Hears when the first process of a VE ends: pidfd_open(2), Linux 5.3.
///
/// Safe for several threads.
public final class ExitWatch implements AutoCloseable {
    private final Syscalls syscalls;
    private final Map<VeId, Watched> watched = new HashMap<>();

    /// @param startTicks with the pid the name of one process
    private record Watched(int pid, long startTicks, Fd pidfd) {}

    public ExitWatch(Syscalls syscalls) {
        this.syscalls = syscalls;
    }

    /// Listens to these inits from now on and to no others.
    ///
    /// @return the descriptors that are new, readable once their process has ended
    public synchronized Map<VeId, Fd> watch(Map<VeId, ObservedInit> inits) {
        for (VeId veid : List.copyOf(watched.keySet())) {
            if (!inits.containsKey(veid)) {
                forget(veid);
            }
        }
        Map<VeId, Fd> fresh = new HashMap<>();
        inits.forEach((veid, init) -> renew(veid, init).ifPresent(fd -> fresh.put(veid, fd)));
        return fresh;
    }

    /// Whether this very process is listened to already.
    public synchronized boolean knows(VeId veid, ObservedInit init) {
        Watched known = watched.get(veid);
        return known != null
                && known.pid() == init.pid()
                && known.startTicks() == init.startTicks();
    }

    /// Takes note that a descriptor became readable.
    ///
    /// @return none when that process is no longer listened to
    public synchronized List<NodeHint> ended(VeId veid) {
        List<NodeHint> hints = new ArrayList<>();
        if (watched.containsKey(veid)) {
            forget(veid);
            hints.add(new NodeHint.Ended(veid));
        }
        return hints;
    }

    private Optional<Fd> renew(VeId veid, ObservedInit init) {
        if (knows(veid, init)) {
            return Optional.empty();
        }
        forget(veid);
        try {
            Fd pidfd = syscalls.pidfdOpen(init.pid());
            watched.put(veid, new Watched(init.pid(), init.startTicks(), pidfd));
            return Optional.of(pidfd);
        } catch (ErrnoException _) {
            // Ended since it was seen; the look that follows on a process not known before finds
            // out.
            return Optional.empty();
        }
    }

    private void forget(VeId veid) {
        Watched old = watched.remove(veid);
        if (old != null) {
            old.pidfd().close();
        }
    }

    @Override
    public synchronized void close() {
        List.copyOf(watched.keySet()).forEach(this::forget);
    }
}
