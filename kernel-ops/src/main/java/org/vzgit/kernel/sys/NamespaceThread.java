package org.vzgit.kernel.sys;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.vzgit.kernel.state.Reading;

/// Runs work inside the namespaces of other processes.
///
/// setns(2) changes the calling thread and sticks to it, so each call makes a platform thread of
/// its own that ends with the work: on a pooled thread, or the carrier of a virtual one, later work
/// would run in a VE without knowing. A thread that the work starts would be born in the VE too, so
/// work starts none: no pools, no parallel streams.
public final class NamespaceThread {
    /// Longer than any work here can last: it is system calls, and the netlink ones have a receive
    /// timeout of seconds. Only a kernel that hangs reaches it, and then the thread is left behind.
    static final Duration LIMIT = Duration.ofSeconds(60);

    private final Syscalls syscalls;
    private final KernelRoot root;

    public NamespaceThread(Syscalls syscalls, KernelRoot root) {
        this.syscalls = syscalls;
        this.root = root;
    }

    /// Work whose failures are system calls.
    @FunctionalInterface
    public interface Work<T> {
        T run() throws ErrnoException;
    }

    /// Runs work in the namespaces of one process and gives its result.
    ///
    /// @throws ErrnoException what the work threw; ENOENT when the process is gone; ETIMEDOUT when
    ///   the work did not end in [#LIMIT]; EINTR when this thread was interrupted (and stays so)
    public <T> T call(int pid, Set<Namespace> namespaces, Work<T> work) throws ErrnoException {
        return onFreshThread(
                "namespace-of-" + pid,
                () -> {
                    enter(pid, namespaces);
                    return work.run();
                });
    }

    /// Runs the same work in the namespaces of many processes, one after the other on one thread.
    /// One that could not be entered or read is [Reading.Unreadable] and hinders no other.
    ///
    /// @throws ErrnoException ETIMEDOUT or EINTR as in [#call]; nothing else
    public <K extends Comparable<K>, T> SortedMap<K, Reading<T>> readEach(
            Map<K, Integer> pids, Set<Namespace> namespaces, Work<T> work) throws ErrnoException {
        return onFreshThread(
                "namespaces-of-" + pids.size(),
                () -> {
                    TreeMap<K, Reading<T>> readings = new TreeMap<>();
                    pids.forEach((key, pid) -> readings.put(key, read(pid, namespaces, work)));
                    return readings;
                });
    }

    private <T> Reading<T> read(int pid, Set<Namespace> namespaces, Work<T> work) {
        try {
            enter(pid, namespaces);
            return Reading.present(work.run());
        } catch (ErrnoException e) {
            return Reading.unreadable(e.getMessage());
        }
    }

    private void enter(int pid, Set<Namespace> namespaces) throws ErrnoException {
        for (Namespace namespace : namespaces) {
            try (Fd file = syscalls.open(namespace.of(root, pid), Set.of(OpenFlag.RDONLY))) {
                syscalls.setns(file, namespace.cloneFlag());
            }
        }
    }

    private static <T> T onFreshThread(String name, Callable<T> work) throws ErrnoException {
        // FutureTask.get sees an interrupt only while it waits: quick work would hide it.
        if (Thread.currentThread().isInterrupted()) {
            throw new ErrnoException(Errno.EINTR, name);
        }
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofPlatform().name(name).daemon().start(task);
        try {
            return task.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ErrnoException(Errno.ETIMEDOUT, name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ErrnoException(Errno.EINTR, name);
        } catch (ExecutionException e) {
            throw unwrapped(e);
        }
    }

    private static ErrnoException unwrapped(ExecutionException e) {
        return switch (e.getCause()) {
            case ErrnoException errno -> errno;
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(e);
        };
    }
}
