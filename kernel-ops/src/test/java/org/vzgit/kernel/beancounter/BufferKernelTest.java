package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.sys.BpfRequest;
import org.vzgit.kernel.sys.JnrSyscalls;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Limit;
import org.vzgit.schema.VeId;

/// Buffers of sockets under a bound, by a process in a VE's cgroup whose peer reads nothing.
@Tag("kernel")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BufferKernelTest {
    private static final VeId VE = new VeId(101);

    /// `SENT_LEAST` of `main/bpf/allowances.h`.
    private static final long LEAST = 4608;

    /// `SENT_FIRST`.
    private static final long FIRST = 32 * 1024;

    /// `RECEIVED_FIRST`.
    private static final long WINDOW = 64 * 1024;

    /// What a socket can be given at once beyond its share: 64 KiB of data, and a page table of
    /// structures for each 4 KiB of it.
    private static final long SEGMENT = 80 * 1024;

    private ScratchCounting kernel;
    private CounterMaps maps;
    private Probe probe;

    @BeforeAll
    void load() throws Exception {
        kernel = ScratchCounting.start("buffers");
        maps = CounterMaps.open(new JnrSyscalls(), kernel.pins.maps());
    }

    @AfterAll
    void unload() throws IOException {
        if (kernel != null) {
            maps.close();
            kernel.close();
        }
    }

    @BeforeEach
    void open() throws IOException, OperationFailure {
        kernel.makeCgroup(VE);
        kernel.beancounters.open(VE);
        probe = kernel.probe(VE);
    }

    @AfterEach
    void close() throws OperationFailure {
        probe.close();
        kernel.beancounters.close(VE);
    }

    @Test
    void everyBufferIsClampedWhereTheKernelHasAPlaceForIt() throws IOException {
        boolean module = Files.readString(Path.of("/sys/kernel/security/lsm")).contains("bpf");
        assertEquals(UbcLevel.CLAMPED, level(Beancounter.TCPSNDBUF));
        assertEquals(UbcLevel.CLAMPED, level(Beancounter.TCPRCVBUF));
        assertEquals(UbcLevel.CLAMPED, level(Beancounter.DGRAMRCVBUF));
        assertEquals(module ? UbcLevel.CLAMPED : UbcLevel.COUNTED, level(Beancounter.OTHERSOCKBUF));
    }

    @Test
    void withoutABoundTheKernelTunesAsItDoes() throws Exception {
        probe.change("full-tcp", 1);
        assertTrue(sent() + received() > 1 << 20, sent() + " and " + received());
        assertEquals(0, reserved(Beancounter.TCPSNDBUF));
        assertEquals(0, reserved(Beancounter.TCPRCVBUF));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void whatConnectionsHoldTogetherStaysWithinTheBound(int connections) throws Exception {
        long bound = 1 << 20;
        bound(Beancounter.TCPSNDBUF, bound, bound);
        bound(Beancounter.TCPRCVBUF, bound, bound);
        assertEquals(new Probe.Answer(connections, "0"), probe.change("full-tcp", connections));
        assertTrue(reserved(Beancounter.TCPSNDBUF) <= bound);
        assertTrue(reserved(Beancounter.TCPRCVBUF) <= bound);
        System.out.printf(
                "%d connections, bound %d: sent %d of %d reserved, received %d of %d%n",
                connections,
                bound,
                sent(),
                reserved(Beancounter.TCPSNDBUF),
                received(),
                reserved(Beancounter.TCPRCVBUF));
        assertTrue(sent() > 0 && sent() <= bound + connections * SEGMENT, sent() + " B");
        assertTrue(received() > 0 && received() <= bound, received() + " B");
        probe.close();
        assertEquals(0, settled(Beancounter.TCPSNDBUF));
        assertEquals(0, settled(Beancounter.TCPRCVBUF));
    }

    @Test
    void aSenderWaitsAndEveryByteArrives() throws Exception {
        bound(Beancounter.TCPSNDBUF, 128 * 1024, 192 * 1024);
        bound(Beancounter.TCPRCVBUF, 128 * 1024, 192 * 1024);
        assertEquals(new Probe.Answer(3, "0"), probe.change("carried-tcp", 3));
        assertEquals(new Probe.Answer(2, "0"), probe.change("carried-local", 2));
    }

    @Test
    void aConnectionThatNeedsMoreGetsMoreWhileThereIsSome() throws Exception {
        bound(Beancounter.TCPSNDBUF, 4 << 20, 4 << 20);
        bound(Beancounter.TCPRCVBUF, 256 * 1024, 256 * 1024);
        probe.change("carried-tcp", 1);
        long most = mostReserved(Beancounter.TCPSNDBUF);
        assertTrue(most > 4 * FIRST, most + " B for both ends");
        assertTrue(most <= 3 << 20, "the last quarter is for others: " + most);
        // It has given back what it no longer needs.
        assertTrue(reserved(Beancounter.TCPSNDBUF) < most);
    }

    @Test
    void whoReceivesMuchGetsAWiderWindow() throws Exception {
        bound(Beancounter.TCPRCVBUF, 4 << 20, 4 << 20);
        probe.change("carried-tcp", 1);
        long most = mostReserved(Beancounter.TCPRCVBUF);
        assertTrue(most > 2 * WINDOW, most + " B for both ends");
        assertTrue(most <= 3 << 20, "the last quarter is for others: " + most);
        assertEquals(0, row(Beancounter.TCPRCVBUF).failcnt());
    }

    @Test
    void aSocketForWhichNotTheLeastIsLeftIsRefused() throws Exception {
        bound(Beancounter.TCPSNDBUF, 6 * LEAST, 6 * LEAST);
        // Of the last round the listener's end is none too many: each has two ends.
        assertEquals(new Probe.Answer(3, "ENOBUFS"), probe.change("small-tcpsndbuf", 4));
        assertEquals(6 * LEAST, reserved(Beancounter.TCPSNDBUF));
        assertEquals(1, row(Beancounter.TCPSNDBUF).failcnt());
        bound(Beancounter.TCPSNDBUF, 8 * LEAST, 8 * LEAST);
        assertEquals(new Probe.Answer(1, "ENOBUFS"), probe.change("small-tcpsndbuf", 2));
        // Below what is reserved: nothing is taken away.
        bound(Beancounter.TCPSNDBUF, 2 * LEAST, 2 * LEAST);
        assertEquals(new Probe.Answer(0, "ENOBUFS"), probe.change("small-tcpsndbuf", 1));
        assertEquals(8 * LEAST, reserved(Beancounter.TCPSNDBUF));
        assertEquals(3, row(Beancounter.TCPSNDBUF).failcnt());
        probe.change("small-tcpsndbuf", -4);
        assertEquals(0, settled(Beancounter.TCPSNDBUF));
        assertEquals(new Probe.Answer(1, "ENOBUFS"), probe.change("small-tcpsndbuf", 2));
    }

    @Test
    void theLeastMayUseWhatIsBetweenBarrierAndLimit() throws Exception {
        bound(Beancounter.TCPSNDBUF, 2 * LEAST, 4 * LEAST);
        assertEquals(new Probe.Answer(2, "ENOBUFS"), probe.change("small-tcpsndbuf", 3));
    }

    @Test
    void aCutRefusesNewSocketsAtOnceAndTheOthersGiveBackAsTheySend() throws Exception {
        bound(Beancounter.TCPSNDBUF, 4 << 20, 4 << 20);
        probe.change("tcpdata", 4);
        long before = reserved(Beancounter.TCPSNDBUF);
        assertTrue(before >= 2 * FIRST, before + " B for both ends");
        bound(Beancounter.TCPSNDBUF, 4 * LEAST, 4 * LEAST);
        assertEquals(before, reserved(Beancounter.TCPSNDBUF));
        assertEquals(new Probe.Answer(0, "ENOBUFS"), probe.change("numtcpsock", 1));
        for (int i = 0; i < 50 && reserved(Beancounter.TCPSNDBUF) > FIRST + 4 * LEAST; i++) {
            assertEquals(new Probe.Answer(4, "0"), probe.change("tcpdata", 4));
            assertEquals(new Probe.Answer(4, "0"), probe.change("tcpdata", -4));
        }
        // The end that sends has the least; the other one sends nothing and keeps what it had.
        assertTrue(reserved(Beancounter.TCPSNDBUF) <= FIRST + 4 * LEAST);
    }

    @Test
    void whatAProcessAsksForItselfIsItsShareToo() throws Exception {
        bound(Beancounter.TCPSNDBUF, 96 * 1024, 96 * 1024);
        assertEquals(new Probe.Answer(2, "0"), probe.change("greedy", 2));
        assertTrue(reserved(Beancounter.TCPSNDBUF) <= 96 * 1024);
        bound(Beancounter.TCPSNDBUF, 8 << 20, 8 << 20);
        assertEquals(new Probe.Answer(0, "EOVERFLOW"), probe.change("greedy", 1));
    }

    @Test
    void datagramsThatDoNotFitAreDroppedAndNobodyIsToldAsInOpenVz() throws Exception {
        bound(Beancounter.DGRAMRCVBUF, 256 * 1024, 256 * 1024);
        assertEquals(new Probe.Answer(2, "0"), probe.change("flood", 2));
        UbcRow row = row(Beancounter.DGRAMRCVBUF);
        System.out.println("dgramrcvbuf " + row);
        assertTrue(row.held() > 0 && row.held() <= 256 * 1024, row.toString());
        probe.close();
        assertEquals(0, settled(Beancounter.DGRAMRCVBUF));
    }

    @Test
    void localSocketsWaitToo() throws Exception {
        Assumptions.assumeTrue(
                level(Beancounter.OTHERSOCKBUF) == UbcLevel.CLAMPED,
                "this kernel has no place to bound local sockets: bpf is not in lsm=");
        bound(Beancounter.OTHERSOCKBUF, 256 * 1024, 256 * 1024);
        assertEquals(new Probe.Answer(6, "0"), probe.change("full-local", 6));
        UbcRow row = row(Beancounter.OTHERSOCKBUF);
        System.out.println(
                "othersockbuf " + row + ", reserved " + reserved(Beancounter.OTHERSOCKBUF));
        assertTrue(row.held() > 0 && row.held() <= 256 * 1024, row.toString());
        assertEquals(new Probe.Answer(2, "0"), probe.change("carried-local", 2));
        probe.close();
        assertEquals(0, settled(Beancounter.OTHERSOCKBUF));
    }

    private UbcLevel level(Beancounter resource) {
        return kernel.beancounters.levels().getOrDefault(resource, UbcLevel.ABSENT);
    }

    private long sent() throws OperationFailure {
        return row(Beancounter.TCPSNDBUF).held();
    }

    private long received() throws OperationFailure {
        return row(Beancounter.TCPRCVBUF).held();
    }

    private UbcRow row(Beancounter resource) throws OperationFailure {
        UbcRow row =
                kernel.beancounters
                        .read()
                        .getOrDefault(VE, Collections.emptySortedMap())
                        .get(resource);
        return row != null ? row : Assumptions.abort(resource.key() + " is not counted here");
    }

    private long reserved(Beancounter resource) throws Exception {
        return maps.reserved(maps.slots().getOrDefault((long) VE.value(), -1), resource);
    }

    private long mostReserved(Beancounter resource) throws Exception {
        int slot = maps.slots().getOrDefault((long) VE.value(), -1);
        try (PinnedMap counts =
                PinnedMap.open(new JnrSyscalls(), kernel.pins.maps(), CounterMaps.COUNTS)) {
            return PinnedMap.ordered(counts.lookup(BpfRequest.numbers(slot)).orElseThrow())
                    .getLong((3 * CounterSlot.indexOf(resource) + 1) * Long.BYTES);
        }
    }

    /// Sockets are freed after a grace period.
    private long settled(Beancounter resource) throws Exception {
        for (int i = 0; i < 200 && reserved(resource) != 0; i++) {
            Thread.sleep(10);
        }
        return reserved(resource);
    }

    private void bound(Beancounter resource, long barrier, long limit) throws OperationFailure {
        BarrierLimit value =
                new BarrierLimit(Limit.of(new Bytes(barrier)), Limit.of(new Bytes(limit)));
        kernel.beancounters.set(VE, resource, value);
    }
}
