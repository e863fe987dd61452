package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// Bounds and peaks in attributes of the cgroup, with every answer that a kernel can give.
class AttributeLedgerTest {
    private static final VeId VE = new VeId(101);
    private static final long SEED = 20_261_122L;

    private final ScriptedSyscalls kernel = new ScriptedSyscalls();
    private final AttributeLedger ledger =
            new AttributeLedger(kernel.syscalls, new FakeCgroups(VE));

    @Test
    void aNewCgroupHasNeitherBoundsNorPeaks() throws OperationFailure {
        assertEquals(Map.of(), ledger.bounds(VE));
        assertEquals(Map.of(), ledger.peaks(VE));
    }

    @Test
    void boundsAndPeaksAreTwoValuesOnTheVesDirectory() throws OperationFailure {
        ledger.writeBounds(VE, Map.of(Beancounter.NUMFILE, new Bounds(80, 100)));
        ledger.writePeaks(VE, Map.of(Beancounter.NUMFILE, 57L));
        assertEquals("numfile 80 100\n", kernel.attribute("trusted.vzgit.ubc.bounds"));
        assertEquals("numfile 57\n", kernel.attribute("trusted.vzgit.ubc.peaks"));
        assertEquals(
                List.of(
                        "set /nowhere trusted.vzgit.ubc.bounds",
                        "set /nowhere trusted.vzgit.ubc.peaks"),
                kernel.calls);
    }

    @Test
    void whoeverWritesPeaksLeavesTheBoundsOfAnother() throws OperationFailure {
        ledger.writeBounds(VE, Map.of(Beancounter.NUMFILE, new Bounds(1, 2)));
        ledger.writePeaks(VE, Map.of(Beancounter.SHMPAGES, 3L));
        ledger.writePeaks(VE, Map.of());
        assertEquals(Map.of(Beancounter.NUMFILE, new Bounds(1, 2)), ledger.bounds(VE));
        assertEquals(Map.of(), ledger.peaks(VE));
    }

    @Test
    void randomLedgersReadBackInAnotherProcess() throws OperationFailure {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 200; round++) {
            Map<Beancounter, Bounds> bounds = new EnumMap<>(Beancounter.class);
            Map<Beancounter, Long> peaks = new EnumMap<>(Beancounter.class);
            for (Beancounter resource : Beancounter.values()) {
                if (random.nextBoolean()) {
                    bounds.put(resource, new Bounds(number(random), number(random)));
                    peaks.put(resource, number(random));
                }
            }
            ledger.writeBounds(VE, bounds);
            ledger.writePeaks(VE, peaks);
            AttributeLedger other = new AttributeLedger(kernel.syscalls, new FakeCgroups(VE));
            assertEquals(bounds, other.bounds(VE));
            assertEquals(peaks, other.peaks(VE));
        }
    }

    private static long number(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> UbcRow.UNLIMITED;
            case 2 -> random.nextLong(1 << 20);
            default -> random.nextLong(Long.MAX_VALUE);
        };
    }

    @ParameterizedTest
    @EnumSource(Errno.class)
    void aWriteThatFailsSaysWhatAndWhy(Errno errno) {
        kernel.refusal = Optional.of(errno);
        for (var write :
                List.<org.junit.jupiter.api.function.Executable>of(
                        () -> ledger.writeBounds(VE, Map.of()),
                        () -> ledger.writePeaks(VE, Map.of()))) {
            OperationFailure failure = assertThrows(OperationFailure.class, write);
            assertEquals(errno.kind(), failure.kind());
            assertEquals(
                    "write the beancounters of VE 101: setxattr: " + errno, failure.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(value = Errno.class, mode = EnumSource.Mode.EXCLUDE, names = "ENODATA")
    void aReadThatFailsIsNeverTakenForAnEmptyLedger(Errno errno) {
        kernel.refusal = Optional.of(errno);
        for (var read :
                List.<org.junit.jupiter.api.function.Executable>of(
                        () -> ledger.bounds(VE), () -> ledger.peaks(VE))) {
            OperationFailure failure = assertThrows(OperationFailure.class, read);
            assertEquals(errno.kind(), failure.kind());
            assertEquals(
                    "read the beancounters of VE 101: getxattr: " + errno, failure.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "numfile 1, not a line of a ledger: numfile 1",
                "numfile  1 2, not a line of a ledger: numfile  1 2",
                "dummy 1 2, not a beancounter: dummy",
                "NUMFILE 1 2, not a beancounter: NUMFILE",
                "numfile 1 -2, negative: -2"
            })
    void damagedBoundsAreBrokenAndNameTheAttribute(String text, String why) {
        kernel.attribute(AttributeLedger.BOUNDS, text);
        OperationFailure failure = assertThrows(OperationFailure.class, () -> ledger.bounds(VE));
        assertEquals(FailureKind.BROKEN, failure.kind());
        assertEquals(
                "read the beancounters of VE 101: trusted.vzgit.ubc.bounds: " + why,
                failure.getMessage());
    }

    @Test
    void aNumberOfTwentyDigitsIsDamage() {
        kernel.attribute(AttributeLedger.PEAKS, "numfile 9223372036854775808\n");
        OperationFailure failure = assertThrows(OperationFailure.class, () -> ledger.peaks(VE));
        assertEquals(FailureKind.BROKEN, failure.kind());
        assertTrue(
                String.valueOf(failure.getMessage()).contains("9223372036854775808"),
                failure.getMessage());
    }

    @Test
    void peaksAreNoBounds() {
        kernel.attribute(AttributeLedger.PEAKS, "numfile 1 2\n");
        assertThrows(OperationFailure.class, () -> ledger.peaks(VE));
    }
}
