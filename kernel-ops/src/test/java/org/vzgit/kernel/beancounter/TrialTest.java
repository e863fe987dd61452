package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.schema.Beancounter;

/// What the self-test concludes, with a shell in the probe's place and counters that are told what
/// to be.
class TrialTest {
    private static final int SLOT = 5;

    @TempDir private Path directory;

    private final MemoryBpf kernel = new MemoryBpf();

    /// @param got how many of four the probe gets
    private Trial trial(int got, String errno) throws Exception {
        return trial(
                """
                echo ready 0
                while read what by; do
                  if [ "$by" -gt 1 ]; then echo "%d %s"; else echo "$by 0"; fi
                done
                """
                        .formatted(got, errno));
    }

    private Trial trial(String script) throws Exception {
        Path file = Files.writeString(directory.resolve("probe"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return new Trial(kernel.maps(), Files.createDirectory(directory.resolve("ves")), file);
    }

    private UbcLevel level(Trial trial, long first, long full, long failcnt, long empty)
            throws Exception {
        kernel.counted.add(new long[] {first, 0});
        kernel.counted.add(new long[] {full, failcnt});
        kernel.counted.add(new long[] {empty, failcnt});
        return trial.run(SLOT, Set.of(ProgramGroup.FILES), Hooks.LSM)
                .getOrDefault(Beancounter.NUMFILE, UbcLevel.PER_PROCESS);
    }

    @ParameterizedTest
    @CsvSource({
        // got, first, full, failcnt, empty
        "3, 1, 4, 1, 1, ENFORCED",
        "3, 9, 12, 1, 9, ENFORCED",
        "4, 1, 5, 0, 1, COUNTED",
        "4, 1, 5, 1, 1, COUNTED",
        "2, 1, 3, 1, 1, COUNTED",
        "3, 1, 4, 0, 1, COUNTED",
        "3, 1, 4, 2, 1, COUNTED",
        "3, 0, 3, 1, 0, ABSENT",
        "3, 1, 5, 1, 1, ABSENT",
        "3, 1, 4, 1, 2, ABSENT",
        "3, 1, 4, 1, 0, ABSENT",
        "0, 0, 0, 0, 0, ABSENT"
    })
    void aLevelIsWhatTheCountersProve(
            int got, long first, long full, long failcnt, long empty, UbcLevel expected)
            throws Exception {
        assertEquals(expected, level(trial(got, "ENFILE"), first, full, failcnt, empty));
    }

    @ParameterizedTest
    @EnumSource(Errno.class)
    void anyErrorAtTheBoundIsARefusal(Errno errno) throws Exception {
        assertEquals(UbcLevel.ENFORCED, level(trial(3, errno.name()), 1, 4, 1, 1));
    }

    @Test
    void theWeakerHooksProveTheWeakerLevel() throws Exception {
        kernel.counted.add(new long[] {1, 0});
        kernel.counted.add(new long[] {4, 1});
        kernel.counted.add(new long[] {1, 1});
        assertEquals(
                new TreeMap<>(Map.of(Beancounter.NUMFILE, UbcLevel.ENFORCED_WEAKER)),
                trial(3, "ENFILE").run(SLOT, Set.of(ProgramGroup.FILES), Hooks.FUNCTIONS));
    }

    @Test
    void nothingIsTestedOfWhatWasNotLoaded() throws Exception {
        assertEquals(Map.of(), trial(3, "ENFILE").run(SLOT, Set.of(), Hooks.LSM));
    }

    @Test
    void everyResourceOfAGroupIsTested() throws Exception {
        assertEquals(
                new TreeMap<>(
                        Map.of(
                                Beancounter.PRIVVMPAGES, UbcLevel.ABSENT,
                                Beancounter.LOCKEDPAGES, UbcLevel.ABSENT)),
                trial(4, "ENOMEM").run(SLOT, Set.of(ProgramGroup.MEMORY), Hooks.LSM));
    }

    /// @param large what the probe gets of sockets that nobody bounds: none when they are large
    /// @param got of three sockets with small buffers
    /// @param reserved bytes while it has them
    private UbcLevel shared(int large, int got, long reserved) throws Exception {
        Trial trial =
                trial(
                        """
                        echo ready 0
                        while read what by; do
                          case $by in
                          1) echo "%d EOVERFLOW" ;;
                          3) echo "%d EOVERFLOW" ;;
                          *) echo "$by 0" ;;
                          esac
                        done
                        """
                                .formatted(large, got));
        kernel.row = Beancounter.TCPSNDBUF;
        kernel.counted.add(new long[] {reserved, 0});
        return trial.run(SLOT, Set.of(ProgramGroup.BUFFERS), Hooks.LSM)
                .getOrDefault(Beancounter.TCPSNDBUF, UbcLevel.ABSENT);
    }

    @ParameterizedTest
    @CsvSource({
        // large, got, reserved
        "0, 3, 90000, CLAMPED",
        "0, 3, 262144, CLAMPED",
        "0, 3, 262145, COUNTED",
        "0, 3, 0, COUNTED",
        "0, 2, 90000, COUNTED",
        "0, 0, 0, COUNTED",
        // Small without a bound: that they are small with one proves nothing.
        "1, 3, 90000, COUNTED"
    })
    void buffersAreClampedWhenABoundMakesThemSmall(
            int large, int got, long reserved, UbcLevel expected) throws Exception {
        assertEquals(expected, shared(large, got, reserved));
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        Trial trial = trial(3, "ENFILE");
        level(trial, 1, 4, 1, 1);
        assertEquals(Map.of(), trial.maps().slots());
        assertEquals(0, trial.maps().number(SLOT));
        assertClean();
        level(trial, 1, 4, 1, 1);
    }

    @Test
    void nothingIsLeftBehindByAProbeThatEnds() throws Exception {
        Trial trial = trial("echo ready 0; read line");
        OperationFailure failure =
                assertThrows(OperationFailure.class, () -> level(trial, 1, 4, 1, 1));
        assertEquals("ask the probe for numfile: it ended", failure.getMessage());
        assertEquals(Map.of(), trial.maps().slots());
        assertClean();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "seven 0", "''", "99999999999 0"})
    void nonsenseOfTheProbeIsAFailureAndNoLevel(String answer) throws Exception {
        Trial trial = trial("echo ready 0; read line; echo " + answer);
        OperationFailure failure =
                assertThrows(OperationFailure.class, () -> level(trial, 1, 4, 1, 1));
        assertEquals(FailureKind.BROKEN, failure.kind());
        assertTrue(
                String.valueOf(failure.getMessage()).startsWith("ask the probe for numfile"),
                failure.getMessage());
        assertClean();
    }

    @ParameterizedTest
    @CsvSource({
        "exit 1, it ended",
        "echo ready 1, ready 1",
        "echo 'ubc-probe: join: EBUSY', ubc-probe: join: EBUSY"
    })
    void aProbeThatCannotBeginSaysWhy(String script, String why) throws Exception {
        Trial trial = trial(script);
        OperationFailure failure =
                assertThrows(OperationFailure.class, () -> level(trial, 1, 4, 1, 1));
        assertEquals("start " + trial.program() + ": " + why, failure.getMessage());
        assertClean();
    }

    private void assertClean() throws Exception {
        try (var left = Files.list(directory.resolve("ves"))) {
            assertEquals(0, left.count());
        }
        assertEquals(0, kernel.size(CounterMaps.CGROUPS));
    }
}
