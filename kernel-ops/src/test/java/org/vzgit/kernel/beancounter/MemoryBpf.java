package org.vzgit.kernel.beancounter;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vzgit.kernel.sys.BpfRequest;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.Beancounter;

/// bpf(2) on maps in memory: arrays have every key from the start, hashes what was put in.
final class MemoryBpf {
    private static final int LOOKUP = 1;
    private static final int UPDATE = 2;
    private static final int DELETE = 3;
    private static final int BATCH = 24;
    private static final List<PinnedMap.Shape> SHAPES =
            List.of(
                    CounterMaps.COUNTS,
                    CounterMaps.SAMPLED,
                    CounterMaps.BOUNDS,
                    CounterMaps.CGROUPS,
                    CounterMaps.NAMESPACES,
                    CounterMaps.CONTROL);

    final List<Integer> closed = new ArrayList<>();

    /// Held and failcnt that the next looks at a row of counters find.
    final Deque<long[]> counted = new ArrayDeque<>();

    /// Of which resource.
    Beancounter row = Beancounter.NUMFILE;

    Optional<Errno> refusal = Optional.empty();
    boolean pinned = true;
    private final List<Map<ByteBuffer, byte[]>> maps = new ArrayList<>();

    final Syscalls syscalls =
            (Syscalls)
                    Proxy.newProxyInstance(
                            Syscalls.class.getClassLoader(),
                            new Class<?>[] {Syscalls.class},
                            (_, method, arguments) ->
                                    method.getName().equals("bpfFd")
                                            ? open((BpfRequest) arguments[0])
                                            : call((BpfRequest) arguments[0]));

    MemoryBpf() {
        SHAPES.forEach(_ -> maps.add(new LinkedHashMap<>()));
    }

    CounterMaps maps() throws ErrnoException {
        return CounterMaps.open(syscalls, Path.of("/pins"));
    }

    void put(PinnedMap.Shape shape, byte[] key, byte[] value) {
        maps.get(SHAPES.indexOf(shape)).put(ByteBuffer.wrap(key), value);
    }

    int size(PinnedMap.Shape shape) {
        return maps.get(SHAPES.indexOf(shape)).size();
    }

    /// What the programs have counted for a slot.
    void count(int slot, Beancounter resource, long... heldPeakFailcnt) {
        byte[] key = BpfRequest.numbers(slot);
        byte[] row =
                maps.getFirst()
                        .getOrDefault(
                                ByteBuffer.wrap(key), new byte[CounterMaps.COUNTS.valueBytes()]);
        for (int i = 0; i < heldPeakFailcnt.length; i++) {
            PinnedMap.ordered(row)
                    .putLong(
                            (CounterSlot.ROWS.indexOf(resource) * 3 + i) * Long.BYTES,
                            heldPeakFailcnt[i]);
        }
        put(CounterMaps.COUNTS, key, row);
    }

    private Fd open(BpfRequest request) throws ErrnoException {
        String path = new String(request.memoryAt(0), StandardCharsets.US_ASCII);
        for (int i = 0; i < SHAPES.size(); i++) {
            if (pinned && path.equals("/pins/" + SHAPES.get(i).name() + "\0")) {
                return new Fd(10 + i, closed::add);
            }
        }
        throw new ErrnoException(Errno.ENOENT, request.toString());
    }

    private String call(BpfRequest request) throws ErrnoException {
        if (refusal.isPresent()) {
            throw new ErrnoException(refusal.get(), request.toString());
        }
        int index = request.number(request.command() == BATCH ? 36 : 0) - 10;
        PinnedMap.Shape shape = SHAPES.get(index);
        Map<ByteBuffer, byte[]> map = maps.get(index);
        switch (request.command()) {
            case LOOKUP -> copy(value(request, shape, map), request.memoryAt(16), 0);
            case UPDATE -> {
                if (request.memoryAt(16).length != shape.valueBytes()) {
                    throw new AssertionError("a value of " + request.memoryAt(16).length);
                }
                map.put(ByteBuffer.wrap(request.memoryAt(8).clone()), request.memoryAt(16).clone());
            }
            case DELETE -> {
                if (map.remove(ByteBuffer.wrap(request.memoryAt(8))) == null) {
                    throw new ErrnoException(Errno.ENOENT, request.toString());
                }
            }
            case BATCH -> {
                if (hash(shape)) {
                    all(request, map);
                } else {
                    range(request, shape, map);
                }
            }
            default -> throw new AssertionError(request.toString());
        }
        return "";
    }

    private byte[] value(BpfRequest request, PinnedMap.Shape shape, Map<ByteBuffer, byte[]> map)
            throws ErrnoException {
        if (shape.equals(CounterMaps.COUNTS) && !counted.isEmpty()) {
            long[] next = counted.removeFirst();
            int slot = PinnedMap.ordered(request.memoryAt(8)).getInt();
            count(slot, row, next[0], next[0], next[1]);
        }
        byte[] value = map.get(ByteBuffer.wrap(request.memoryAt(8)));
        if (value == null && hash(shape)) {
            throw new ErrnoException(Errno.ENOENT, request.toString());
        }
        return value == null ? new byte[shape.valueBytes()] : value;
    }

    private static boolean hash(PinnedMap.Shape shape) {
        return shape.equals(CounterMaps.CGROUPS) || shape.equals(CounterMaps.NAMESPACES);
    }

    /// Behind the key that it is told to begin behind.
    private static void range(
            BpfRequest request, PinnedMap.Shape shape, Map<ByteBuffer, byte[]> map)
            throws ErrnoException {
        byte[] after = request.memory().get(0);
        int first = after == null ? 0 : PinnedMap.ordered(after).getInt() + 1;
        int count = Math.min(request.number(32), shape.entries() - first);
        for (int i = 0; i < count; i++) {
            byte[] key = BpfRequest.numbers(first + i);
            byte[] value = map.getOrDefault(ByteBuffer.wrap(key), new byte[shape.valueBytes()]);
            copy(key, request.memoryAt(16), i * key.length);
            copy(value, request.memoryAt(24), i * value.length);
        }
        boolean last = count < request.number(32);
        request.number(32, count);
        if (last) {
            throw new ErrnoException(Errno.ENOENT, request.toString());
        }
    }

    private static void all(BpfRequest request, Map<ByteBuffer, byte[]> map) throws ErrnoException {
        int count = 0;
        for (Map.Entry<ByteBuffer, byte[]> each : map.entrySet()) {
            byte[] key = each.getKey().array();
            copy(key, request.memoryAt(16), count * key.length);
            copy(each.getValue(), request.memoryAt(24), count * each.getValue().length);
            count++;
        }
        request.number(32, count);
        throw new ErrnoException(Errno.ENOENT, request.toString());
    }

    private static void copy(byte[] from, byte[] to, int at) {
        System.arraycopy(from, 0, to, at, from.length);
    }

    static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 0xff);
        return bytes;
    }

    static Map<String, Integer> sizes() {
        Map<String, Integer> sizes = new HashMap<>();
        SHAPES.forEach(shape -> sizes.put(shape.name(), shape.valueBytes()));
        return sizes;
    }
}
