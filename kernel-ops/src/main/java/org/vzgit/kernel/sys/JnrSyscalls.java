package org.vzgit.kernel.sys;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import jnr.ffi.LastError;
import jnr.ffi.Pointer;

/// The running kernel's system calls through jnr-ffi.
///
/// errno is safe per thread: jnr saves it in thread-local storage right after each native call,
/// before the virtual machine can run code of its own.
public final class JnrSyscalls implements Syscalls {
    // Numbers of calls newer than Linux 5.0 are the same on every architecture (syscall.tbl).
    private static final long PIDFD_SEND_SIGNAL = 424;
    private static final long OPEN_TREE = 428;
    private static final long PIDFD_OPEN = 434;
    private static final long OPENAT2 = 437;
    private static final long QUOTACTL_FD = 443;

    /// Older, so each architecture has its own (`syscall_64.tbl`, `asm-generic/unistd.h`).
    private static final long BPF = OpenFlag.ARM64 ? 280 : 321;

    private static final int SOCK_CLOEXEC = 02000000;
    private static final int MSG_TRUNC = 0x20;
    private static final int AT_FDCWD = -100;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int OPEN_TREE_CLONE = 1;
    private static final int OPEN_TREE_CLOEXEC = 02000000;
    private static final int MOVE_MOUNT_BOTH_EMPTY_PATH = 0x4 | 0x40;

    /// `MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC`.
    private static final long READ_ONLY_DATA = 0x1 | 0x2 | 0x4 | 0x8;

    private static final int CLONE_FS = 0x200;

    /// `struct utsname` is six fields of 65 bytes, `struct statfs` 120 bytes on both architectures.
    private static final int UTSNAME_FIELD = 65;

    private static final int UTSNAME_FIELDS = 6;
    private static final int STATFS_SIZE = 120;

    @Override
    public Fd socket(int domain, int type, int protocol) throws ErrnoException {
        return fd(libc().socket(domain, type | SOCK_CLOEXEC, protocol), "socket");
    }

    @Override
    public void bind(Fd socket, byte[] address) throws ErrnoException {
        check(libc().bind(socket.number(), address, address.length), "bind");
    }

    @Override
    public void setsockopt(Fd socket, SocketOption option) throws ErrnoException {
        byte[] value = option.value();
        int result =
                libc().setsockopt(
                                socket.number(),
                                option.level(),
                                option.name(),
                                value,
                                value.length);
        check(result, "setsockopt");
    }

    @Override
    public int send(Fd socket, byte[] message) throws ErrnoException {
        return check(libc().send(socket.number(), message, message.length, 0), "send");
    }

    @Override
    public int recv(Fd socket, byte[] buffer) throws ErrnoException {
        return check(libc().recv(socket.number(), buffer, buffer.length, MSG_TRUNC), "recv");
    }

    @Override
    public Fd open(Path path, Set<OpenFlag> flags) throws ErrnoException {
        return fd(libc().open(path.toString(), OpenFlag.bits(flags), 0), "open " + path);
    }

    @Override
    public Fd openat2(Fd directory, String path, OpenHow how) throws ErrnoException {
        ByteBuffer struct = ByteBuffer.allocate(3 * Long.BYTES).order(ByteOrder.nativeOrder());
        struct.putLong(OpenFlag.bits(how.flags())).putLong(how.mode()).putLong(how.resolveBits());
        byte[] bytes = struct.array();
        long result = libc().syscall(OPENAT2, directory.number(), path, bytes, bytes.length);
        return fd(result, "openat2 " + path);
    }

    @Override
    public int read(Fd file, byte[] buffer) throws ErrnoException {
        return check(libc().read(file.number(), buffer, buffer.length), "read");
    }

    @Override
    public int write(Fd file, byte[] bytes) throws ErrnoException {
        return check(libc().write(file.number(), bytes, bytes.length), "write");
    }

    @Override
    public void fchown(Fd file, long uid, long gid) throws ErrnoException {
        check(libc().fchown(file.number(), (int) uid, (int) gid), "fchown");
    }

    @Override
    public void fchmod(Fd file, int mode) throws ErrnoException {
        check(libc().fchmod(file.number(), mode), "fchmod");
    }

    @Override
    public void renameat(Fd directory, String from, String to) throws ErrnoException {
        int number = directory.number();
        check(libc().renameat(number, from, number, to), "renameat " + from + " " + to);
    }

    @Override
    public void unlinkat(Fd directory, String name) throws ErrnoException {
        check(libc().unlinkat(directory.number(), name, 0), "unlinkat " + name);
    }

    @Override
    public long fstatfs(Fd file) throws ErrnoException {
        byte[] struct = new byte[STATFS_SIZE];
        check(libc().fstatfs(file.number(), struct), "fstatfs");
        return ByteBuffer.wrap(struct).order(ByteOrder.nativeOrder()).getLong();
    }

    @Override
    public void umount2(Path target, int flags) throws ErrnoException {
        check(libc().umount2(target.toString(), flags), "umount2 " + target);
    }

    @Override
    public void setns(Fd namespace, int type) throws ErrnoException {
        check(libc().setns(namespace.number(), type), "setns");
    }

    @Override
    public Fd readOnlyMount(Path path) throws ErrnoException {
        Fd mount =
                fd(
                        libc().syscall(
                                        OPEN_TREE,
                                        AT_FDCWD,
                                        path.toString(),
                                        OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC),
                        "open_tree " + path);
        ByteBuffer attr = ByteBuffer.allocate(4 * Long.BYTES).order(ByteOrder.nativeOrder());
        byte[] bytes = attr.putLong(READ_ONLY_DATA).array();
        int number = mount.number();
        int result = libc().mount_setattr(number, "", AT_EMPTY_PATH, bytes, bytes.length);
        try {
            check(result, "mount_setattr " + path);
            return mount;
        } catch (ErrnoException e) {
            mount.close();
            throw e;
        }
    }

    @Override
    public void moveMount(Fd mount, Fd to) throws ErrnoException {
        int result =
                libc().move_mount(mount.number(), "", to.number(), "", MOVE_MOUNT_BOTH_EMPTY_PATH);
        check(result, "move_mount");
    }

    @Override
    public void unshareFileSystem() throws ErrnoException {
        check(libc().unshare(CLONE_FS), "unshare");
    }

    @Override
    public void actAs(long uid) {
        libc().setfsgid((int) uid);
        libc().setfsuid((int) uid);
    }

    @Override
    public String hostname() throws ErrnoException {
        byte[] struct = new byte[UTSNAME_FIELDS * UTSNAME_FIELD];
        check(libc().uname(struct), "uname");
        return field(struct, 1);
    }

    @Override
    public void sethostname(String name) throws ErrnoException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        check(libc().sethostname(bytes, bytes.length), "sethostname " + name);
    }

    @Override
    public Fd pidfdOpen(int pid) throws ErrnoException {
        return fd(libc().syscall(PIDFD_OPEN, pid, 0), "pidfd_open " + pid);
    }

    @Override
    public void pidfdSendSignal(Fd process, int signal) throws ErrnoException {
        long result = libc().syscall(PIDFD_SEND_SIGNAL, process.number(), signal, 0L, 0);
        check(result, "pidfd_send_signal " + signal);
    }

    @Override
    public void kill(int pid, int signal) throws ErrnoException {
        check(libc().kill(pid, signal), "kill " + pid + " " + signal);
    }

    @Override
    public void setxattr(Path path, String name, byte[] value) throws ErrnoException {
        check(
                libc().setxattr(path.toString(), name, value, value.length, 0),
                "setxattr " + name + " " + path);
    }

    @Override
    public byte[] getxattr(Path path, String name, int lengthMax) throws ErrnoException {
        byte[] value = new byte[lengthMax];
        int length =
                check(
                        libc().getxattr(path.toString(), name, value, lengthMax),
                        "getxattr " + name + " " + path);
        return Arrays.copyOf(value, length);
    }

    @Override
    public Rlimit prlimit(int pid, Rlimit.Kind kind) throws ErrnoException {
        ByteBuffer before = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.nativeOrder());
        check(libc().prlimit(pid, kind.number(), null, before.array()), "prlimit " + pid);
        return Rlimit.ofKernel(before.getLong(), before.getLong());
    }

    @Override
    public void prlimit(int pid, Rlimit.Kind kind, Rlimit next) throws ErrnoException {
        ByteBuffer wanted = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.nativeOrder());
        wanted.putLong(Rlimit.toKernel(next.soft())).putLong(Rlimit.toKernel(next.hard()));
        byte[] before = new byte[2 * Long.BYTES];
        check(
                libc().prlimit(pid, kind.number(), wanted.array(), before),
                "prlimit " + kind + " " + pid);
    }

    @Override
    public int poll(Fd file, int events, int timeoutMillis) throws ErrnoException {
        ByteBuffer struct = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
        struct.putInt(file.number()).putShort((short) events);
        check(libc().poll(struct.array(), 1, timeoutMillis), "poll");
        return Short.toUnsignedInt(struct.getShort(Integer.BYTES + Short.BYTES));
    }

    @Override
    public void bpf(BpfRequest request) throws ErrnoException {
        callBpf(request);
    }

    @Override
    public Fd bpfFd(BpfRequest request) throws ErrnoException {
        return fd(callBpf(request), request.toString());
    }

    private static int callBpf(BpfRequest request) throws ErrnoException {
        byte[] attr = request.attr();
        ByteBuffer union = ByteBuffer.wrap(attr).order(ByteOrder.nativeOrder());
        Map<Integer, Pointer> pointers = new HashMap<>();
        request.memory()
                .forEach((offset, bytes) -> {
                    Pointer pointer = Libc.copyOf(bytes);
                    pointers.put(offset, pointer);
                    union.putLong(offset, pointer.address());
                });
        long result = libc().syscall(BPF, request.command(), attr, attr.length);
        int errno = LastError.getLastError(Libc.RUNTIME);
        // That it is read back also keeps the memory alive during the call.
        request.memory()
                .forEach((offset, bytes) -> {
                    Objects.requireNonNull(pointers.get(offset)).get(0, bytes, 0, bytes.length);
                    union.putLong(offset, 0);
                });
        request.answer(attr);
        // After the answers: a batch that reached the end of its map has all of them and ENOENT.
        if (result < 0) {
            throw new ErrnoException(Errno.of(errno), request.toString());
        }
        return (int) result;
    }

    @Override
    public void ioctl(Fd file, long request, byte[] argument) throws ErrnoException {
        // Its words only when it failed: putting them together costs as much as the call.
        int result = libc().ioctl(file.number(), request, argument);
        if (result < 0) {
            check(result, "ioctl " + Long.toHexString(request));
        }
    }

    @Override
    public void quotactlFd(Fd file, int command, long id, byte[] structure) throws ErrnoException {
        long result = libc().syscall(QUOTACTL_FD, file.number(), (long) command, id, structure);
        if (result < 0) {
            check(result, "quotactl_fd " + Integer.toHexString(command) + " " + id);
        }
    }

    private static Libc.Functions libc() {
        return Libc.FUNCTIONS;
    }

    private static Fd fd(long result, String call) throws ErrnoException {
        // close(2) frees the number even when it reports EINTR or EIO (close(2), NOTES): nothing to
        // retry, and what was written is checked by whoever wrote it.
        return new Fd(check(result, call), number -> libc().close(number));
    }

    private static int check(long result, String call) throws ErrnoException {
        if (result < 0) {
            throw new ErrnoException(Errno.of(LastError.getLastError(Libc.RUNTIME)), call);
        }
        return (int) result;
    }

    private static String field(byte[] struct, int index) {
        int start = index * UTSNAME_FIELD;
        int end = start;
        while (end < start + UTSNAME_FIELD && struct[end] != 0) {
            end++;
        }
        return new String(struct, start, end - start, StandardCharsets.UTF_8);
    }
}
