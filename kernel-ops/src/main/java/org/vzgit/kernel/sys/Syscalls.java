package org.vzgit.kernel.sys;

import java.nio.file.Path;
import java.util.Set;

/// The system calls that vzgit makes itself, one method each; an interface so that rooms above can
/// be tested with a kernel that answers any errno.
///
/// All throw [ErrnoException] with the errno that the kernel gave; nothing is retried here, EINTR
/// included. Every descriptor is close-on-exec. Calls act on the calling thread's namespaces.
public interface Syscalls {
    /// `int socket(int domain, int type, int protocol)`, with `SOCK_CLOEXEC`: socket(2). EMFILE and
    /// ENFILE when out of descriptors, EAFNOSUPPORT when the kernel lacks the family.
    Fd socket(int domain, int type, int protocol) throws ErrnoException;

    /// `int bind(int fd, const struct sockaddr *addr, socklen_t len)`: bind(2).
    void bind(Fd socket, byte[] address) throws ErrnoException;

    /// `int setsockopt(int fd, int level, int name, const void *value, socklen_t len)`:
    /// setsockopt(2). ENOPROTOOPT when the option is unknown.
    void setsockopt(Fd socket, SocketOption option) throws ErrnoException;

    /// `ssize_t sendto(int fd, const void *buf, size_t len, 0, NULL, 0)`: send(2) to the peer the
    /// protocol has by default, for netlink the kernel. EMSGSIZE above the socket's send buffer,
    /// ENOBUFS.
    int send(Fd socket, byte[] message) throws ErrnoException;

    /// `ssize_t recvfrom(int fd, void *buf, size_t len, MSG_TRUNC, NULL, NULL)`: recv(2).
    ///
    /// @return the datagram's true length, which is larger than the buffer when it was cut. EAGAIN
    ///   when a receive timeout ended, ENOBUFS when the kernel dropped messages
    int recv(Fd socket, byte[] buffer) throws ErrnoException;

    /// `int open(const char *path, int flags, mode_t 0)`: open(2), for files that exist.
    Fd open(Path path, Set<OpenFlag> flags) throws ErrnoException;

    /// `int openat2(int dirfd, const char *path, struct open_how *how, size_t size)`: openat2(2),
    /// Linux 5.6. EXDEV and ELOOP when the walk broke a rule of `how`, EAGAIN when a rename raced.
    Fd openat2(Fd directory, String path, OpenHow how) throws ErrnoException;

    /// `ssize_t read(int fd, void *buf, size_t len)`: read(2).
    ///
    /// @return bytes read, 0 at the end of the file
    int read(Fd file, byte[] buffer) throws ErrnoException;

    /// `ssize_t write(int fd, const void *buf, size_t len)`: write(2).
    ///
    /// @return bytes written, possibly fewer than given
    int write(Fd file, byte[] bytes) throws ErrnoException;

    /// `int fchown(int fd, uid_t owner, gid_t group)`: fchown(2). -1 leaves an id as it is.
    void fchown(Fd file, long uid, long gid) throws ErrnoException;

    /// `int fchmod(int fd, mode_t mode)`: fchmod(2).
    void fchmod(Fd file, int mode) throws ErrnoException;

    /// `int renameat(int olddir, const char *old, int newdir, const char *new)` within one
    /// directory: renameat(2), atomic, replaces what has the new name.
    void renameat(Fd directory, String from, String to) throws ErrnoException;

    /// `int unlinkat(int dirfd, const char *path, 0)`: unlinkat(2) of a file.
    void unlinkat(Fd directory, String name) throws ErrnoException;

    /// `int fstatfs(int fd, struct statfs *buf)`: fstatfs(2).
    ///
    /// @return `f_type`, the file system's magic number (`linux/magic.h`)
    long fstatfs(Fd file) throws ErrnoException;

    /// `int umount2(const char *target, int flags)`: umount(2). EINVAL when not a mount point.
    void umount2(Path target, int flags) throws ErrnoException;

    /// `int setns(int fd, int nstype)`: setns(2); for the calling thread only. EINVAL when the file
    /// is no namespace of this type, EPERM without CAP_SYS_ADMIN in the namespace's owner.
    void setns(Fd namespace, int type) throws ErrnoException;

    /// `int open_tree(int dirfd, const char *path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC)` and `int
    /// mount_setattr(int fd, "", AT_EMPTY_PATH, struct mount_attr *attr, size_t size)` with
    /// `MOUNT_ATTR_RDONLY | NOSUID | NODEV | NOEXEC`: open_tree(2), mount_setattr(2), Linux 5.12. A
    /// mount of one file or directory that is nowhere yet and goes when the descriptor is closed.
    Fd readOnlyMount(Path path) throws ErrnoException;

    /// `int move_mount(int from, "", int to, "", MOVE_MOUNT_F_EMPTY_PATH |
    /// MOVE_MOUNT_T_EMPTY_PATH)`: move_mount(2), Linux 5.2. EINVAL when `to` is not in the calling
    /// thread's mount namespace.
    void moveMount(Fd mount, Fd to) throws ErrnoException;

    /// `int unshare(CLONE_FS)`: unshare(2); the calling thread gets a root and working directory of
    /// its own, without which setns(2) refuses a mount namespace to a thread (EINVAL).
    void unshareFileSystem() throws ErrnoException;

    /// `int setfsuid(uid_t)`, `int setfsgid(gid_t)`: setfsuid(2); files that the calling thread
    /// makes belong to this user, and it has no more rights to files than this user. Never fails.
    void actAs(long uid);

    /// `int uname(struct utsname *buf)`: uname(2).
    ///
    /// @return `nodename`: the host name of the calling thread's UTS namespace
    String hostname() throws ErrnoException;

    /// `int sethostname(const char *name, size_t len)`: sethostname(2). EINVAL above 64 bytes.
    void sethostname(String name) throws ErrnoException;

    /// `int pidfd_open(pid_t pid, unsigned int flags)`: pidfd_open(2), Linux 5.3. ESRCH when there
    /// is no such process.
    Fd pidfdOpen(int pid) throws ErrnoException;

    /// `int pidfd_send_signal(int pidfd, int sig, siginfo_t *info, unsigned int flags)`:
    /// pidfd_send_signal(2), Linux 5.1. ESRCH when the process has been waited for; 0 only asks.
    void pidfdSendSignal(Fd process, int signal) throws ErrnoException;

    /// `int kill(pid_t pid, int sig)`: kill(2).
    void kill(int pid, int signal) throws ErrnoException;

    /// `int setxattr(const char *path, const char *name, const void *value, size_t size, 0)`:
    /// setxattr(2). Replaces the whole value at once. EOPNOTSUPP where the file system has none.
    void setxattr(Path path, String name, byte[] value) throws ErrnoException;

    /// `ssize_t getxattr(const char *path, const char *name, void *value, size_t size)`:
    /// getxattr(2). ENODATA when there is no such attribute, ERANGE when it is longer than
    /// `lengthMax`.
    byte[] getxattr(Path path, String name, int lengthMax) throws ErrnoException;

    /// `int prlimit(pid_t pid, int resource, NULL, struct rlimit *old)`: prlimit(2). ESRCH when the
    /// process is gone.
    Rlimit prlimit(int pid, Rlimit.Kind kind) throws ErrnoException;

    /// The same with a new limit. EPERM when the hard limit would rise and the caller lacks
    /// CAP_SYS_RESOURCE, or when `RLIMIT_NOFILE` would be above `fs.nr_open`.
    void prlimit(int pid, Rlimit.Kind kind, Rlimit next) throws ErrnoException;

    /// `int poll(struct pollfd *fds, nfds_t 1, int timeout)`: poll(2) of one descriptor.
    ///
    /// @param events bits such as [#POLLIN]
    /// @param timeoutMillis 0 returns at once; negative waits for ever, which nobody here may
    /// @return the bits that came true, 0 when the time was over. Bits that were not asked for can
    ///   be among them: `POLLHUP` on a pidfd once the process has been waited for (seen on 6.18)
    int poll(Fd file, int events, int timeoutMillis) throws ErrnoException;

    /// `int bpf(int cmd, union bpf_attr *attr, unsigned int size)`: bpf(2), for commands that give
    /// 0. The kernel's answers are in the request afterwards. ENOSYS without `CONFIG_BPF_SYSCALL`,
    /// EINVAL when the command, or the program or attach type in it, is not known, EPERM without
    /// CAP_BPF or what the command asks for besides, ENOENT when nothing has the given id.
    void bpf(BpfRequest request) throws ErrnoException;

    /// The same call for commands that give a descriptor: `BPF_PROG_LOAD`, `BPF_PROG_GET_FD_BY_ID`.
    /// EACCES and EINVAL when the verifier refuses a program, E2BIG when it is too long.
    Fd bpfFd(BpfRequest request) throws ErrnoException;

    /// `int ioctl(int fd, unsigned long request, void *argument)`: ioctl(2). ENOTTY when the file
    /// does not know the request.
    ///
    /// @param argument the structure that the request takes; holds the kernel's answer afterwards
    void ioctl(Fd file, long request, byte[] argument) throws ErrnoException;

    /// `int quotactl_fd(unsigned int fd, unsigned int cmd, qid_t id, void *addr)`: quotactl(2),
    /// Linux 5.14, of the file system that the file is on. ESRCH when that quota type is off there,
    /// ENOSYS when the file system has no quota at all, EPERM without CAP_SYS_ADMIN on the host.
    ///
    /// @param command `QCMD(command, type)`
    /// @param structure what the command takes; holds the kernel's answer afterwards
    void quotactlFd(Fd file, int command, long id, byte[] structure) throws ErrnoException;

    /// Readable, or for a pidfd: the process has ended. Value of `asm-generic/poll.h`.
    int POLLIN = 0x001;
}
