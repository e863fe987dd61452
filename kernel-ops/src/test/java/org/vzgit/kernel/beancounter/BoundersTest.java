package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.Rlimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Pages;
import org.vzgit.schema.VeId;

/// What is written to processes and to the controller of TCP memory.
class BoundersTest {
    private static final VeId VE = new VeId(101);
    private static final long FILES_MAX = 1000;
    private static final Rlimit FREE = new Rlimit(Rlimit.INFINITY, Rlimit.INFINITY);

    @TempDir private Path directory;

    private final ScriptedSyscalls kernel = new ScriptedSyscalls();
    private final FakeCgroups cgroups = new FakeCgroups(VE);
    private final ProcessBounder processes =
            new ProcessBounder(kernel.syscalls, cgroups, FILES_MAX);

    private void bound(Beancounter resource, Bounds before, Bounds wanted) throws OperationFailure {
        processes.bound(VE, resource, before, Map.of(resource, wanted));
    }

    private void run(int... pids) {
        List<Integer> all = new ArrayList<>();
        for (int pid : pids) {
            all.add(pid);
            kernel.limits.put(pid, FREE);
        }
        cgroups.pids = all;
    }

    @ParameterizedTest
    @CsvSource({
        "PRIVVMPAGES, DATA, 10, 40960",
        "LOCKEDPAGES, MEMLOCK, 1, 4096",
        "NUMSIGINFO, SIGPENDING, 10, 10",
        "NUMFILE, NOFILE, 10, 10",
        "NUMFILE, NOFILE, 1000, 1000",
        "NUMFILE, NOFILE, 1001, 1000",
        "PRIVVMPAGES, DATA, 0, 0",
    })
    void theBarrierInTheUnitOfTheLimitIsBothBounds(
            Beancounter resource, Rlimit.Kind kind, long barrier, long expected)
            throws OperationFailure {
        run(5);
        bound(resource, Bounds.NONE, new Bounds(barrier, barrier + 7));
        assertEquals(new Rlimit(expected, expected), kernel.limits.get(5));
        assertEquals(List.of("5 " + kind), kernel.calls);
    }

    @Test
    void theHighestNumberOfPagesIsABoundAndOneMoreIsNone() throws OperationFailure {
        run(5);
        bound(Beancounter.PRIVVMPAGES, Bounds.NONE, new Bounds(Pages.MAX, Pages.MAX));
        long bytes = Pages.MAX * Pages.SIZE_BYTES;
        assertEquals(new Rlimit(bytes, bytes), kernel.limits.get(5));
        bound(
                Beancounter.PRIVVMPAGES,
                new Bounds(Pages.MAX, Pages.MAX),
                new Bounds(Pages.MAX + 1, Pages.MAX + 1));
        assertEquals(FREE, kernel.limits.get(5));
    }

    @Test
    void noBoundOnFilesIsTheHighestThatTheKernelTakes() throws OperationFailure {
        run(5);
        kernel.limits.put(5, new Rlimit(10, 10));
        bound(Beancounter.NUMFILE, new Bounds(10, 10), Bounds.NONE);
        assertEquals(new Rlimit(FILES_MAX, FILES_MAX), kernel.limits.get(5));
    }

    @Test
    void theSameBoundAgainWritesNothing() throws OperationFailure {
        run(5, 6);
        Bounds ten = new Bounds(10, 10);
        bound(Beancounter.NUMSIGINFO, Bounds.NONE, ten);
        kernel.calls.clear();
        bound(Beancounter.NUMSIGINFO, ten, ten);
        assertEquals(List.of(), kernel.calls);
    }

    @Test
    void aProcessThatEndedIsNoFailureAndTheNextIsBounded() throws OperationFailure {
        run(5, 6);
        kernel.limits.remove(5);
        bound(Beancounter.NUMSIGINFO, Bounds.NONE, new Bounds(3, 3));
        assertEquals(new Rlimit(3, 3), kernel.limits.get(6));
    }

    @Test
    void aProcessThatIsForkedMeanwhileIsFoundByTheNextListing() throws OperationFailure {
        run(5);
        kernel.meanwhile =
                () -> {
                    cgroups.pids = List.of(5, 6);
                    kernel.limits.putIfAbsent(6, FREE);
                };
        bound(Beancounter.NUMSIGINFO, Bounds.NONE, new Bounds(3, 3));
        assertEquals(new Rlimit(3, 3), kernel.limits.get(6));
        assertEquals(List.of("5 SIGPENDING", "6 SIGPENDING"), kernel.calls);
    }

    @Test
    void aForkBombEndsAfterTenListings() throws OperationFailure {
        run(1);
        kernel.meanwhile =
                () -> {
                    List<Integer> more = new ArrayList<>(cgroups.pids);
                    more.add(more.size() + 1);
                    kernel.limits.put(more.size(), FREE);
                    cgroups.pids = more;
                };
        bound(Beancounter.NUMSIGINFO, Bounds.NONE, new Bounds(3, 3));
        assertEquals(10, kernel.calls.size());
        assertEquals(FREE, kernel.limits.get(11));
    }

    @Test
    void aVeWithoutProcessesNeedsNoCall() throws OperationFailure {
        kernel.refusal = Optional.of(Errno.EPERM);
        bound(Beancounter.NUMFILE, Bounds.NONE, new Bounds(1, 1));
        assertEquals(List.of(), kernel.calls);
    }

    @ParameterizedTest
    @EnumSource(value = Errno.class, mode = EnumSource.Mode.EXCLUDE, names = "ESRCH")
    void anyOtherErrorSaysWhatWasTried(Errno errno) {
        run(5);
        kernel.refusal = Optional.of(errno);
        OperationFailure failure =
                assertThrows(
                        OperationFailure.class,
                        () -> bound(Beancounter.NUMFILE, Bounds.NONE, new Bounds(7, 9)));
        assertEquals(errno.kind(), failure.kind());
        assertEquals("set numfile of VE 101 to 7: prlimit: " + errno, failure.getMessage());
    }

    @ParameterizedTest
    @EnumSource(
            value = Beancounter.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"PRIVVMPAGES", "LOCKEDPAGES", "NUMSIGINFO", "NUMFILE"})
    void whatBoundsNoProcessIsAFaultOfTheCaller(Beancounter resource) {
        IllegalArgumentException fault =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> bound(resource, Bounds.NONE, Bounds.NONE));
        assertEquals(resource.key() + " bounds no process", fault.getMessage());
    }

    @Test
    void tcpMemoryIsOneFileForBothDirections() throws Exception {
        Path file = Files.createFile(directory.resolve("memory.kmem.tcp.limit_in_bytes"));
        cgroups.memory = Optional.of(directory);
        TcpBounder tcp = new TcpBounder(cgroups);
        assertEquals(Set.of(Beancounter.TCPSNDBUF, Beancounter.TCPRCVBUF), tcp.resources());
        Map<Beancounter, Bounds> both =
                Map.of(
                        Beancounter.TCPSNDBUF, new Bounds(1, 4096),
                        Beancounter.TCPRCVBUF, new Bounds(2, 8192));
        tcp.bound(VE, Beancounter.TCPSNDBUF, Bounds.NONE, both);
        assertEquals("12288\n", Files.readString(file));
    }

    @Test
    void oneDirectionWithoutABoundIsNoBound() throws Exception {
        Path file = Files.createFile(directory.resolve("memory.kmem.tcp.limit_in_bytes"));
        cgroups.memory = Optional.of(directory);
        new TcpBounder(cgroups)
                .bound(
                        VE,
                        Beancounter.TCPRCVBUF,
                        Bounds.NONE,
                        Map.of(Beancounter.TCPRCVBUF, new Bounds(1, 1)));
        assertEquals("9223372036854771712\n", Files.readString(file));
    }

    @Test
    void theLargestSumIsBelowWhatTheKernelTakesForNone() {
        long none = 9_223_372_036_854_771_712L;
        assertEquals(none - 1, TcpBounder.sum(none - 2, 1));
        assertEquals(none, TcpBounder.sum(none - 1, 1));
        assertEquals(none, TcpBounder.sum(UbcRow.UNLIMITED - 1, UbcRow.UNLIMITED - 1));
        assertEquals(0, TcpBounder.sum(0, 0));
    }

    @Test
    void aNodeWithoutTheControllerCannotBoundTcpMemory() {
        OperationFailure failure =
                assertThrows(
                        OperationFailure.class,
                        () ->
                                new TcpBounder(cgroups)
                                        .bound(VE, Beancounter.TCPSNDBUF, Bounds.NONE, Map.of()));
        assertEquals(FailureKind.UNSUPPORTED, failure.kind());
        assertEquals(
                "set tcpsndbuf of VE 101 to 9223372036854771712: no controller",
                failure.getMessage());
    }

    @Test
    void aCgroupThatWentIsGone() {
        cgroups.memory = Optional.of(directory);
        OperationFailure failure =
                assertThrows(
                        OperationFailure.class,
                        () ->
                                new TcpBounder(cgroups)
                                        .bound(VE, Beancounter.TCPRCVBUF, Bounds.NONE, Map.of()));
        assertEquals(FailureKind.GONE, failure.kind());
        assertTrue(String.valueOf(failure.getMessage()).endsWith(": ENOENT"), failure.getMessage());
    }
}
