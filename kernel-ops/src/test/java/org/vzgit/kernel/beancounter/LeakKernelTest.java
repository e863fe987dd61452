package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.sys.BpfRequest;
import org.vzgit.kernel.sys.JnrSyscalls;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// What the programs did not see: what began before them, and what they missed.
@Tag("kernel")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeakKernelTest {
    private static final VeId VE = new VeId(101);
    private static final PinnedMap.Shape SOCKETS =
            new PinnedMap.Shape("sockets", 64 * CounterMaps.SLOTS, Long.BYTES, 3 * Integer.BYTES);

    private ScratchCounting kernel;
    private Probe probe;
    private CounterMaps maps;
    private PinnedMap sockets;

    @BeforeAll
    void load() throws Exception {
        kernel = ScratchCounting.start("leak");
        maps = CounterMaps.open(new JnrSyscalls(), kernel.pins.maps());
        sockets = PinnedMap.open(new JnrSyscalls(), kernel.pins.maps(), SOCKETS);
    }

    @AfterAll
    void unload() throws IOException {
        if (kernel != null) {
            sockets.close();
            maps.close();
            kernel.close();
        }
    }

    @BeforeEach
    void start() throws IOException, OperationFailure {
        probe = kernel.probe(VE);
    }

    @AfterEach
    void close() throws OperationFailure {
        probe.close();
        kernel.beancounters.close(VE);
    }

    @Test
    void aVeThatRunsAlreadyBeginsWithWhatItHas() throws Exception {
        assertEquals(30, probe.change("numfile", 30).done());
        assertEquals(5, probe.change("numothersock", 5).done());
        assertEquals(4, probe.change("numtcpsock", 4).done());
        assertEquals(2, probe.change("connection", 2).done());
        assertEquals(50, probe.change("privvmpages", 50).done());
        kernel.beancounters.open(VE);
        assertEquals(5, held(Beancounter.NUMOTHERSOCK));
        // The listener and both ends of two connections.
        assertEquals(4 + 5, held(Beancounter.NUMTCPSOCK));
        assertEquals(30 + 5 + 4 + 5, held(Beancounter.NUMFILE));
        assertEquals(privatePages(), held(Beancounter.PRIVVMPAGES));
        assertEquals(List.of(), kernel.beancounters.audit());
        assertEquals(44, row(Beancounter.NUMFILE).maxheld());
        probe.change("numfile", -10);
        assertEquals(34, held(Beancounter.NUMFILE));
        probe.close();
        nothingIsHeld();
    }

    @Test
    void locksTerminalsSignalsAndSharedMemoryThatWereThereBeforeAreHeld() throws Exception {
        probe.change("numflock", 6);
        probe.change("numpty", 3);
        probe.change("numsiginfo", 4);
        probe.change("shmpages", 7);
        kernel.beancounters.open(VE);
        assertEquals(7, held(Beancounter.SHMPAGES));
        assertEquals(6, held(Beancounter.NUMFLOCK));
        assertEquals(3, held(Beancounter.NUMPTY));
        assertEquals(4, held(Beancounter.NUMSIGINFO));
        assertEquals(List.of(), kernel.beancounters.audit());
        probe.change("numflock", -2);
        probe.change("numpty", -1);
        probe.change("numsiginfo", -4);
        probe.change("shmpages", -3);
        assertEquals(4, held(Beancounter.SHMPAGES));
        assertEquals(4, held(Beancounter.NUMFLOCK));
        assertEquals(2, held(Beancounter.NUMPTY));
        assertEquals(0, held(Beancounter.NUMSIGINFO));
        probe.close();
        nothingIsHeld();
    }

    @ParameterizedTest
    @EnumSource(
            value = Beancounter.class,
            names = {"NUMFLOCK", "NUMPTY", "NUMSIGINFO"})
    void chargesAndEndsThatWereMissedAreFound(Beancounter resource) throws Exception {
        kernel.beancounters.open(VE);
        probe.change(resource.key(), 5);
        assertEquals(5, held(resource));
        assertEquals(List.of(), kernel.beancounters.audit());
        maps.hold(slot(), resource, 2);
        assertEquals(List.of(new Correction(101, resource, 3)), kernel.beancounters.audit());
        assertEquals(5, held(resource));
        maps.hold(slot(), resource, 9);
        assertEquals(List.of(), kernel.beancounters.audit());
        probe.close();
        for (int i = 0; i < 200 && held(resource) != 4; i++) {
            Thread.sleep(10);
        }
        assertEquals(List.of(), kernel.beancounters.audit());
        assertEquals(List.of(new Correction(101, resource, -4)), kernel.beancounters.audit());
        nothingIsHeld();
    }

    @Test
    void dataInSocketsIsCountedAndShownByTheKernelToo() throws Exception {
        kernel.beancounters.open(VE);
        probe.change("othersockbuf", 4);
        probe.change("tcpdata", 4);
        UbcRow sent = row(Beancounter.OTHERSOCKBUF);
        assertTrue(sent.held() >= 4096 && sent.held() == sent.maxheld(), sent.toString());
        assertTrue(held(Beancounter.TCPRCVBUF) >= 4096);
        Pattern row =
                Pattern.compile(" othersockbuf +" + sent.held() + " +" + sent.maxheld() + " ");
        assertTrue(row.matcher(Files.readString(kernel.pins.table())).find());
        try (KernelBeancounters found = kernel.find()) {
            assertEquals(sent, row(found, Beancounter.OTHERSOCKBUF));
        }
        probe.close();
        assertEquals(0, settled(kernel.beancounters, Beancounter.OTHERSOCKBUF));
        assertEquals(0, settled(kernel.beancounters, Beancounter.TCPRCVBUF));
        assertEquals(sent.maxheld(), row(Beancounter.OTHERSOCKBUF).maxheld());
    }

    @Test
    void aBoundHoldsForWhatWasThereBefore() throws Exception {
        probe.change("numfile", 30);
        kernel.beancounters.open(VE);
        maps.bound(slot(), Beancounter.NUMFILE, new Bounds(32, 32));
        assertEquals(new Probe.Answer(2, "ENFILE"), probe.change("numfile", 3));
        assertEquals(1, row(Beancounter.NUMFILE).failcnt());
    }

    @Test
    void programsThatAreLoadedWhileAVeRunsTakeItOver() throws Exception {
        try (ScratchCounting late = ScratchCounting.start("late")) {
            Probe early = late.probe(VE);
            try {
                late.beancounters.open(VE);
                early.change("numfile", 7);
                early.change("socketpair", 3);
                late.pins.removeAll();
                early.change("numfile", 6);
                try (KernelBeancounters loaded = late.start()) {
                    loaded.open(VE);
                    assertEquals(7 + 6 + 6, held(loaded, Beancounter.NUMFILE));
                    assertEquals(6, held(loaded, Beancounter.NUMOTHERSOCK));
                    early.close();
                    assertEquals(0, settled(loaded, Beancounter.NUMFILE));
                    assertEquals(0, settled(loaded, Beancounter.NUMOTHERSOCK));
                    assertEquals(0, settled(loaded, Beancounter.PRIVVMPAGES));
                    loaded.close(VE);
                }
            } finally {
                early.close();
            }
        }
    }

    @Test
    void aSocketWhoseEndWasMissedIsGivenBackByTheSecondSweep() throws Exception {
        kernel.beancounters.open(VE);
        probe.change("numothersock", 3);
        // No socket is there: memory of processes.
        sockets.update(BpfRequest.wide(0x1000), entry(Beancounter.NUMOTHERSOCK));
        maps.hold(slot(), Beancounter.NUMOTHERSOCK, 4);
        assertEquals(List.of(), kernel.beancounters.audit());
        assertEquals(4, held(Beancounter.NUMOTHERSOCK));
        assertEquals(
                List.of(new Correction(101, Beancounter.NUMOTHERSOCK, -1)),
                kernel.beancounters.audit());
        assertEquals(3, held(Beancounter.NUMOTHERSOCK));
        assertEquals(List.of(), kernel.beancounters.audit());
        probe.close();
        nothingIsHeld();
    }

    @Test
    void aSocketThatWasNeverChargedIsEntered() throws Exception {
        kernel.beancounters.open(VE);
        probe.change("numothersock", 3);
        sockets.delete(sockets.all().getFirst().keyBytes());
        maps.hold(slot(), Beancounter.NUMOTHERSOCK, 2);
        assertEquals(
                List.of(new Correction(101, Beancounter.NUMOTHERSOCK, 1)),
                kernel.beancounters.audit());
        assertEquals(3, held(Beancounter.NUMOTHERSOCK));
        probe.close();
        nothingIsHeld();
    }

    @Test
    void filesThatWereNeverChargedAreAdded() throws Exception {
        kernel.beancounters.open(VE);
        probe.change("numfile", 9);
        maps.hold(slot(), Beancounter.NUMFILE, 4);
        assertEquals(
                List.of(new Correction(101, Beancounter.NUMFILE, 5)), kernel.beancounters.audit());
        assertEquals(9, held(Beancounter.NUMFILE));
        probe.close();
        nothingIsHeld();
    }

    @Test
    void filesOfNobodyAreGivenBackWhenTheVeIsEmpty() throws Exception {
        kernel.beancounters.open(VE);
        probe.change("numfile", 9);
        maps.hold(slot(), Beancounter.NUMFILE, 11);
        // They could be on their way to somebody.
        assertEquals(List.of(), kernel.beancounters.audit());
        probe.close();
        assertEquals(2, settledAt(2));
        assertEquals(List.of(), kernel.beancounters.audit());
        assertEquals(
                List.of(new Correction(101, Beancounter.NUMFILE, -2)), kernel.beancounters.audit());
        nothingIsHeld();
    }

    @Test
    void aBusyVeIsLeftAsItIs() throws Exception {
        kernel.beancounters.open(VE);
        probe.change("numfile", 3);
        CompletableFuture<Void> load =
                CompletableFuture.runAsync(() -> {
                    try {
                        for (int i = 0; i < 100; i++) {
                            probe.change("numfile", 40);
                            probe.change("socketpair", 20);
                            probe.change("numfile", -40);
                            probe.change("socketpair", -20);
                            probe.change("numproc", 1);
                            probe.change("numproc", -1);
                        }
                    } catch (OperationFailure e) {
                        throw new CompletionException(e);
                    }
                });
        int audits = 0;
        while (!load.isDone() || audits < 3) {
            assertEquals(List.of(), kernel.beancounters.audit());
            audits++;
        }
        load.join();
        assertEquals(3, settledAt(3));
        assertEquals(List.of(), kernel.beancounters.audit());
        probe.close();
        nothingIsHeld();
    }

    private void nothingIsHeld() throws Exception {
        for (Beancounter resource :
                List.of(
                        Beancounter.NUMFILE,
                        Beancounter.NUMTCPSOCK,
                        Beancounter.NUMOTHERSOCK,
                        Beancounter.NUMFLOCK,
                        Beancounter.NUMPTY,
                        Beancounter.NUMSIGINFO,
                        Beancounter.SHMPAGES,
                        Beancounter.PRIVVMPAGES)) {
            assertEquals(0, settled(kernel.beancounters, resource), resource.key());
        }
    }

    private long privatePages() throws IOException {
        long kilobytes =
                Files.readAllLines(Path.of("/proc/" + probe.pid() + "/status")).stream()
                        .filter(line -> line.startsWith("VmData:") || line.startsWith("VmStk:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .sum();
        assertTrue(kilobytes > 200, "50 pages and more: " + kilobytes);
        return kilobytes / 4;
    }

    private byte[] entry(Beancounter resource) throws Exception {
        return BpfRequest.numbers(slot(), CounterSlot.ROWS.indexOf(resource), 0);
    }

    private int slot() throws Exception {
        return maps.slots().getOrDefault((long) VE.value(), -1);
    }

    private long held(Beancounter resource) throws OperationFailure {
        return row(resource).held();
    }

    private UbcRow row(Beancounter resource) throws OperationFailure {
        return row(kernel.beancounters, resource);
    }

    private static long held(KernelBeancounters from, Beancounter resource)
            throws OperationFailure {
        return row(from, resource).held();
    }

    private static UbcRow row(KernelBeancounters from, Beancounter resource)
            throws OperationFailure {
        UbcRow row = from.read().getOrDefault(VE, Collections.emptySortedMap()).get(resource);
        return row != null ? row : Assumptions.abort(resource.key() + " is not counted here");
    }

    private long settledAt(long held) throws Exception {
        for (int i = 0; i < 200 && held(Beancounter.NUMFILE) != held; i++) {
            Thread.sleep(10);
        }
        return held(Beancounter.NUMFILE);
    }

    private static long settled(KernelBeancounters from, Beancounter resource) throws Exception {
        for (int i = 0; i < 200 && held(from, resource) != 0; i++) {
            Thread.sleep(10);
        }
        return held(from, resource);
    }
}
