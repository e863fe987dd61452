package org.vzgit.kernel.sys;

import java.nio.file.Path;
import java.util.List;

/// The system calls by which a kernel tells what happens: epoll(7) and fanotify(7).
public interface EventCalls {
    /// Somebody wrote to a file, fanotify(7).
    long FAN_MODIFY = 0x2;

    /// `int epoll_create1(int flags)`: epoll_create1(2).
    Fd epollCreate() throws ErrnoException;

    /// `int epoll_ctl(int epfd, EPOLL_CTL_ADD, int fd, struct epoll_event *event)` for `EPOLLIN`,
    /// level-triggered. EEXIST when it is watched already. Closing the descriptor ends the watch.
    ///
    /// @param tag comes back from [#epollWait]
    void epollAdd(Fd epoll, Fd watched, long tag) throws ErrnoException;

    /// `int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout)`.
    ///
    /// @param timeoutMillis 0 returns at once; negative waits for ever, which nobody here may
    /// @return the tags of what can be read, none when the time was over. EINTR when a signal came
    List<Long> epollWait(Fd epoll, int timeoutMillis) throws ErrnoException;

    /// `int fanotify_init(unsigned int flags, unsigned int event_f_flags)` for notification, with
    /// descriptors that are opened read-only. EPERM without CAP_SYS_ADMIN, ENOSYS without
    /// `CONFIG_FANOTIFY`, EMFILE at 128 groups of one user.
    Fd fanotifyInit() throws ErrnoException;

    /// `int fanotify_mark(int fd, FAN_MARK_ADD, uint64_t mask, AT_FDCWD, const char *path)`:
    /// listens to writes to the files of a directory. ENOENT when it is gone. Idempotent. The mark
    /// goes with the directory.
    void fanotifyMark(Fd group, Path directory) throws ErrnoException;

    /// A descriptor that the kernel opened for us and told the number of.
    Fd adopt(int number);
}
