package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Pages;
import org.vzgit.schema.VeId;

/// Each resource that the kernel programs enforce, by a process in a VE's cgroup.
@Tag("kernel")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnforcementKernelTest {
    private static final VeId VE = new VeId(101);

    private ScratchCounting kernel;
    private Probe probe;

    @BeforeAll
    void load() throws IOException {
        kernel = ScratchCounting.start("enforce");
        TreeMap<String, String> levels = new TreeMap<>();
        kernel.beancounters.levels().forEach((r, level) -> levels.put(r.key(), level.text()));
        System.out.println("levels: " + levels);
    }

    @AfterAll
    void unload() throws IOException {
        if (kernel != null) {
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

    /// What the programs can do on every supported kernel, and what an application sees.
    static Stream<Arguments> enforced() {
        return Stream.of(
                Arguments.of(Beancounter.NUMFILE, "ENFILE"),
                Arguments.of(Beancounter.NUMTCPSOCK, "ENOBUFS"),
                Arguments.of(Beancounter.NUMOTHERSOCK, "ENOBUFS"),
                Arguments.of(Beancounter.NUMFLOCK, "ENOLCK"),
                Arguments.of(Beancounter.NUMPTY, "ENOSPC"),
                Arguments.of(Beancounter.NUMSIGINFO, "EAGAIN"),
                Arguments.of(Beancounter.PRIVVMPAGES, "ENOMEM"),
                Arguments.of(Beancounter.SHMPAGES, "ENOMEM"));
    }

    @ParameterizedTest
    @MethodSource("enforced")
    void theBoundIsReachedAndNotPassed(Beancounter resource, String errno) throws Exception {
        assertTrue(level(resource).bounds(), resource.key() + " is " + level(resource).text());
        probe.change(resource.key(), 1);
        long before = row(resource).held();
        bound(resource, before + 10);
        assertEquals(new Probe.Answer(10, errno), probe.change(resource.key(), 12));
        assertEquals(
                new UbcRow(before + 10, before + 10, before + 10, before + 10, 1), row(resource));
    }

    @ParameterizedTest
    @MethodSource("enforced")
    void aRaiseLetsItGoOnAndACutRefuses(Beancounter resource, String errno) throws Exception {
        probe.change(resource.key(), 1);
        long before = row(resource).held();
        bound(resource, before + 5);
        assertEquals(new Probe.Answer(5, errno), probe.change(resource.key(), 6));
        bound(resource, before + 8);
        assertEquals(new Probe.Answer(3, errno), probe.change(resource.key(), 4));
        // Below what is held: nothing is taken away, nothing more is given.
        bound(resource, before + 2);
        assertEquals(new Probe.Answer(0, errno), probe.change(resource.key(), 1));
        assertEquals(before + 8, row(resource).held());
        assertEquals(3, row(resource).failcnt());
        probe.change(resource.key(), -7);
        assertEquals(new Probe.Answer(1, errno), probe.change(resource.key(), 2));
        assertEquals(4, row(resource).failcnt());
    }

    @ParameterizedTest
    @MethodSource("enforced")
    void nothingIsHeldWhenTheProcessIsGone(Beancounter resource, String errno) throws Exception {
        probe.change(resource.key(), 20);
        assertTrue(row(resource).held() >= 20, row(resource).toString());
        probe.close();
        assertEquals(0, settled(resource, 0).held());
        assertTrue(row(resource).maxheld() >= 20);
    }

    @Test
    void lockedPagesAreCounted() throws Exception {
        assertEquals(UbcLevel.COUNTED, level(Beancounter.LOCKEDPAGES));
        probe.change("lockedpages", 5);
        assertEquals(5, row(Beancounter.LOCKEDPAGES).held());
        probe.change("lockedpages", -2);
        assertEquals(3, row(Beancounter.LOCKEDPAGES).held());
        probe.close();
        assertEquals(0, row(Beancounter.LOCKEDPAGES).held());
    }

    @Test
    void bothEndsOfAConnectionAreHeldAndAListenerAtTheBoundTakesNoMore() throws Exception {
        assertEquals(new Probe.Answer(3, "0"), probe.change("connection", 3));
        assertEquals(7, row(Beancounter.NUMTCPSOCK).held());
        bound(Beancounter.NUMTCPSOCK, 8);
        // The client's socket is the eighth; the SYN finds no room for the server's.
        assertEquals(0, probe.change("connection", 1).done());
        assertTrue(row(Beancounter.NUMTCPSOCK).failcnt() >= 1);
        assertEquals(8, row(Beancounter.NUMTCPSOCK).maxheld());
    }

    @Test
    void bothEndsOfASocketPairAreHeld() throws Exception {
        bound(Beancounter.NUMOTHERSOCK, 7);
        assertEquals(new Probe.Answer(3, "ENOBUFS"), probe.change("socketpair", 4));
        assertEquals(6, settled(Beancounter.NUMOTHERSOCK, 6).held());
    }

    @Test
    void aPipeIsTwoFiles() throws Exception {
        bound(Beancounter.NUMFILE, 5);
        assertEquals(new Probe.Answer(2, "ENFILE"), probe.change("pipe", 3));
        assertEquals(4, row(Beancounter.NUMFILE).held());
    }

    @Test
    void aForkTakesItsAddressSpaceAndAnExitGivesItBack() throws Exception {
        probe.change("privvmpages", 100);
        long before = row(Beancounter.PRIVVMPAGES).held();
        assertEquals(new Probe.Answer(1, "0"), probe.change("numproc", 1));
        long forked = row(Beancounter.PRIVVMPAGES).held();
        assertTrue(forked >= before + 100, before + " then " + forked);
        bound(Beancounter.PRIVVMPAGES, forked + 50);
        assertEquals(new Probe.Answer(0, "ENOMEM"), probe.change("numproc", 1));
        probe.change("numproc", -1);
        assertTrue(settled(Beancounter.PRIVVMPAGES, before).held() <= before + 2);
    }

    @Test
    void anotherVeIsNotTouched() throws Exception {
        VeId other = new VeId(102);
        kernel.makeCgroup(other);
        kernel.beancounters.open(other);
        bound(Beancounter.NUMFILE, 2);
        try (Probe neighbour = kernel.probe(other)) {
            assertEquals(new Probe.Answer(30, "0"), neighbour.change("numfile", 30));
            assertEquals(new Probe.Answer(2, "ENFILE"), probe.change("numfile", 3));
            assertEquals(30, rowOf(other, Beancounter.NUMFILE).held());
        }
        assertEquals(0, rowOf(other, Beancounter.NUMFILE).held());
        kernel.beancounters.close(other);
    }

    private static final int CROWD = 4;
    private static final int RACE_FOR = 60;

    /// These are refused at another hook than they are counted at, so each of the processes that
    /// ask at the same moment can get the last one, and no more than that.
    @ParameterizedTest
    @EnumSource(
            value = Beancounter.class,
            names = {"NUMFLOCK", "NUMPTY", "NUMSIGINFO", "SHMPAGES"})
    void ofProcessesThatRaceForTheLastOneEachGetsOneTooManyAtMost(Beancounter resource)
            throws Exception {
        bound(resource, RACE_FOR);
        List<Probe> crowd = new ArrayList<>();
        int got = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(CROWD)) {
            for (int i = 0; i < CROWD; i++) {
                crowd.add(kernel.probe(VE));
            }
            List<Future<Probe.Answer>> racing = new ArrayList<>();
            for (Probe each : crowd) {
                racing.add(threads.submit(() -> each.change(resource.key(), RACE_FOR)));
            }
            for (Future<Probe.Answer> each : racing) {
                got += each.get().done();
            }
            UbcRow row = row(resource);
            assertEquals(got, row.held());
            assertTrue(got >= RACE_FOR && got < RACE_FOR + CROWD, got + " of " + RACE_FOR);
            assertTrue(row.failcnt() >= 1 && row.failcnt() <= CROWD, row.toString());
        } finally {
            crowd.forEach(Probe::close);
        }
        assertEquals(0, settled(resource, 0).held());
    }

    private UbcLevel level(Beancounter resource) {
        return kernel.beancounters.levels().getOrDefault(resource, UbcLevel.ABSENT);
    }

    private UbcRow row(Beancounter resource) throws OperationFailure {
        return rowOf(VE, resource);
    }

    private UbcRow rowOf(VeId veid, Beancounter resource) throws OperationFailure {
        UbcRow row =
                kernel.beancounters
                        .read()
                        .getOrDefault(veid, Collections.emptySortedMap())
                        .get(resource);
        return row != null
                ? row
                : Assumptions.abort("this kernel does not count " + resource.key());
    }

    /// What the kernel frees late, after a grace period or in a worker.
    private UbcRow settled(Beancounter resource, long held) throws Exception {
        for (int i = 0; i < 200 && row(resource).held() != held; i++) {
            Thread.sleep(10);
        }
        return row(resource);
    }

    private void bound(Beancounter resource, long value) throws OperationFailure {
        Limit limit =
                switch (resource.unit()) {
                    case PAGES -> Limit.of(new Pages(value));
                    case ITEMS -> Limit.of(new Count(value));
                    case BYTES -> throw new IllegalArgumentException(resource.key());
                };
        kernel.beancounters.set(VE, resource, BarrierLimit.both(limit));
    }
}
