package org.vzgit.kernel.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.LastError;

/// The running kernel's.
public final class JnrEventCalls implements EventCalls {
    private static final int EPOLL_CLOEXEC = 02000000;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLLIN = 0x1;

    /// `struct epoll_event` is packed on x86_64 only (`EPOLL_PACKED` in `linux/eventpoll.h`).
    private static final int EVENT_SIZE = OpenFlag.ARM64 ? 16 : 12;

    private static final int EVENT_TAG = OpenFlag.ARM64 ? 8 : 4;

    /// What one call takes out of the kernel; the rest comes with the next call.
    private static final int EVENTS_MAX = 64;

    private static final int FAN_CLOEXEC = 0x1;
    private static final int FAN_MARK_ADD = 0x1;
    private static final long FAN_EVENT_ON_CHILD = 0x0800_0000;
    private static final int AT_FDCWD = -100;
    private static final int O_RDONLY_CLOEXEC = 02000000;

    @Override
    public Fd epollCreate() throws ErrnoException {
        return adopt(check(Libc.FUNCTIONS.epoll_create1(EPOLL_CLOEXEC), "epoll_create1"));
    }

    @Override
    public void epollAdd(Fd epoll, Fd watched, long tag) throws ErrnoException {
        ByteBuffer event = ByteBuffer.allocate(EVENT_SIZE).order(ByteOrder.nativeOrder());
        event.putInt(0, EPOLLIN).putLong(EVENT_TAG, tag);
        check(
                Libc.FUNCTIONS.epoll_ctl(
                        epoll.number(), EPOLL_CTL_ADD, watched.number(), event.array()),
                "epoll_ctl");
    }

    @Override
    public List<Long> epollWait(Fd epoll, int timeoutMillis) throws ErrnoException {
        byte[] events = new byte[EVENTS_MAX * EVENT_SIZE];
        int count =
                check(
                        Libc.FUNCTIONS.epoll_wait(
                                epoll.number(), events, EVENTS_MAX, timeoutMillis),
                        "epoll_wait");
        ByteBuffer buffer = ByteBuffer.wrap(events).order(ByteOrder.nativeOrder());
        List<Long> tags = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tags.add(buffer.getLong(i * EVENT_SIZE + EVENT_TAG));
        }
        return tags;
    }

    @Override
    public Fd fanotifyInit() throws ErrnoException {
        return adopt(
                check(
                        Libc.FUNCTIONS.fanotify_init(FAN_CLOEXEC, O_RDONLY_CLOEXEC),
                        "fanotify_init"));
    }

    @Override
    public void fanotifyMark(Fd group, Path directory) throws ErrnoException {
        check(
                Libc.FUNCTIONS.fanotify_mark(
                        group.number(),
                        FAN_MARK_ADD,
                        FAN_MODIFY | FAN_EVENT_ON_CHILD,
                        AT_FDCWD,
                        directory.toString()),
                "fanotify_mark " + directory);
    }

    @Override
    public Fd adopt(int number) {
        return new Fd(number, open -> Libc.FUNCTIONS.close(open));
    }

    private static int check(int result, String call) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(Errno.of(LastError.getLastError(Libc.RUNTIME)), call);
        }
        return result;
    }
}
