package org.vzgit.kernel.beancounter;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.vzgit.kernel.sys.BpfRequest;
import org.vzgit.kernel.sys.Fd;

/// The commands of bpf(2) about maps and pins; offsets are those of `union bpf_attr` in
/// `linux/bpf.h`.
final class MapRequests {
    /// The next key of what is not in the map is the first.
    static final int VALUE = 16;

    static final int BATCH_KEYS = 16;
    static final int BATCH_VALUES = 24;
    static final int BATCH_COUNT = 32;

    // enum bpf_cmd
    private static final int MAP_LOOKUP_ELEM = 1;
    private static final int MAP_UPDATE_ELEM = 2;
    private static final int MAP_DELETE_ELEM = 3;
    private static final int OBJ_PIN = 6;
    private static final int OBJ_GET = 7;
    private static final int MAP_LOOKUP_BATCH = 24;
    private static final int LINK_CREATE = 28;

    private static final int ATTACH_TYPE_ITER = 28;

    private MapRequests() {}

    /// The value is in the memory at [#VALUE] afterwards; ENOENT when a hash has no such key.
    static BpfRequest lookup(Fd map, byte[] key, int valueBytes) {
        return element(MAP_LOOKUP_ELEM, "BPF_MAP_LOOKUP_ELEM", map, key)
                .memory(VALUE, new byte[valueBytes]);
    }

    static BpfRequest update(Fd map, byte[] key, byte[] value) {
        return element(MAP_UPDATE_ELEM, "BPF_MAP_UPDATE_ELEM", map, key).memory(VALUE, value);
    }

    /// ENOENT when there is no such key.
    static BpfRequest delete(Fd map, byte[] key) {
        return element(MAP_DELETE_ELEM, "BPF_MAP_DELETE_ELEM", map, key);
    }

    private static BpfRequest element(int command, String what, Fd map, byte[] key) {
        return new BpfRequest(command, what).number(0, map.number()).memory(8, key);
    }

    /// All elements at once. ENOENT says that these were the last, and is expected.
    ///
    /// @param most elements there is room for
    static BpfRequest lookupAll(Fd map, int most, PinnedMap.Shape shape) {
        return new BpfRequest(MAP_LOOKUP_BATCH, "BPF_MAP_LOOKUP_BATCH")
                .memory(8, new byte[Long.BYTES])
                .memory(BATCH_KEYS, new byte[most * shape.keyBytes()])
                .memory(BATCH_VALUES, new byte[most * shape.valueBytes()])
                .number(BATCH_COUNT, most)
                .number(36, map.number());
    }

    /// Elements of an array, in their order: what a batch begins behind is a key there
    /// (`generic_map_lookup_batch`; of a hash it is a bucket). ENOENT as for all.
    ///
    /// @param after the index before the first; -1 for the first of all
    static BpfRequest lookupBehind(Fd map, int after, int most, PinnedMap.Shape shape) {
        BpfRequest request = lookupAll(map, most, shape);
        return after < 0 ? request : request.memory(0, BpfRequest.numbers(after));
    }

    static BpfRequest pin(Fd object, Path path) {
        return new BpfRequest(OBJ_PIN, "BPF_OBJ_PIN " + path)
                .memory(0, zeroEnded(path))
                .number(8, object.number());
    }

    /// Opens what is pinned; ENOENT when nothing is.
    static BpfRequest open(Path path) {
        return new BpfRequest(OBJ_GET, "BPF_OBJ_GET " + path).memory(0, zeroEnded(path));
    }

    /// A link of an iterator program with the map that it walks.
    static BpfRequest iterate(int program, Fd map) {
        byte[] info = BpfRequest.numbers(map.number());
        return new BpfRequest(LINK_CREATE, "BPF_LINK_CREATE iter")
                .number(0, program)
                .number(8, ATTACH_TYPE_ITER)
                .memory(16, info)
                .number(24, info.length);
    }

    private static byte[] zeroEnded(Path path) {
        return (path + "\0").getBytes(StandardCharsets.UTF_8);
    }
}
