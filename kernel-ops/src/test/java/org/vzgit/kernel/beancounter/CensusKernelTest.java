package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.sys.BpfRequest;
import org.vzgit.kernel.sys.CarriedProgram;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.JnrSyscalls;
import org.vzgit.schema.Beancounter;

/// The iterators on the running kernel: they load where programs that charge do not.
@Tag("kernel")
class CensusKernelTest {
    private static final int SLOT = 5;
    private static final PinnedMap.Shape SOCKETS =
            new PinnedMap.Shape("sockets", 64 * CounterMaps.SLOTS, Long.BYTES, 3 * Integer.BYTES);

    @TempDir private Path directory;
    private Path cgroup;
    private ScratchMaps scratch;
    private Census census;
    private Probe probe;

    @BeforeEach
    void start() throws Exception {
        Path root =
                Stream.of("/sys/fs/cgroup", "/sys/fs/cgroup/unified")
                        .map(Path::of)
                        .filter(path -> Files.exists(path.resolve("cgroup.procs")))
                        .filter(path -> Files.exists(path.resolve("cgroup.controllers")))
                        .findFirst()
                        .orElse(directory);
        Assumptions.assumeFalse(root.equals(directory), "this kernel has no cgroup v2");
        scratch = ScratchMaps.make();
        try {
            new Programs(new JnrSyscalls(), scratch.pins, scratch.ves, 1).pinCensus();
        } catch (ErrnoException e) {
            scratch.close();
            Assumptions.abort("this kernel has no such iterators: " + e.getMessage());
        }
        census = new Census.Pinned(new JnrSyscalls(), scratch.pins);
        cgroup = root.resolve("vzgit-test-census" + ProcessHandle.current().pid());
        Files.createDirectory(cgroup);
        Path program = new CarriedProgram(Probe.class, "ubc-probe", directory).install();
        probe = Probe.start(program, cgroup.resolve("cgroup.procs"));
        scratch.maps.begin(SLOT, 101);
    }

    @AfterEach
    void close() throws Exception {
        if (probe != null) {
            try (ScratchMaps _ = scratch) {
                probe.close();
                Files.delete(cgroup);
            }
        }
    }

    private Set<Integer> owners() throws Exception {
        return census.look().namespaces((Long) Files.getAttribute(cgroup, "unix:ino"));
    }

    private long held(Beancounter resource) throws Exception {
        return scratch.maps.row(SLOT, resource).held();
    }

    private void own() throws Exception {
        for (int owner : owners()) {
            scratch.maps.own(owner, SLOT);
        }
    }

    @Test
    void aProcessIsFoundByItsCgroupAndItsFilesByItsNamespace() throws Exception {
        Set<Integer> owners = owners();
        assertEquals(1, owners.size());
        assertEquals(Map.of(), census.look().seen(Beancounter.NUMFILE, owners));
        probe.change("numfile", 12);
        probe.change("pipe", 2);
        probe.change("numothersock", 3);
        assertEquals(12 + 4 + 3, census.look().seen(Beancounter.NUMFILE, owners).size());
        // Each descriptor of the child is a file of the parent.
        probe.change("numproc", 1);
        assertEquals(19, census.look().seen(Beancounter.NUMFILE, owners).size());
        assertTrue(census.look().anybodyIn(owners));
        probe.change("numfile", -5);
        assertEquals(19, census.look().seen(Beancounter.NUMFILE, owners).size());
        probe.change("numproc", -1);
        assertEquals(14, census.look().seen(Beancounter.NUMFILE, owners).size());
    }

    @Test
    void aMappingKeepsItsFile() throws Exception {
        Set<Integer> owners = owners();
        probe.change("shmpages", 2);
        assertEquals(2, census.look().seen(Beancounter.NUMFILE, owners).size());
    }

    @Test
    void sharedMemoryIsEnteredOnceAndGivenBackWhenItIsGone() throws Exception {
        probe.change("shmpages", 3);
        probe.change("numflock", 1); // its memfd is no segment
        own();
        assertEquals(3, census.look().entered().size());
        assertEquals(3, held(Beancounter.SHMPAGES));
        assertEquals(List.of(), census.look().entered());
        assertEquals(List.of(), census.sweep());
        assertEquals(3, held(Beancounter.SHMPAGES));
        // Nothing counts ends on this kernel.
        probe.change("shmpages", -2);
        assertEquals(List.of(), census.sweep());
        census.look();
        assertEquals(2, census.sweep().size());
        assertEquals(1, held(Beancounter.SHMPAGES));
    }

    @Test
    void locksTerminalsAndSignalsAreSeenOnce() throws Exception {
        Set<Integer> owners = owners();
        probe.change("numflock", 5);
        probe.change("numpty", 3);
        probe.change("numsiginfo", 4);
        // The child shares the locks and the terminals of its parent, and its user.
        probe.change("numproc", 1);
        Sighting sighting = census.look();
        assertEquals(5, sighting.seen(Beancounter.NUMFLOCK, owners).size());
        assertEquals(3, sighting.seen(Beancounter.NUMPTY, owners).size());
        assertEquals(4, sighting.sum(Beancounter.NUMSIGINFO, owners));
        probe.change("numproc", -1);
        probe.change("numflock", -2);
        probe.change("numpty", -3);
        probe.change("numsiginfo", -3);
        sighting = census.look();
        assertEquals(3, sighting.sum(Beancounter.NUMFLOCK, owners));
        assertEquals(0, sighting.sum(Beancounter.NUMPTY, owners));
        assertEquals(1, sighting.sum(Beancounter.NUMSIGINFO, owners));
    }

    @Test
    void whoIsGoneIsNotFound() throws Exception {
        Set<Integer> owners = owners();
        probe.close();
        assertEquals(Set.of(), owners());
        assertTrue(!census.look().anybodyIn(owners));
    }

    @Test
    void socketsAreEnteredOnceWithTheirKind() throws Exception {
        probe.change("numothersock", 3);
        probe.change("udp", 1);
        probe.change("connection", 2);
        own();
        Sighting first = census.look();
        assertEquals(4 + 5, first.entered().size());
        assertEquals(4, held(Beancounter.NUMOTHERSOCK));
        assertEquals(5, held(Beancounter.NUMTCPSOCK));
        assertEquals(List.of(), census.look().entered());
        assertEquals(4, held(Beancounter.NUMOTHERSOCK));
        // Alive, so they are left.
        for (int i = 0; i < 4; i++) {
            census.look();
            assertEquals(List.of(), census.sweep());
        }
    }

    @Test
    void dataThatNobodyHasReadIsSeenInItsSocket() throws Exception {
        own();
        probe.change("tcpdata", 3);
        probe.change("othersockbuf", 2);
        census.look();
        SocketBuffers buffers = new SocketBuffers(scratch.maps, census);
        buffers.look();
        // On the loopback what was sent has arrived: it is the receiver's.
        assertTrue(held(Beancounter.TCPRCVBUF) >= 3 * 1024, held(Beancounter.TCPRCVBUF) + " B");
        assertTrue(held(Beancounter.OTHERSOCKBUF) >= 2 * 1024);
        assertEquals(0, held(Beancounter.DGRAMRCVBUF));
        probe.change("tcpdata", -3);
        probe.change("othersockbuf", -2);
        buffers.look();
        assertEquals(0, held(Beancounter.TCPRCVBUF));
        assertEquals(0, held(Beancounter.OTHERSOCKBUF));
        assertTrue(scratch.maps.row(SLOT, Beancounter.OTHERSOCKBUF).maxheld() >= 2 * 1024);
    }

    @Test
    void socketsThatAreGoneAreGivenBackByTheSecondSweep() throws Exception {
        probe.change("numothersock", 3);
        own();
        census.look();
        // Nothing counts ends on this kernel.
        probe.change("numothersock", -3);
        assertEquals(List.of(), census.sweep());
        census.look();
        assertEquals(3, census.sweep().size());
        assertEquals(0, held(Beancounter.NUMOTHERSOCK));
        assertEquals(List.of(), census.sweep());
    }

    @Test
    void anAddressThatNoSocketIsAtIsGivenBack() throws Exception {
        own();
        try (PinnedMap sockets = PinnedMap.open(new JnrSyscalls(), scratch.pins.maps(), SOCKETS)) {
            int resource = CounterSlot.ROWS.indexOf(Beancounter.NUMTCPSOCK);
            sockets.update(BpfRequest.wide(0x1000), BpfRequest.numbers(SLOT, resource, 0));
            scratch.maps.hold(SLOT, Beancounter.NUMTCPSOCK, 1);
            assertEquals(List.of(), census.sweep());
            assertEquals(List.of(new Found(resource, SLOT, 0x1000, 1)), census.sweep());
            assertEquals(Optional.empty(), sockets.lookup(BpfRequest.wide(0x1000)));
        }
        assertEquals(0, held(Beancounter.NUMTCPSOCK));
    }

    @Test
    void addressSpacesHoldWhatProcSaysUntilNobodyIsInThem() throws Exception {
        probe.change("privvmpages", 40);
        own();
        census.look();
        long kilobytes = 0;
        for (String line : Files.readAllLines(Path.of("/proc/" + probe.pid() + "/status"))) {
            if (line.startsWith("VmData:") || line.startsWith("VmStk:")) {
                kilobytes += Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        assertEquals(kilobytes / 4, held(Beancounter.PRIVVMPAGES));
        for (int i = 0; i < 4; i++) {
            census.look();
            assertEquals(List.of(), census.sweep());
        }
        probe.close();
        census.look();
        assertEquals(List.of(), census.sweep());
        census.look();
        assertEquals(1, census.sweep().size());
        assertEquals(0, held(Beancounter.PRIVVMPAGES));
    }

    @Test
    void correctionsAreAddedOnceAndNeverGoBelowNothing() throws Exception {
        scratch.maps.hold(SLOT, Beancounter.NUMFILE, 10);
        census.correct(SLOT, Beancounter.NUMFILE, 5);
        assertEquals(15, held(Beancounter.NUMFILE));
        assertEquals(15, scratch.maps.row(SLOT, Beancounter.NUMFILE).maxheld());
        census.correct(SLOT, Beancounter.NUMFILE, -12);
        assertEquals(3, held(Beancounter.NUMFILE));
        census.correct(SLOT, Beancounter.NUMFILE, -4);
        assertEquals(3, held(Beancounter.NUMFILE));
        for (Beancounter resource : LeakFinder.AUDITED) {
            census.correct(SLOT, resource, 2);
            assertEquals(resource == Beancounter.NUMFILE ? 5 : 2, held(resource));
        }
        census.correct(SLOT, Beancounter.PRIVVMPAGES, 2);
        assertEquals(0, held(Beancounter.PRIVVMPAGES));
    }
}
