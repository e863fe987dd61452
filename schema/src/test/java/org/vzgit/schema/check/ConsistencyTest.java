package org.vzgit.schema.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.NodeSupply.Capacity;
import org.vzgit.schema.NodeSupply.Capacity.Kind;
import org.vzgit.schema.Overcommit;

/// OpenVZ's own samples pass, and each rule fails at one below its bound and not at it. The numbers
/// are those of vzctl 4.11's `etc/conf` and `src/validate.c`.
final class ConsistencyTest {
    private static final String BASIC =
            """
            kmemsize 14372700:14790164
            lockedpages 2048
            privvmpages 65536:69632
            shmpages 21504
            numproc 240
            physpages 0:unlimited
            vmguarpages 33792:unlimited
            oomguarpages 26112:unlimited
            numtcpsock 360
            numflock 188:206
            numpty 16
            numsiginfo 256
            tcpsndbuf 1720320:2703360
            tcprcvbuf 1720320:2703360
            othersockbuf 1126080:2097152
            dgramrcvbuf 262144
            numothersock 360
            dcachesize 3409920:3624960
            numfile 9312
            numiptent 128
            """;

    private static final String LIGHT =
            """
            kmemsize 1740800:1847296
            lockedpages 4
            privvmpages 7680:8448
            shmpages 1152
            numproc 40
            physpages 0:unlimited
            vmguarpages 1725:unlimited
            oomguarpages 1725:unlimited
            numtcpsock 40
            numflock 50:60
            numpty 4
            numsiginfo 256
            tcpsndbuf 159744:262144
            tcprcvbuf 159744:262144
            othersockbuf 135168:237568
            dgramrcvbuf 135168:196608
            numothersock 40
            dcachesize 196608:202752
            numfile 512
            numiptent 16
            """;

    /// `vps.basic` of 2005, whose unlimited is that of 32-bit nodes.
    private static final String BASIC_2005 =
            """
            kmemsize 2457600:2621440
            lockedpages 32
            privvmpages 49152:53575
            shmpages 8192
            numproc 65
            physpages 0:2147483647
            vmguarpages 6144:2147483647
            oomguarpages 6144:2147483647
            numtcpsock 80
            numflock 100:110
            numpty 16
            numsiginfo 256
            tcpsndbuf 319488:524288
            tcprcvbuf 319488:524288
            othersockbuf 132096:336896
            dgramrcvbuf 132096
            numothersock 80
            dcachesize 524288:548864
            numfile 1280
            numiptent 128
            """;

    @Test
    void sampleBasicPasses() {
        assertEquals("", codes(basic(""), 180));
    }

    @Test
    void sampleLightPasses() {
        assertEquals("", codes(LIGHT, 15));
    }

    /// Half of numproc is more processes than the sample was made for, and 15 is why it says so.
    @Test
    void sampleLightNeedsItsOwnUsualNumberOfProcesses() {
        assertEquals("FILES_BELOW_PROCESSES", codes(bounds(LIGHT, OptionalLong.empty())));
    }

    @Test
    void samplesOf32BitNodesPassButForTheirNumberOfUnlimited() {
        assertEquals("GUARANTEE_LIMITED GUARANTEE_LIMITED", codes(BASIC_2005, 40));
    }

    /// A bound, the last value that breaks the rule, the first that passes, and the rule.
    @ParameterizedTest
    @CsvSource({
        "dcachesize, 3409920:3575807, 3409920:3575808, DCACHE_BELOW_FILES",
        "kmemsize, 10997759:14790164, 10997760:14790164, KMEM_BELOW_PROCESSES",
        "privvmpages, 33791:69632, 33792:69632, GUARANTEE_ABOVE_CAP",
        "tcpsndbuf, 1720320:2641919, 1720320:2641920, SEND_BUFFER_GAP",
        "othersockbuf, 1126080:2047679, 1126080:2047680, SEND_BUFFER_GAP",
        "tcprcvbuf, 1720320:2641919, 1720320:2641920, RECEIVE_BUFFER_GAP",
        "tcpsndbuf, 65535:2703360, 65536:2703360, TCP_BUFFER_SMALL",
        "tcprcvbuf, 65535:2703360, 65536:2703360, TCP_BUFFER_SMALL",
        "dgramrcvbuf, 132095, 132096, DATAGRAM_BUFFER_LOW",
        "dgramrcvbuf, 32767, 132096, DATAGRAM_BUFFER_SMALL",
        "othersockbuf, 132095:2097152, 132096:2097152, DATAGRAM_BUFFER_LOW",
        "othersockbuf, 32767:2097152, 132096:2097152, DATAGRAM_BUFFER_SMALL",
        "numfile, 5759, 5760, FILES_BELOW_PROCESSES"
    })
    void ruleBreaksOneBelowItsBoundAndPassesAtIt(
            String name, String below, String at, String code) {
        assertEquals(code, codes(basic(name + " " + below), 180));
        assertEquals("", codes(basic(name + " " + at), 180));
    }

    @Test
    void datagramBufferOf32KilobytesIsOnlyBelowTheRecommendation() {
        assertEquals("DATAGRAM_BUFFER_LOW", codes(basic("dgramrcvbuf 32768"), 180));
    }

    @Test
    void filesHaveToCoverSocketsAndPtysToo() {
        String few = basic("numproc 20").replace("numfile 9312", "numfile 735");
        assertEquals("FILES_BELOW_PROCESSES", codes(few, 10));
        assertEquals("", codes(few.replace("735", "736"), 10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "numproc",
                "numtcpsock",
                "numothersock",
                "shmpages",
                "numfile",
                "numpty",
                "numsiginfo",
                "numiptent"
            })
    void itemsHaveOneBound(String name) {
        List<Concern> found = Consistency.of(bounds(name + " 7:9", OptionalLong.of(0)));
        assertEquals(List.of("BOUNDS_DIFFER"), found.stream().map(c -> c.code().name()).toList());
        assertTrue(found.getFirst().message().startsWith(name + " has barrier"));
        assertEquals("", codes(bounds(name + " 9", OptionalLong.of(0))));
    }

    @Test
    void gapBetweenBoundsOfOtherBeancountersIsMeant() {
        assertEquals("", codes(bounds("numflock 188:206", OptionalLong.empty())));
        assertEquals("", codes(bounds("lockedpages 4:8", OptionalLong.empty())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"physpages", "swappages"})
    void barrierThatNothingTestsIsZeroOrTheLimit(String name) {
        assertEquals("BARRIER_UNUSED", codes(bounds(name + " 7:unlimited", OptionalLong.empty())));
        assertEquals("", codes(bounds(name + " 0:unlimited", OptionalLong.empty())));
        assertEquals("", codes(bounds(name + " unlimited", OptionalLong.empty())));
    }

    @Test
    void guaranteesAreUnlimited() {
        assertEquals("GUARANTEE_LIMITED", codes(basic("oomguarpages 26112:26112"), 180));
        assertEquals("GUARANTEE_LIMITED", codes(basic("vmguarpages 33792:40000"), 180));
    }

    @Test
    void everyRequiredBeancounterThatIsMissingIsNamedOnce() {
        List<Concern> found =
                Consistency.of(
                        bounds(
                                "kmemsize 14372700:14790164\nnumproc 240\nphyspages 0:unlimited",
                                OptionalLong.of(180)));
        assertEquals(1, found.size(), found.toString());
        assertEquals(
                "privvmpages, vmguarpages, oomguarpages, numtcpsock, numpty, tcpsndbuf, tcprcvbuf,"
                        + " othersockbuf, dgramrcvbuf, numothersock, dcachesize, numfile missing:"
                        + " no bound",
                found.getFirst().message());
        assertEquals(List.of(Beancounter.KMEMSIZE), found.getFirst().about());
    }

    @Test
    void profileAloneMayLeaveBeancountersToItsVes() {
        Bounds alone =
                new Bounds(
                        parse("kmemsize 14372700:14790164\nphyspages 0:65536"),
                        OptionalLong.empty(),
                        Capacity.UNKNOWN,
                        false);
        assertEquals("", codes(alone));
    }

    @Test
    void boundsOfMainlineKernelsStandAlone() {
        assertEquals("", codes(bounds("numproc 240", OptionalLong.empty())));
        assertEquals("", codes(bounds("numfile 9312", OptionalLong.empty())));
    }

    @Test
    void vswapWantsSwapToo() {
        assertEquals("SWAP_MISSING", codes(bounds("physpages 0:65536", OptionalLong.empty())));
        assertEquals("", codes(bounds("physpages 0:65536\nswappages 0", OptionalLong.empty())));
    }

    @Test
    void vswapOfOneVeStaysWithinItsNode() {
        Capacity node =
                new Capacity(
                        OptionalInt.empty(),
                        Map.of(Kind.MEMORY, 256L << 20, Kind.SWAP, 0L),
                        Overcommit.GUIDANCE);
        Map<Beancounter, BarrierLimit> wanted = parse("physpages 0:65537\nswappages 0:1");
        List<Concern> found = Consistency.of(new Bounds(wanted, OptionalLong.empty(), node, true));
        assertEquals(
                List.of(
                        "physpages is 262148K, but the node has 256M",
                        "swappages is 4K, but the node has 0"),
                found.stream().map(Concern::message).toList());
        Map<Beancounter, BarrierLimit> exact = parse("physpages 0:65536\nswappages 0:0");
        assertEquals("", codes(new Bounds(exact, OptionalLong.empty(), node, true)));
    }

    @Test
    void unlimitedBreaksNoRuleThatWantsMore() {
        String unlimited =
                Arrays.stream(Beancounter.values())
                        .map(b -> b.key() + " unlimited")
                        .collect(Collectors.joining("\n"));
        assertEquals("", codes(unlimited, 180));
    }

    /// Numbers at the end of 64 bits must end as "too much", not as negative.
    @Test
    void hugeNumbersDoNotOverflow() {
        assertEquals(
                "KMEM_BELOW_PROCESSES",
                codes(bounds("kmemsize 1", OptionalLong.of(1L << 60))).split(" ", -1)[1]);
        assertEquals(
                "DCACHE_BELOW_FILES",
                codes(bounds("dcachesize 1\nnumfile 9223372036854775806", OptionalLong.of(0))));
    }

    @ParameterizedTest
    @EnumSource
    void beancounterWithoutNeighboursBreaksNoRelation(Beancounter beancounter) {
        String codes = codes(bounds(beancounter.key() + " 1048576:1048576", OptionalLong.empty()));
        assertFalse(codes.contains("BELOW_FILES"), codes);
        assertFalse(codes.contains("GAP"), codes);
        assertFalse(codes.contains("ABOVE_CAP"), codes);
    }

    @Test
    void messageTellsTheNumbersAndTheHintWhatWouldDo() {
        Concern kmem =
                Consistency.of(bounds(basic("kmemsize 10997759:14790164"), OptionalLong.of(180)))
                        .getFirst();
        assertEquals(
                "kmemsize has barrier 10997759, below 10997760: 40 KB for each of 180 processes"
                        + " and dcachesize of 3624960",
                kmem.message());
        assertEquals("at least 10997760", kmem.hint());
        assertEquals(
                List.of(Beancounter.KMEMSIZE, Beancounter.DCACHESIZE, Beancounter.NUMPROC),
                kmem.about());
        Concern gap =
                Consistency.of(bounds(basic("tcpsndbuf 1720320:2641919"), OptionalLong.of(180)))
                        .getFirst();
        assertEquals(
                "tcpsndbuf has 921599 bytes between barrier and limit; 2.5 KB for each numtcpsock"
                        + " of 360 are 921600",
                gap.message());
        assertEquals("at least 1680K:2641920", gap.hint());
    }

    private static String basic(String changed) {
        String name = changed.split(" ", 2)[0];
        return BASIC.lines()
                        .filter(line -> !line.startsWith(name + " ") || name.isEmpty())
                        .collect(Collectors.joining("\n"))
                + "\n"
                + changed;
    }

    private static String codes(String text, long avnumproc) {
        return codes(bounds(text, OptionalLong.of(avnumproc)));
    }

    private static String codes(Bounds bounds) {
        return Consistency.of(bounds).stream()
                .map(concern -> concern.code().name())
                .collect(Collectors.joining(" "));
    }

    private static Bounds bounds(String text, OptionalLong avnumproc) {
        return new Bounds(parse(text), avnumproc, Capacity.UNKNOWN, true);
    }

    private static Map<Beancounter, BarrierLimit> parse(String text) {
        Map<Beancounter, BarrierLimit> bounds = new EnumMap<>(Beancounter.class);
        text.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.split(" ", 2))
                .forEach(line ->
                        bounds.put(Written.name(line[0]), Written.bounds(line[0], line[1])));
        return bounds;
    }
}
