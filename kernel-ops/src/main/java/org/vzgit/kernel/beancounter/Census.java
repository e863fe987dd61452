package org.vzgit.kernel.beancounter;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.vzgit.kernel.sys.BpfRequest;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.Beancounter;

/// The kernel's own lists of what is there (`main/bpf/census.bpf.c`, `sweep.bpf.c`), by pinned
/// iterators.
interface Census {
    /// Looks at every process. On its way it enters sockets and address spaces that the programs
    /// know nothing of, and adds them to held.
    Sighting look() throws IOException;

    /// Gives back sockets, address spaces and segments that were dead in the sweep before and still
    /// are. [#look] must have gone before.
    ///
    /// @return what was given back, with slots as owners
    List<Found> sweep() throws IOException;

    /// The memory of every charged socket's data: one of [SocketBuffers#RESOURCES] in bytes, with
    /// slots as owners.
    List<Found> buffers() throws IOException;

    /// Adds to what a slot holds, beside whoever charges at the same time.
    ///
    /// @param resource one of [LeakFinder#AUDITED]; of others nothing is added
    /// @param amount negative to give back, never below 0
    void correct(int slot, Beancounter resource, long amount) throws IOException, ErrnoException;

    /// The one of the running kernel.
    record Pinned(Syscalls syscalls, Pins pins) implements Census {
        private static final PinnedMap.Shape CORRECTIONS =
                new PinnedMap.Shape("corrections", 1, Integer.BYTES, 2 * Long.BYTES);

        @Override
        public Sighting look() throws IOException {
            Sighting sighting = new Sighting();
            for (String program : List.of("census_tasks", "census_files", "census_mappings")) {
                read(program, sighting::add);
            }
            return sighting;
        }

        @Override
        public List<Found> sweep() throws IOException {
            List<Found> swept = new ArrayList<>();
            for (String program : List.of("sweep_sockets", "sweep_spaces", "sweep_segments")) {
                read(program, swept::add);
            }
            return swept;
        }

        @Override
        public List<Found> buffers() throws IOException {
            List<Found> buffers = new ArrayList<>();
            read("buffers", buffers::add);
            return buffers;
        }

        @Override
        public void correct(int slot, Beancounter resource, long amount)
                throws IOException, ErrnoException {
            byte[] value = new byte[CORRECTIONS.valueBytes()];
            ByteBuffer.wrap(value)
                    .order(ByteOrder.nativeOrder())
                    .putInt(slot)
                    .putInt(CounterSlot.indexOf(resource))
                    .putLong(amount);
            try (PinnedMap map = PinnedMap.open(syscalls, pins.maps(), CORRECTIONS)) {
                map.update(BpfRequest.numbers(0), value);
            }
            read("correct", _ -> {});
        }

        private void read(String program, Consumer<Found> each) throws IOException {
            Path pin = pins.census().resolve(program);
            try (InputStream records = new BufferedInputStream(Files.newInputStream(pin))) {
                Found.read(records, each);
            }
        }
    }
}
