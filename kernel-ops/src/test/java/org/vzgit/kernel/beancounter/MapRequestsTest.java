package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.sys.BpfRequest;
import org.vzgit.kernel.sys.Fd;

/// The layout of `union bpf_attr`, from `linux/bpf.h`.
class MapRequestsTest {
    private static final PinnedMap.Shape SHAPE = new PinnedMap.Shape("array", 100, 4, 16);

    private final Fd map = new Fd(7, _ -> {});

    @Test
    void aLookupHasMapKeyAndRoomForTheValue() {
        BpfRequest request = MapRequests.lookup(map, new byte[] {1, 2, 3, 4}, 24);
        assertEquals(1, request.command());
        assertEquals(7, request.number(0));
        assertArrayEquals(new byte[] {1, 2, 3, 4}, request.memoryAt(8));
        assertEquals(24, request.memoryAt(16).length);
    }

    @Test
    void anUpdateReplacesWhateverIsThere() {
        BpfRequest request = MapRequests.update(map, new byte[4], new byte[] {9});
        assertEquals(2, request.command());
        assertArrayEquals(new byte[] {9}, request.memoryAt(16));
        // BPF_ANY
        assertEquals(0, request.number(24));
    }

    @Test
    void aDeletionHasAKeyOnly() {
        BpfRequest request = MapRequests.delete(map, new byte[8]);
        assertEquals(3, request.command());
        assertEquals(Set.of(8), request.memory().keySet());
    }

    @Test
    void aBatchHasRoomForEveryElement() {
        BpfRequest request = MapRequests.lookupAll(map, 10, SHAPE);
        assertEquals(24, request.command());
        assertEquals(40, request.memoryAt(16).length);
        assertEquals(160, request.memoryAt(24).length);
        assertEquals(10, request.number(32));
        assertEquals(7, request.number(36));
        // in_batch is NULL: from the first
        assertEquals(0, request.number(0));
    }

    @Test
    void aBatchBeginsBehindAnElement() {
        BpfRequest request = MapRequests.lookupBehind(map, 5, 10, SHAPE);
        assertEquals(24, request.command());
        assertArrayEquals(BpfRequest.numbers(5), request.memoryAt(0));
        assertEquals(10, request.number(32));
        assertEquals(
                Set.of(8, 16, 24), MapRequests.lookupBehind(map, -1, 1, SHAPE).memory().keySet());
    }

    @Test
    void pathsOfPinsEndWithZero() {
        byte[] path = "/sys/fs/bpf/x\0".getBytes(StandardCharsets.US_ASCII);
        BpfRequest pin = MapRequests.pin(map, Path.of("/sys/fs/bpf/x"));
        assertEquals(6, pin.command());
        assertArrayEquals(path, pin.memoryAt(0));
        assertEquals(7, pin.number(8));
        BpfRequest open = MapRequests.open(Path.of("/sys/fs/bpf/x"));
        assertEquals(7, open.command());
        assertArrayEquals(path, open.memoryAt(0));
    }

    @Test
    void anIteratorKnowsItsMap() {
        BpfRequest request = MapRequests.iterate(12, map);
        assertEquals(28, request.command());
        assertEquals(12, request.number(0));
        // BPF_TRACE_ITER
        assertEquals(28, request.number(8));
        assertEquals(
                7, ByteBuffer.wrap(request.memoryAt(16)).order(ByteOrder.nativeOrder()).getInt());
        assertEquals(4, request.number(24));
    }
}
