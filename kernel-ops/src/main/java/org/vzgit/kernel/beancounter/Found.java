package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/// One `struct found` of `main/bpf/census.h`: an object that the kernel's own lists show.
///
/// @param resource its number in [CounterSlot#ROWS]; `NUMPROC` for a task
/// @param owner the number of its user namespace; of what a sweep gave back, the slot
/// @param object its address; of a task, the id of the VE's cgroup that it is in, or 0
/// @param amount how much of the resource it is; of a task, its pid
record Found(int resource, int owner, long object, long amount) {
    static final int BYTES = 2 * Integer.BYTES + 2 * Long.BYTES;

    /// Open files of a node with 40 GB of memory and the default `fs.file-max`, a tenth of it.
    static final int MOST = 1 << 22;

    /// Reads to the end.
    ///
    /// @throws IOException for the kernel's errors, for half a record, and for more than [#MOST]
    static void read(InputStream records, Consumer<Found> each) throws IOException {
        byte[] bytes = new byte[BYTES];
        int read = records.readNBytes(bytes, 0, BYTES);
        for (int i = 0; read == BYTES; i++) {
            if (i == MOST) {
                throw new IOException("more than " + MOST + " objects");
            }
            ByteBuffer record = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
            each.accept(
                    new Found(
                            record.getInt(), record.getInt(), record.getLong(), record.getLong()));
            read = records.readNBytes(bytes, 0, BYTES);
        }
        if (read != 0) {
            throw new IOException("half a record: " + read + " of " + BYTES + " bytes");
        }
    }
}
