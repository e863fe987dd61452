package org.vzgit.kernel.quota;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.Syscalls;

/// A file system with quota, in memory: what quotactl(2) answers, byte for byte.
final class QuotaFileSystem {
    private static final int SUBCOMMAND = 8;
    private static final int BLOCK_SIZE = 72;

    /// Of each kind, by id.
    final Map<String, byte[]> records = new TreeMap<>();

    long magic = 0xef53L;
    int flags;
    long graceSeconds = 604_800;
    Optional<Errno> failing = Optional.empty();

    /// Every call that this does not know fails the test.
    Syscalls syscalls() {
        return (Syscalls)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Syscalls.class},
                        (_, method, arguments) ->
                                switch (method.getName()) {
                                    case "open" -> new Fd(9, _ -> {});
                                    case "fstatfs" -> magic;
                                    case "quotactlFd" -> {
                                        quotactl(
                                                (int) arguments[1],
                                                (long) arguments[2],
                                                (byte[]) arguments[3]);
                                        yield null;
                                    }
                                    default ->
                                            throw new InvocationTargetException(
                                                    new AssertionError(method.getName()));
                                });
    }

    private void quotactl(int command, long id, byte[] structure) throws ErrnoException {
        if (failing.isPresent()) {
            throw new ErrnoException(failing.get(), "quotactl_fd");
        }
        int kind = command & 0xff;
        ByteBuffer out = ByteBuffer.wrap(structure).order(ByteOrder.nativeOrder());
        switch (command >>> SUBCOMMAND) {
            case 0x5805 -> out.putShort(2, (short) flags);
            case 0x800005 -> out.putLong(graceSeconds).putLong(graceSeconds);
            case 0x800007 -> copy(record(kind, id), structure);
            case 0x800008 -> set(record(kind, id), structure);
            case 0x800009 -> next(kind, id, structure);
            default -> throw new ErrnoException(Errno.EINVAL, "quotactl_fd");
        }
    }

    /// The next id of the kind that has a record.
    private void next(int kind, long id, byte[] structure) throws ErrnoException {
        for (String key : records.keySet()) {
            long found = Long.parseLong(key.substring(2).strip());
            if (key.startsWith(kind + " ") && found >= id) {
                copy(record(kind, found), structure);
                ByteBuffer.wrap(structure).order(ByteOrder.nativeOrder()).putInt(68, (int) found);
                return;
            }
        }
        throw new ErrnoException(Errno.ENOENT, "quotactl_fd");
    }

    private static void copy(byte[] from, byte[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }

    /// Only what the mask names: bit 0 is bounds of space, 2 of inodes, 4 and 5 the times.
    private static void set(byte[] record, byte[] wanted) {
        int mask = ByteBuffer.wrap(wanted).order(ByteOrder.nativeOrder()).getInt(64);
        part(record, wanted, (mask & 1) != 0, 0, 16);
        part(record, wanted, (mask & 4) != 0, 24, 16);
        part(record, wanted, (mask & 16) != 0, 48, 8);
        part(record, wanted, (mask & 32) != 0, 56, 8);
    }

    private static void part(byte[] to, byte[] from, boolean named, int at, int length) {
        if (named) {
            System.arraycopy(from, at, to, at, length);
        }
    }

    byte[] record(int kind, long id) {
        return records.computeIfAbsent("%d %10d".formatted(kind, id), _ -> new byte[BLOCK_SIZE]);
    }

    ByteBuffer fields(int kind, long id) {
        return ByteBuffer.wrap(record(kind, id)).order(ByteOrder.nativeOrder());
    }
}
