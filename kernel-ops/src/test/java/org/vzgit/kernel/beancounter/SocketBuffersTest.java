package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.schema.Beancounter;

/// What becomes of the memory that sockets are seen to hold, with a kernel in memory.
class SocketBuffersTest {
    private static final int WEB = 9;
    private static final int DB = 8;

    private final MemoryBpf kernel = new MemoryBpf();
    private final List<Found> there = new ArrayList<>();
    private CounterMaps maps;
    private SocketBuffers buffers;
    private boolean broken;

    private final class ScriptedCensus implements Census {
        @Override
        public Sighting look() {
            return new Sighting();
        }

        @Override
        public List<Found> sweep() {
            return List.of();
        }

        @Override
        public List<Found> buffers() throws IOException {
            if (broken) {
                throw new IOException("no iterators");
            }
            return List.copyOf(there);
        }

        @Override
        public void correct(int slot, Beancounter resource, long amount) {
            throw new AssertionError("nothing is corrected");
        }
    }

    @BeforeEach
    void open() throws Exception {
        maps = kernel.maps();
        maps.begin(WEB, 101);
        maps.lead(77, WEB);
        maps.begin(DB, 102);
        maps.lead(78, DB);
        buffers = new SocketBuffers(maps, new ScriptedCensus());
    }

    private void show(int slot, Beancounter resource, long socket, long bytes) {
        there.add(new Found(CounterSlot.ROWS.indexOf(resource), slot, socket, bytes));
    }

    private List<Long> heldAndHighest(int slot, Beancounter resource) throws ErrnoException {
        UbcRow row = maps.row(slot, resource);
        return List.of(row.held(), row.maxheld());
    }

    @Test
    void socketsAreSummedByVeAndResource() throws Exception {
        show(WEB, Beancounter.TCPSNDBUF, 0x1000, 700);
        show(WEB, Beancounter.TCPSNDBUF, 0x2000, 300);
        show(WEB, Beancounter.TCPRCVBUF, 0x2000, 40);
        show(DB, Beancounter.OTHERSOCKBUF, 0x3000, 5);
        buffers.look();
        assertEquals(List.of(1000L, 1000L), heldAndHighest(WEB, Beancounter.TCPSNDBUF));
        assertEquals(List.of(40L, 40L), heldAndHighest(WEB, Beancounter.TCPRCVBUF));
        assertEquals(List.of(0L, 0L), heldAndHighest(WEB, Beancounter.OTHERSOCKBUF));
        assertEquals(List.of(5L, 5L), heldAndHighest(DB, Beancounter.OTHERSOCKBUF));
    }

    @Test
    void theHighestUseStaysWhenTheSocketsAreEmpty() throws Exception {
        show(WEB, Beancounter.DGRAMRCVBUF, 0x1000, 700);
        buffers.look();
        there.clear();
        buffers.look();
        assertEquals(List.of(0L, 700L), heldAndHighest(WEB, Beancounter.DGRAMRCVBUF));
        show(WEB, Beancounter.DGRAMRCVBUF, 0x1000, 600);
        buffers.look();
        assertEquals(List.of(600L, 700L), heldAndHighest(WEB, Beancounter.DGRAMRCVBUF));
    }

    @Test
    void anotherProcessGoesOnWithWhatTheFirstHasSeen() throws Exception {
        show(WEB, Beancounter.TCPRCVBUF, 0x1000, 700);
        buffers.look();
        there.clear();
        new SocketBuffers(maps, new ScriptedCensus()).look();
        assertEquals(List.of(0L, 700L), heldAndHighest(WEB, Beancounter.TCPRCVBUF));
    }

    @Test
    void aNewBeancounterHasNoHighestUse() throws Exception {
        show(WEB, Beancounter.TCPSNDBUF, 0x1000, 700);
        buffers.look();
        maps.end(WEB);
        maps.begin(WEB, 103);
        assertEquals(List.of(0L, 0L), heldAndHighest(WEB, Beancounter.TCPSNDBUF));
    }

    @Test
    void whatProgramsCountIsNotTouched() throws Exception {
        kernel.count(WEB, Beancounter.NUMFILE, 7, 9, 2);
        show(WEB, Beancounter.TCPSNDBUF, 0x1000, 700);
        buffers.look();
        assertEquals(List.of(7L, 9L), heldAndHighest(WEB, Beancounter.NUMFILE));
        assertEquals(2, maps.row(WEB, Beancounter.NUMFILE).failcnt());
        assertEquals(
                700,
                maps.all().values().stream()
                        .mapToLong(slot -> slot.row(Beancounter.TCPSNDBUF).held())
                        .sum());
    }

    @Test
    void whatIsReservedIsNotWhatIsHeldAndRefusalsAreThePrograms() throws Exception {
        show(WEB, Beancounter.TCPSNDBUF, 0x1000, 700);
        buffers.look();
        kernel.count(WEB, Beancounter.TCPSNDBUF, 65_536, 98_304, 4);
        assertEquals(
                new UbcRow(700, 700, UbcRow.UNLIMITED, UbcRow.UNLIMITED, 4),
                maps.row(WEB, Beancounter.TCPSNDBUF));
        assertEquals(65_536, maps.reserved(WEB, Beancounter.TCPSNDBUF));
        assertEquals(
                List.of(4L, 0L),
                maps.all().values().stream()
                        .map(slot -> slot.row(Beancounter.TCPSNDBUF).failcnt())
                        .toList());
        // What ended beancounters left can come back late.
        kernel.count(WEB, Beancounter.TCPSNDBUF, -5, 98_304, 4);
        assertEquals(0, maps.reserved(WEB, Beancounter.TCPSNDBUF));
    }

    @Test
    void aLookThatFailsChangesNothing() throws Exception {
        show(WEB, Beancounter.TCPSNDBUF, 0x1000, 700);
        buffers.look();
        broken = true;
        assertThrows(IOException.class, buffers::look);
        assertEquals(List.of(700L, 700L), heldAndHighest(WEB, Beancounter.TCPSNDBUF));
    }
}
