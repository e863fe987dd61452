package org.vzgit.schema.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.CapacityFigure;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeSupply;
import org.vzgit.schema.NodeSupply.Capacity.Kind;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Overcommit;
import org.vzgit.schema.Overcommit.Threshold;
import org.vzgit.schema.VeId;
import org.vzgit.schema.check.Demand.Share;

/// OpenVZ's figures of a node, with round numbers that can be summed by hand.
final class CapacityTest {
    private static final long M = 1 << 20;

    /// 1000 MiB of RAM, so that a percent is 10 MiB, and 1000 MiB of swap.
    private static final NodeSupply.Capacity NODE =
            new NodeSupply.Capacity(
                    OptionalInt.of(4),
                    Map.of(
                            Kind.MEMORY, 1000 * M,
                            Kind.SWAP, 1000 * M,
                            Kind.DISK, 1000 * M,
                            Kind.PROCESSES, 1000L,
                            Kind.CPU_UNITS, 10_000L),
                    Overcommit.GUIDANCE);

    /// Kernel memory and buffers: 10 + 4 × 5 = 30 MiB; 20 MiB kept, 50 guaranteed, 100 at most.
    private static final String CLASSIC =
            """
            kmemsize 5242880:10485760
            tcpsndbuf 1048576:5242880
            tcprcvbuf 1048576:5242880
            othersockbuf 1048576:5242880
            dgramrcvbuf 5242880
            oomguarpages 5120:unlimited
            vmguarpages 12800:unlimited
            privvmpages 20480:25600
            physpages 0:unlimited
            numproc 100
            """;

    /// 200 MiB of RAM and 100 MiB of swap.
    private static final String VSWAP =
            """
            physpages 0:51200
            swappages 0:25600
            numproc 50
            """;

    @ParameterizedTest
    @CsvSource({
        "LOW_MEMORY_COMMITMENT, 15%", // 2 × 30 of 400
        "MEMORY_SWAP_COMMITMENT, 5%", // 2 × (20 + 30) of 2000
        "ALLOCATED_COMMITMENT, 8%", // 2 × (50 + 30) of 2000
        "ALLOCATED_LIMIT, 13%", // 2 × (100 + 30) of 2000
        "LARGEST_ALLOCATED_LIMIT, 13%", // 130 of 1000
        "PROCESS_COMMITMENT, 20%", // 2 × 100 of 1000
        "RAM_COMMITMENT, no end",
        "SWAP_COMMITMENT, no end"
    })
    void beancountersOfAllVesAreSummed(CapacityFigure figure, String expected) {
        assertEquals(expected, desired(CLASSIC, CLASSIC).of(figure).text());
    }

    @ParameterizedTest
    @CsvSource({
        "RAM_COMMITMENT, 40%", // 2 × 200 of 1000
        "SWAP_COMMITMENT, 20%", // 2 × 100 of 1000
        "MEMORY_SWAP_COMMITMENT, 20%", // vzctl fills in oomguarpages = ram
        "ALLOCATED_COMMITMENT, 30%", // vzctl fills in vmguarpages = ram + swap
        "LOW_MEMORY_COMMITMENT, 0%", // kernel memory lies within RAM
        "ALLOCATED_LIMIT, no end", // vzctl fills in privvmpages = unlimited
        "PROCESS_COMMITMENT, 10%"
    })
    void vesInVswapModeCountWithWhatVzctlFillsIn(CapacityFigure figure, String expected) {
        assertEquals(expected, desired(VSWAP, VSWAP).of(figure).text());
    }

    @Test
    void writtenGuaranteeOfAVeInVswapModeCountsInsteadOfTheFilledInOne() {
        Capacity capacity = desired(VSWAP + "oomguarpages 25600:unlimited\n");
        assertEquals("5%", capacity.of(CapacityFigure.MEMORY_SWAP_COMMITMENT).text());
    }

    @Test
    void veWithoutABoundLeavesTheSumOpenAndIsNamed() {
        Measure measure =
                desired(CLASSIC, CLASSIC.replace("10485760", "unlimited"))
                        .of(CapacityFigure.LOW_MEMORY_COMMITMENT);
        Measure.Open open = assertInstanceOf(Measure.Open.class, measure);
        assertEquals("[102]", open.without().toString());
        assertEquals(30 * M, open.amount());
    }

    @Test
    void veThatPromisesNothingAddsNothing() {
        String bare = CLASSIC.replaceAll("(?m)^(oom|vm)guar.*\n", "");
        assertEquals("1.5%", desired(bare).of(CapacityFigure.ALLOCATED_COMMITMENT).text());
    }

    @Test
    void unlimitedPromiseHasNoEnd() {
        String all = CLASSIC.replace("vmguarpages 12800", "vmguarpages unlimited");
        assertEquals("no end", desired(all).of(CapacityFigure.ALLOCATED_COMMITMENT).text());
    }

    @ParameterizedTest
    @CsvSource({
        "LOW_MEMORY_UTILISATION, 10%", // 40 of 400
        "RAM_UTILISATION, 14%", // 100 + 40 of 1000
        "SWAP_UTILISATION, 1%", // 10 of 1000
        "MEMORY_SWAP_UTILISATION, 4.5%", // 50 + 40 of 2000
        "ALLOCATED_UTILISATION, 12%", // 200 + 40 of 2000
        "PROCESS_UTILISATION, 3.3%",
        "DISK_UTILISATION, 30%"
    })
    void readingsOfAllVesAreSummed(CapacityFigure figure, String expected) {
        Demand ve =
                new Demand(
                        true,
                        Map.of(),
                        Map.ofEntries(
                                Map.entry(Beancounter.KMEMSIZE, 20 * M),
                                Map.entry(Beancounter.TCPSNDBUF, 5 * M),
                                Map.entry(Beancounter.TCPRCVBUF, 5 * M),
                                Map.entry(Beancounter.OTHERSOCKBUF, 5 * M),
                                Map.entry(Beancounter.DGRAMRCVBUF, 5 * M),
                                Map.entry(Beancounter.PHYSPAGES, 100 * M / 4096),
                                Map.entry(Beancounter.SWAPPAGES, 10 * M / 4096),
                                Map.entry(Beancounter.OOMGUARPAGES, 50 * M / 4096),
                                Map.entry(Beancounter.PRIVVMPAGES, 200 * M / 4096),
                                Map.entry(Beancounter.NUMPROC, 33L)),
                        disk(Limit.NOT_MANAGED, OptionalLong.of(300 * M)));
        assertEquals(expected, Capacity.of(NODE, ves(ve)).of(figure).text());
    }

    @Test
    void bufferThatNobodyCountsIsNoReasonToTellNothing() {
        Demand ve =
                new Demand(
                        true,
                        Map.of(),
                        Map.of(Beancounter.PHYSPAGES, 100 * M / 4096),
                        Share.NOTHING_KNOWN);
        Capacity capacity = Capacity.of(NODE, ves(ve));
        assertEquals("10%", capacity.of(CapacityFigure.RAM_UTILISATION).text());
        assertEquals("?", capacity.of(CapacityFigure.SWAP_UTILISATION).text());
    }

    @Test
    void veThatWasNotReadLeavesTheSumOpen() {
        Demand read =
                new Demand(true, Map.of(), Map.of(Beancounter.NUMPROC, 5L), Share.NOTHING_KNOWN);
        Demand unread = new Demand(true, Map.of(), Map.of(), Share.NOTHING_KNOWN);
        assertEquals(
                new Measure.Open(5, 1000, new TreeSet<>(List.of(new VeId(102)))),
                Capacity.of(NODE, ves(read, unread)).of(CapacityFigure.PROCESS_UTILISATION));
    }

    @ParameterizedTest
    @EnumSource
    void documentsAloneTellNoUtilisation(CapacityFigure figure) {
        boolean known = !(desired(CLASSIC).of(figure) instanceof Measure.Unknown);
        assertEquals(!figure.isUtilisation(), known);
    }

    @ParameterizedTest
    @EnumSource
    void nodeThatSaysNothingHasNoFigures(CapacityFigure figure) {
        Capacity capacity =
                Capacity.of(NodeSupply.Capacity.UNKNOWN, ves(classic(CLASSIC), classic(VSWAP)));
        assertEquals(new Measure.Unknown(), capacity.of(figure));
        assertEquals(List.of(), capacity.above(policy(figure, 1, 1)));
    }

    @Test
    void cpuPowerSumsUnitsAndCountsTheUsualThousandWhereNothingIsWritten() {
        Demand heavy = new Demand(true, Map.of(), Map.of(), cpu(4000, 150));
        Capacity capacity = Capacity.of(NODE, ves(heavy, classic(CLASSIC)));
        assertEquals("50%", capacity.of(CapacityFigure.CPU_POWER).text());
        assertEquals(
                new Measure.Known(150, 400),
                Capacity.of(NODE, ves(heavy)).of(CapacityFigure.CPU_LIMIT));
        assertEquals("no end", capacity.of(CapacityFigure.CPU_LIMIT).text());
    }

    @Test
    void stoppedVeTakesItsDiskAndNothingElse() {
        Demand stopped =
                new Demand(
                        false,
                        parse(CLASSIC),
                        Map.of(),
                        disk(Limit.of(new Bytes(250 * M)), OptionalLong.empty()));
        Capacity capacity = Capacity.of(NODE, ves(stopped));
        assertEquals("25%", capacity.of(CapacityFigure.DISK_COMMITMENT).text());
        assertEquals("0%", capacity.of(CapacityFigure.ALLOCATED_COMMITMENT).text());
        assertEquals("0%", capacity.of(CapacityFigure.CPU_POWER).text());
    }

    @Test
    void emptyNodeUsesNothing() {
        Capacity capacity = Capacity.of(NODE, new TreeMap<>());
        assertTrue(
                Arrays.stream(CapacityFigure.values())
                        .allMatch(figure -> capacity.of(figure).text().equals("0%")));
    }

    @Test
    void sumsEndAtTheLargestNumberInsteadOfTurningNegative() {
        String huge = VSWAP.replace("0:51200", "0:2251799813685247");
        Measure measure = desired(huge, huge, huge).of(CapacityFigure.RAM_COMMITMENT);
        assertEquals(new Measure.Known(Long.MAX_VALUE, 1000 * M), measure);
        assertTrue(measure.isAbove(Threshold.PERCENT_MAX));
    }

    @Test
    void nodeWithoutSwapHasNoEndOfSwapOnlyIfAVeMayUseSome() {
        var node =
                new NodeSupply.Capacity(
                        OptionalInt.empty(),
                        Map.of(Kind.MEMORY, 1000 * M, Kind.SWAP, 0L),
                        Overcommit.GUIDANCE);
        Measure some = Capacity.of(node, ves(classic(VSWAP))).of(CapacityFigure.SWAP_COMMITMENT);
        assertEquals("no end", some.text());
        assertTrue(some.isAbove(Threshold.PERCENT_MAX));
        Demand none = classic(VSWAP.replace("0:25600", "0:0"));
        Measure nothing = Capacity.of(node, ves(none)).of(CapacityFigure.SWAP_COMMITMENT);
        assertEquals("0%", nothing.text());
        assertFalse(nothing.isAbove(1));
    }

    @Test
    void figureExactlyAtItsThresholdIsWithin() {
        Capacity forty = desired(VSWAP, VSWAP);
        assertEquals(List.of(), forty.above(policy(CapacityFigure.RAM_COMMITMENT, 40, 50)));
        assertEquals(
                "ramCommitment is 40%, above 39%",
                forty.above(policy(CapacityFigure.RAM_COMMITMENT, 39, 50)).getFirst().text());
    }

    @Test
    void denialSilencesTheWarningOfTheSameFigure() {
        List<Excess> found =
                desired(VSWAP, VSWAP).above(policy(CapacityFigure.RAM_COMMITMENT, 10, 39));
        assertEquals(1, found.size());
        assertTrue(found.getFirst().denied());
        assertEquals(39, found.getFirst().above());
    }

    @Test
    void openSumBreaksAWrittenPolicyAndNoGuidance() {
        String open = CLASSIC.replace("vmguarpages 12800", "vmguarpages unlimited");
        assertEquals(List.of(), desired(open).above(Overcommit.GUIDANCE));
        List<Excess> found =
                desired(open, open, open, open, open, open, open)
                        .above(policy(CapacityFigure.ALLOCATED_COMMITMENT, 100, 200));
        assertEquals(
                "allocatedCommitment is no end, above 200%: no bound for VE 101, 102, 103, 104,"
                        + " 105 and 2 more",
                found.getFirst().text());
    }

    @Test
    void guidanceWarnsOfOneVeWithMoreThanSixTenthsOfRam() {
        String much = CLASSIC.replace("20480:25600", "20480:145921");
        assertEquals(
                "largestAllocatedLimit is 60.1%, above 60%",
                desired(much).above(Overcommit.GUIDANCE).getFirst().text());
        String enough = CLASSIC.replace("20480:25600", "20480:145920");
        assertEquals(List.of(), desired(enough).above(Overcommit.GUIDANCE));
    }

    @Test
    void percentageIsRoundedUpSoThatWhatIsAboveShowsIt() {
        assertEquals("100.1%", new Measure.Known(1_000_001, 1_000_000).text());
        assertEquals("0.1%", new Measure.Known(1, Long.MAX_VALUE).text());
    }

    private static Overcommit policy(CapacityFigure figure, int warn, int deny) {
        return new Overcommit(
                Map.of(
                        figure,
                        new Threshold(
                                OptionalInt.of(warn),
                                OptionalInt.of(deny),
                                new Origin("nodes/hn1.yaml", 7, 5))));
    }

    private static Capacity desired(String... ves) {
        return Capacity.of(
                NODE, ves(Arrays.stream(ves).map(CapacityTest::classic).toArray(Demand[]::new)));
    }

    private static Demand classic(String text) {
        return new Demand(true, parse(text), Map.of(), Share.NOTHING_KNOWN);
    }

    private static Share cpu(int units, int percent) {
        return new Share(
                Limit.of(new CpuUnits(units)),
                Limit.of(new CpuPercent(percent)),
                Limit.NOT_MANAGED,
                OptionalLong.empty());
    }

    private static Share disk(Limit space, OptionalLong used) {
        return new Share(Limit.NOT_MANAGED, Limit.NOT_MANAGED, space, used);
    }

    private static SortedMap<VeId, Demand> ves(Demand... demands) {
        SortedMap<VeId, Demand> ves = new TreeMap<>();
        for (Demand demand : demands) {
            ves.put(new VeId(101 + ves.size()), demand);
        }
        return ves;
    }

    private static Map<Beancounter, BarrierLimit> parse(String text) {
        Map<Beancounter, BarrierLimit> bounds = new EnumMap<>(Beancounter.class);
        text.lines()
                .map(line -> line.split(" ", 2))
                .forEach(line ->
                        bounds.put(Written.name(line[0]), Written.bounds(line[0], line[1])));
        return bounds;
    }
}
