package org.vzgit.kernel.linux;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.vzgit.kernel.NodeEvents;
import org.vzgit.kernel.event.ExitWatch;
import org.vzgit.kernel.event.LinkWatch;
import org.vzgit.kernel.event.WriteWatch;
import org.vzgit.kernel.state.NodeHint;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.EventCalls;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.VeId;

/// The running kernel's hints, all in one epoll(7). Each of the three sources may be missing: a
/// container without CAP_SYS_ADMIN has no fanotify, and still hears of inits and links.
final class LinuxEvents implements NodeEvents {
    /// Tags below the smallest veid; every other tag is a veid.
    private static final long WRITES = 1;

    private static final long LINKS = 2;

    private final EventCalls calls;
    private final Function<VeId, List<Path>> cgroups;
    private final Fd epoll;
    private final List<WriteWatch> writes = new ArrayList<>();
    private final List<LinkWatch> links = new ArrayList<>();
    private final ExitWatch exits;
    private Map<VeId, List<Long>> seen = Map.of();

    private LinuxEvents(
            EventCalls calls, Syscalls syscalls, Function<VeId, List<Path>> cgroups, Fd epoll) {
        this.calls = calls;
        this.cgroups = cgroups;
        this.epoll = epoll;
        this.exits = new ExitWatch(syscalls);
    }

    /// @param cgroups the cgroup directories of a VE
    /// @throws ErrnoException when there is no epoll: out of descriptors
    static LinuxEvents open(EventCalls calls, Syscalls syscalls, Function<VeId, List<Path>> cgroups)
            throws ErrnoException {
        LinuxEvents events = new LinuxEvents(calls, syscalls, cgroups, calls.epollCreate());
        try {
            WriteWatch watch = new WriteWatch(calls, syscalls, KernelRoot.RUNNING);
            events.writes.add(watch);
            calls.epollAdd(events.epoll, watch.fd(), WRITES);
        } catch (ErrnoException _) {
            // Heard of at the next look for drift instead.
        }
        try {
            LinkWatch watch = new LinkWatch(syscalls);
            events.links.add(watch);
            calls.epollAdd(events.epoll, watch.fd(), LINKS);
        } catch (ErrnoException _) {
            // As above.
        }
        return events;
    }

    @Override
    public boolean watch(ObservedNode live) {
        Map<VeId, ObservedInit> inits = new TreeMap<>();
        live.ves()
                .forEach((veid, ve) ->
                        ve.init().toOptional().ifPresent(init -> inits.put(veid, init)));
        // A VE's cgroups can only have been made anew if its init was, too.
        inits.forEach((veid, init) -> {
            if (!exits.knows(veid, init)) {
                writes.forEach(watch -> watch.add(cgroups.apply(veid)));
            }
        });
        exits.watch(inits).forEach(this::listen);
        // Not those that are not known: out of descriptors they would be new each time.
        boolean unseen = !seen.equals(names(inits));
        seen = names(inits);
        return unseen;
    }

    /// The pid alone may be another process's by now.
    private static Map<VeId, List<Long>> names(Map<VeId, ObservedInit> inits) {
        Map<VeId, List<Long>> names = new TreeMap<>();
        inits.forEach(
                (veid, init) -> names.put(veid, List.of((long) init.pid(), init.startTicks())));
        return names;
    }

    private void listen(VeId veid, Fd pidfd) {
        try {
            calls.epollAdd(epoll, pidfd, veid.value());
        } catch (ErrnoException _) {
            // Not heard of; the look for drift sees it.
        }
    }

    @Override
    public List<NodeHint> await(Duration most) throws InterruptedException {
        List<NodeHint> hints = new ArrayList<>();
        try {
            for (long tag : calls.epollWait(epoll, Math.toIntExact(most.toMillis()))) {
                hints.addAll(read(tag));
            }
        } catch (ErrnoException e) {
            if (e.errno() != Errno.EINTR) {
                // Never at full speed: what is broken stays broken.
                Thread.sleep(most);
                hints.add(new NodeHint.Missed());
            }
        }
        return hints;
    }

    private List<NodeHint> read(long tag) throws ErrnoException {
        if (tag == WRITES) {
            return writes.getFirst().read();
        }
        return tag == LINKS ? links.getFirst().read() : exits.ended(new VeId(Math.toIntExact(tag)));
    }

    @Override
    public void close() {
        exits.close();
        writes.forEach(WriteWatch::close);
        links.forEach(LinkWatch::close);
        epoll.close();
    }
}
