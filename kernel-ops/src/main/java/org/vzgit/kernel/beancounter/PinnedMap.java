package org.vzgit.kernel.beancounter;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.sys.BpfRequest;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.Syscalls;

/// A map that the kernel programs share, opened by its pin.
final class PinnedMap implements AutoCloseable {
    private final Syscalls syscalls;
    private final Fd fd;
    private final Shape shape;

    private PinnedMap(Syscalls syscalls, Fd fd, Shape shape) {
        this.syscalls = syscalls;
        this.fd = fd;
        this.shape = shape;
    }

    /// What `main/bpf/beancounter.h` says of a map.
    record Shape(String name, int entries, int keyBytes, int valueBytes) {}

    record Element(ByteBuffer key, ByteBuffer value) {
        byte[] keyBytes() {
            byte[] bytes = new byte[key.remaining()];
            key.get(key.position(), bytes);
            return bytes;
        }
    }

    /// @param directory where the maps are pinned
    /// @throws ErrnoException ENOENT when it is not pinned
    static PinnedMap open(Syscalls syscalls, Path directory, Shape shape) throws ErrnoException {
        Fd fd = syscalls.bpfFd(MapRequests.open(directory.resolve(shape.name())));
        return new PinnedMap(syscalls, fd, shape);
    }

    Fd fd() {
        return fd;
    }

    /// Empty when there is no such key.
    Optional<byte[]> lookup(byte[] key) throws ErrnoException {
        BpfRequest request = MapRequests.lookup(fd, key, shape.valueBytes());
        try {
            syscalls.bpf(request);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENOENT) {
                return Optional.empty();
            }
            throw e;
        }
        return Optional.of(request.memoryAt(MapRequests.VALUE));
    }

    void update(byte[] key, byte[] value) throws ErrnoException {
        syscalls.bpf(MapRequests.update(fd, key, value));
    }

    /// Nothing happens when there is no such key.
    void delete(byte[] key) throws ErrnoException {
        try {
            syscalls.bpf(MapRequests.delete(fd, key));
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
    }

    /// All elements in one call, each as it was at some moment of it.
    List<Element> all() throws ErrnoException {
        BpfRequest request = MapRequests.lookupAll(fd, shape.entries(), shape);
        ask(request);
        byte[] keys = request.memoryAt(MapRequests.BATCH_KEYS);
        byte[] values = request.memoryAt(MapRequests.BATCH_VALUES);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < request.number(MapRequests.BATCH_COUNT); i++) {
            elements.add(
                    new Element(
                            part(keys, i, shape.keyBytes()), part(values, i, shape.valueBytes())));
        }
        return elements;
    }

    /// The values of an array's elements in one call, in their order.
    List<ByteBuffer> range(int first, int count) throws ErrnoException {
        BpfRequest request = MapRequests.lookupBehind(fd, first - 1, count, shape);
        ask(request);
        ByteBuffer values = ByteBuffer.wrap(request.memoryAt(MapRequests.BATCH_VALUES));
        List<ByteBuffer> elements = new ArrayList<>(count);
        for (int i = 0; i < request.number(MapRequests.BATCH_COUNT); i++) {
            elements.add(
                    values.slice(i * shape.valueBytes(), shape.valueBytes())
                            .order(ByteOrder.nativeOrder()));
        }
        return elements;
    }

    private void ask(BpfRequest request) throws ErrnoException {
        try {
            syscalls.bpf(request);
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
    }

    private static ByteBuffer part(byte[] all, int index, int bytes) {
        return ordered(all).slice(index * bytes, bytes).order(ByteOrder.nativeOrder());
    }

    static ByteBuffer ordered(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        fd.close();
    }
}
