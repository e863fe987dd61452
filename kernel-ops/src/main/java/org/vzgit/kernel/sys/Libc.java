package org.vzgit.kernel.sys;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.annotations.Encoding;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import org.jspecify.annotations.Nullable;

/// The C library's functions as they are, loaded at the first call: commands that need no kernel
/// never load native code.
final class Libc {
    static final Functions FUNCTIONS = LibraryLoader.create(Functions.class).load("c");
    static final Runtime RUNTIME = Runtime.getRuntime(FUNCTIONS);

    private Libc() {}

    /// Memory whose address a structure can hold; freed when nothing refers to it.
    static Pointer copyOf(byte[] bytes) {
        Pointer memory = Memory.allocateDirect(RUNTIME, bytes.length);
        memory.put(0, bytes, 0, bytes.length);
        return memory;
    }

    /// Public only because jnr implements it in a class loader of its own. Unsigned and size types
    /// are their 64-bit forms on x86_64 and aarch64; structures are byte arrays.
    @Encoding("UTF-8")
    public interface Functions {
        int socket(int domain, int type, int protocol);

        int bind(int fd, @In byte[] address, int length);

        int setsockopt(int fd, int level, int name, @In byte[] value, int length);

        long send(int fd, @In byte[] message, long length, int flags);

        long recv(int fd, @Out byte[] buffer, long length, int flags);

        int open(@In String path, int flags, int mode);

        int close(int fd);

        long read(int fd, @Out byte[] buffer, long length);

        long write(int fd, @In byte[] bytes, long length);

        int fchown(int fd, int uid, int gid);

        int fchmod(int fd, int mode);

        int renameat(int oldDirectory, @In String from, int newDirectory, @In String to);

        int unlinkat(int directory, @In String name, int flags);

        int fstatfs(int fd, @Out byte[] buffer);

        int mount(
                @In String source,
                @In String target,
                @In String type,
                long flags,
                @In String options);

        int umount2(@In String target, int flags);

        int setns(int fd, int type);

        int unshare(int flags);

        int setfsuid(int uid);

        int setfsgid(int gid);

        int uname(@Out byte[] buffer);

        int sethostname(@In byte[] name, long length);

        int kill(int pid, int signal);

        int setxattr(@In String path, @In String name, @In byte[] value, long size, int flags);

        long getxattr(@In String path, @In String name, @Out byte[] value, long size);

        int prlimit(int pid, int resource, @In byte @Nullable [] next, @Out byte[] before);

        int poll(@In @Out byte[] fds, long count, int timeoutMillis);

        int ioctl(int fd, long request, @In @Out byte[] argument);

        int epoll_create1(int flags);

        int epoll_ctl(int epoll, int operation, int fd, @In byte[] event);

        int epoll_wait(int epoll, @Out byte[] events, int most, int timeoutMillis);

        int fanotify_init(int flags, int eventFlags);

        int fanotify_mark(int group, int flags, long mask, int directory, @In String path);

        /// For calls that glibc 2.36 or musl have no function for.
        long syscall(long number, int first, int second);

        long syscall(long number, int command, @In @Out byte[] attr, int size);

        long syscall(long number, int fd, int signal, long info, int flags);

        long syscall(long number, int fd, long command, long id, @In @Out byte[] structure);

        long syscall(long number, int directory, @In String path, @In byte[] how, long size);

        long syscall(long number, int directory, @In String path, int flags);

        int move_mount(
                int fromDirectory, @In String from, int toDirectory, @In String to, int flags);

        int mount_setattr(int directory, @In String path, int flags, @In byte[] attr, long size);
    }
}
