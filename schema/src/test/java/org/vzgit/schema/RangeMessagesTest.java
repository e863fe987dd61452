package org.vzgit.schema;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vzgit.schema.NodeSupply.AddressPool;
import org.vzgit.schema.NodeSupply.Capacity;
import org.vzgit.schema.NodeSupply.Capacity.Kind;
import org.vzgit.schema.Overcommit.Threshold;

/// Each value at both ends of its range, and the words for the first one outside.
final class RangeMessagesTest {
    private static final Origin HERE = new Origin("nodes/hn1.yaml", 4, 3);

    static Stream<Arguments> inside() {
        return Stream.of(
                at("bytes", () -> new Bytes(0)),
                at("most bytes", () -> new Bytes(Long.MAX_VALUE)),
                at("pages", () -> new Pages(0)),
                at("most pages", () -> new Pages(Pages.MAX)),
                at("count", () -> new Count(0)),
                at("most counts", () -> new Count(Long.MAX_VALUE)),
                at("cpuunits", () -> new CpuUnits(8)),
                at("most cpuunits", () -> new CpuUnits(500_000)),
                at("percent", () -> new CpuPercent(1)),
                at("most percent", () -> new CpuPercent(819_200)),
                at("ioprio", () -> new IoPriority(0)),
                at("most ioprio", () -> new IoPriority(7)),
                at("iolimit", () -> new BytesPerSecond(1)),
                at("most iolimit", () -> new BytesPerSecond(Long.MAX_VALUE)),
                at("iopslimit", () -> new OpsPerSecond(1)),
                at("seconds", () -> new Seconds(0)),
                at("a day", () -> new Seconds(86_400)),
                at("veid", () -> new VeId(101)),
                at("last veid", () -> new VeId(2_147_483_644)),
                at("origin", () -> new Origin("", 1, 1)),
                at("first uids", () -> new UidRange(65_536, 1)),
                at("last uids", () -> new UidRange((1L << 32) - 65_536, 1)),
                at("all uids", () -> new UidRange(65_536, 65_535)),
                at("no removals", () -> RemovalBudget.of(0)),
                at("all removals", () -> new RemovalBudget(100, true)),
                at("many removals", () -> RemovalBudget.of(Integer.MAX_VALUE)),
                at("one CPU", () -> cpus(1)),
                at("all CPUs", () -> cpus(8192)),
                at("threshold", () -> threshold(1, 1)),
                at("most", () -> threshold(10_000, 10_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inside")
    void endOfARangeBelongsToIt(String what, Executable value) {
        assertDoesNotThrow(value, what);
    }

    static Stream<Arguments> outside() {
        return Stream.of(
                at("negative number of bytes: -1", () -> new Bytes(-1)),
                at("number of pages -1 is outside 0..2251799813685247", () -> new Pages(-1)),
                at(
                        "number of pages 2251799813685248 is outside 0..2251799813685247",
                        () -> new Pages(Pages.MAX + 1)),
                at("negative count: -1", () -> new Count(-1)),
                at("cpuunits 7 is outside 8..500000", () -> new CpuUnits(7)),
                at("cpuunits 500001 is outside 8..500000", () -> new CpuUnits(500_001)),
                at("cpu limit 0% is outside 1%..819200%", () -> new CpuPercent(0)),
                at("cpu limit 819201% is outside 1%..819200%", () -> new CpuPercent(819_201)),
                at("ioprio -1 is outside 0..7", () -> new IoPriority(-1)),
                at("ioprio 8 is outside 0..7", () -> new IoPriority(8)),
                at("iolimit 0 is below 1 byte per second", () -> new BytesPerSecond(0)),
                at("iopslimit 0 is below 1 operation per second", () -> new OpsPerSecond(0)),
                at("-1 seconds is outside 0..86400", () -> new Seconds(-1)),
                at("86401 seconds is outside 0..86400", () -> new Seconds(86_401)),
                at("veid 100 is outside 101..2147483644", () -> new VeId(100)),
                at("veid 2147483645 is outside 101..2147483644", () -> new VeId(2_147_483_645)),
                at("not a position: a:0:1", () -> new Origin("a", 0, 1)),
                at("not a position: a:1:0", () -> new Origin("a", 1, 0)),
                at("not a range of uid blocks: 0 + 1 blocks", () -> new UidRange(0, 1)),
                at("not a range of uid blocks: 65537 + 1 blocks", () -> new UidRange(65_537, 1)),
                at("not a range of uid blocks: 65536 + 0 blocks", () -> new UidRange(65_536, 0)),
                at(
                        "not a range of uid blocks: 65536 + 65536 blocks",
                        () -> new UidRange(65_536, 65_536)),
                at(
                        "not a range of uid blocks: 65536 + 2147483647 blocks",
                        () -> new UidRange(65_536, Integer.MAX_VALUE)),
                at("removal budget -1 is below 0", () -> RemovalBudget.of(-1)),
                at("removal budget -1 % is outside 0..100", () -> new RemovalBudget(-1, true)),
                at("removal budget 101 % is outside 0..100", () -> new RemovalBudget(101, true)),
                at("number of CPUs 0 is outside 1..8192", () -> cpus(0)),
                at("number of CPUs 8193 is outside 1..8192", () -> cpus(8193)),
                at("negative capacity: {SWAP=-1}", () -> capacity(Map.of(Kind.SWAP, -1L))),
                at("0% is outside 1%..10000%", () -> threshold(0, 1)),
                at("10001% is outside 1%..10000%", () -> threshold(1, 10_001)),
                at("warns above 91%, but denies above 90% already", () -> threshold(91, 90)),
                at("wave -1 is outside 0..99", () -> new Rollout(-1, List.of())),
                at("wave 100 is outside 0..99", () -> new Rollout(100, List.of())),
                at("not a name: a b", () -> new VeName("a b")),
                at("not a name: a/b", () -> new NodeName("a/b")),
                at("not a name: ..", () -> new TemplateName("..")),
                at("not a list of CPUs such as 0-3,7: x", () -> new CpuSet("x")),
                at("not a range of CPUs below 8192: 8192", () -> new CpuSet("0,8192")),
                at("not a range of CPUs below 8192: 3-1", () -> new CpuSet("3-1")),
                at("no prefix length: 10.0.0.0", () -> AddressPool.parse("10.0.0.0")),
                at("not a prefix length: 10.0.0.0/+8", () -> AddressPool.parse("10.0.0.0/+8")),
                at("not a prefix length: 10.0.0.0/08", () -> AddressPool.parse("10.0.0.0/08")),
                at("not a prefix length: 10.0.0.0/1234", () -> AddressPool.parse("10.0.0.0/1234")),
                at("prefix length 33 is outside 0..32", () -> AddressPool.parse("10.0.0.0/33")),
                at("prefix length 129 is outside 0..128", () -> AddressPool.parse("fd00::/129")),
                at("10.0.0.1/8 has bits behind its prefix", () -> AddressPool.parse("10.0.0.1/8")),
                at("fd00::1/64 has bits behind its prefix", () -> AddressPool.parse("fd00::1/64")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outside")
    void firstValueOutsideIsRefusedInWordsThatNameIt(String message, Executable value) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, value).getMessage());
    }

    @ParameterizedTest
    @CsvSource({"0, 1073741824", "1, 1073807360", "16383, 2147418112"})
    void blocksOfUidsStandOneBehindTheOther(int block, long first) {
        assertEquals(first, UidRange.DEFAULT.baseOf(block));
    }

    @ParameterizedTest
    @CsvSource({"-1", "16384"})
    void blockOutsideTheRangeHasNoUids(int block) {
        assertEquals(
                "block " + block + " is outside 0..16383",
                assertThrows(IllegalArgumentException.class, () -> UidRange.DEFAULT.baseOf(block))
                        .getMessage());
    }

    /// The last block ends at 2^32 - 1: above an int, and still no "no id".
    @Test
    void lastBlockOfTheHighestRangeEndsWhereIdsEnd() {
        UidRange all = new UidRange(65_536, 65_535);
        assertEquals(UidRange.END_MAX - UidRange.BLOCK, all.baseOf(65_534));
    }

    @Test
    void whatNobodyWroteOfANodeIsUnknownAndNotZero() {
        assertEquals(Optional.empty(), Capacity.UNKNOWN.memory());
        assertEquals(Optional.empty(), Capacity.UNKNOWN.disk());
        for (Kind kind : Kind.values()) {
            assertEquals(java.util.OptionalLong.empty(), Capacity.UNKNOWN.of(kind));
        }
        Capacity none = assertDoesNotThrow(() -> capacity(Map.of(Kind.SWAP, 0L, Kind.DISK, 7L)));
        assertEquals(0, none.of(Kind.SWAP).orElseThrow());
        assertEquals(Optional.of(new Bytes(7)), none.disk());
        assertEquals(Optional.empty(), none.memory());
    }

    @Test
    void nodeWithoutPoolsAllowsEveryAddressAndOneWithPoolsOnlyTheirs() {
        IpAddress v4 = IpAddress.parse("10.101.0.7");
        IpAddress v6 = IpAddress.parse("fd00:101::7");
        assertEquals(true, supply().allows(v4));
        assertEquals(true, supply("10.101.0.0/16").allows(v4));
        assertEquals(false, supply("10.101.0.0/16").allows(v6));
        assertEquals(true, supply("10.102.0.0/16", "fd00:101::/64").allows(v6));
        assertEquals(false, supply("10.102.0.0/16", "fd00:101::/64").allows(v4));
    }

    @ParameterizedTest
    @CsvSource({"10.101.0.0/16", "fd00:101::/64", "0.0.0.0/0", "192.0.2.1/32", "::/0"})
    void poolIsShownAsItIsWritten(String text) {
        assertEquals(text, AddressPool.parse(text).toString());
        assertEquals(AddressPool.parse(text), AddressPool.parse(text));
    }

    @Test
    void guidanceWarnsAndNeverDenies() {
        for (CapacityFigure figure : CapacityFigure.values()) {
            assertEquals(figure.guidance(), Overcommit.GUIDANCE.warnAbove(figure));
            assertEquals(OptionalInt.empty(), Overcommit.GUIDANCE.denyAbove(figure));
            assertEquals(Optional.empty(), Overcommit.GUIDANCE.written(figure));
        }
    }

    /// Who writes only a deny threshold has silenced the guidance: what is written is all there is.
    @Test
    void writtenThresholdReplacesTheGuidanceAlsoWhereItIsSilent() {
        Threshold denyOnly = new Threshold(OptionalInt.empty(), OptionalInt.of(150), HERE);
        Overcommit policy = new Overcommit(Map.of(CapacityFigure.CPU_POWER, denyOnly));
        assertEquals(OptionalInt.empty(), policy.warnAbove(CapacityFigure.CPU_POWER));
        assertEquals(OptionalInt.of(150), policy.denyAbove(CapacityFigure.CPU_POWER));
        assertEquals(OptionalInt.of(100), policy.warnAbove(CapacityFigure.PROCESS_COMMITMENT));
    }

    @ParameterizedTest
    @CsvSource({
        "directory, directory",
        "abc, abc",
        "1234567, 1234567",
        "12345678, 1234567",
        "0123456789abcdef0123456789abcdef01234567, 0123456"
    })
    void commitIsShownBySevenCharacters(String id, String shown) {
        assertEquals(shown, new Revision(id, "").shortId());
    }

    @Test
    void sameAmountInAnotherUnitIsAnotherAmount() {
        assertNotEquals(Limit.of(new Bytes(4096)), Limit.of(new Pages(1)));
        assertEquals(Limit.of(new Bytes(4096)).text(), Limit.of(new Pages(1)).text());
        assertEquals(Limit.of(Pages.ofBytes(4096)), Limit.of(new Pages(1)));
        assertNotEquals(Limit.of(new Count(8)), Limit.of(new CpuUnits(8)));
        assertNotEquals(
                new BarrierLimit(Limit.UNLIMITED, Limit.of(new Count(1))),
                new BarrierLimit(Limit.of(new Count(1)), Limit.UNLIMITED));
    }

    @ParameterizedTest
    @CsvSource({
        "a.yaml, 1, 1, a.yaml, 1, 2",
        "a.yaml, 1, 9, a.yaml, 2, 1",
        "a.yaml, 9, 9, b.yaml, 1, 1",
        "A.yaml, 9, 9, a.yaml, 1, 1",
        "a.yaml, 9, 1, a.yaml, 10, 1"
    })
    void placesAreOrderedByFileLineAndColumn(
            String path, int line, int column, String path2, int line2, int column2) {
        Origin first = new Origin(path, line, column);
        Origin second = new Origin(path2, line2, column2);
        assertEquals(-1, Integer.signum(first.compareTo(second)));
        assertEquals(1, Integer.signum(second.compareTo(first)));
        assertEquals(0, first.compareTo(new Origin(path, line, column)));
        assertEquals(path + ":" + line, first.pathAndLine());
        assertEquals(path + ":" + line + ":" + column, first.toString());
    }

    private static Arguments at(String what, Executable value) {
        return Arguments.of(what, value);
    }

    private static Capacity cpus(int cpus) {
        return new Capacity(OptionalInt.of(cpus), Map.of(), Overcommit.GUIDANCE);
    }

    private static Capacity capacity(Map<Kind, Long> amounts) {
        return new Capacity(OptionalInt.empty(), amounts, Overcommit.GUIDANCE);
    }

    private static Threshold threshold(int warn, int deny) {
        return new Threshold(OptionalInt.of(warn), OptionalInt.of(deny), HERE);
    }

    private static NodeSupply supply(String... pools) {
        return new NodeSupply(
                UidRange.DEFAULT,
                Capacity.UNKNOWN,
                Stream.of(pools).map(AddressPool::parse).toList(),
                DiskLayout.AUTO);
    }
}
