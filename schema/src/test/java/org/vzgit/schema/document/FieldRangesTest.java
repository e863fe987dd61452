package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.schema.document.States.codes;
import static org.vzgit.schema.document.States.document;
import static org.vzgit.schema.document.States.only;
import static org.vzgit.schema.document.States.read;
import static org.vzgit.schema.document.States.ve;
import static org.vzgit.schema.document.States.web;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Severity;
import org.vzgit.schema.VeId;

/// Every field at the end of its range and one beyond.
final class FieldRangesTest {
    private static final long PAGES_MAX = Long.MAX_VALUE / 4096;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cpu: {units: 8}|",
                "cpu: {units: 7}|OUT_OF_RANGE",
                "cpu: {units: 500000}|",
                "cpu: {units: 500001}|OUT_OF_RANGE",
                "cpu: {limit: 0}|",
                "cpu: {limit: 819200}|",
                "cpu: {limit: 819201}|OUT_OF_RANGE",
                "cpu: {limit: -1}|OUT_OF_RANGE",
                "cpu: {cpus: 0}|",
                "cpu: {cpus: 8192}|",
                "cpu: {cpus: 8193}|OUT_OF_RANGE",
                "cpu: {mask: 8191}|",
                "cpu: {mask: 8192}|BAD_VALUE",
                "cpu: {nodemask: 0}|",
                "io: {priority: 0}|",
                "io: {priority: 7}|",
                "io: {priority: 8}|OUT_OF_RANGE",
                "io: {priority: -1}|OUT_OF_RANGE",
                "io: {iops: 2147483647}|",
                "io: {iops: 2147483648}|OUT_OF_RANGE",
                "stopTimeout: 0|",
                "stopTimeout: 86400|",
                "stopTimeout: 86401|OUT_OF_RANGE",
                "bootorder: 2147483647|",
                "bootorder: 2147483648|OUT_OF_RANGE",
                "numnetif: 1024|",
                "numnetif: 1025|OUT_OF_RANGE",
                "local_uid: 4294901760|",
                "local_uid: 4294901761|OUT_OF_RANGE",
                "memguarantee: 100|",
                "memguarantee: 101|OUT_OF_RANGE",
                "memory: {ram: 0, swap: 0}|",
                "beancounters: {avnumproc: 0}|",
                "beancounters: {avnumproc: -1}|OUT_OF_RANGE"
            })
    void fieldTakesTheEndOfItsRangeAndNothingBeyond(String field, String expected) {
        assertEquals(expected == null ? "" : expected, errors(read(web(101, field))));
    }

    @ParameterizedTest
    @CsvSource({
        "101, ''",
        "100, OUT_OF_RANGE",
        "2147483644, ''",
        "2147483645, OUT_OF_RANGE",
        "0, OUT_OF_RANGE",
        "-101, OUT_OF_RANGE"
    })
    void veidHasARange(String veid, String expected) {
        assertEquals(expected, errors(read(web(101, "").replace("veid: 101", "veid: " + veid))));
    }

    @ParameterizedTest
    @EnumSource
    void beancounterTakesEverythingThatA64BitKernelCounts(Beancounter beancounter) {
        long most = beancounter.unit() == Beancounter.Unit.PAGES ? PAGES_MAX : Long.MAX_VALUE - 1;
        assertEquals("", ranges(bounds(beancounter, Long.toString(most))));
        assertEquals("OUT_OF_RANGE", ranges(bounds(beancounter, "9223372036854775808")));
        assertEquals("OUT_OF_RANGE", ranges(bounds(beancounter, "-1")));
        if (beancounter.unit() == Beancounter.Unit.PAGES) {
            assertEquals("OUT_OF_RANGE", ranges(bounds(beancounter, Long.toString(PAGES_MAX + 1))));
        }
    }

    /// The largest number of a 64-bit kernel is how `/proc/user_beancounters` writes unlimited.
    @ParameterizedTest
    @EnumSource
    void largestNumberIsUnlimitedAsInProc(Beancounter beancounter) {
        for (String written : List.of("9223372036854775807", "unlimited")) {
            assertEquals(
                    "unlimited",
                    only(
                                    read(
                                            web(
                                                    101,
                                                    "beancounters: {%s: %s}"
                                                            .formatted(
                                                                    beancounter.key(), written))),
                                    101)
                            .beancounters()
                            .getOrDefault(beancounter, BarrierLimit.both(Limit.NOT_MANAGED))
                            .text());
        }
    }

    @ParameterizedTest
    @EnumSource
    void zeroIsABoundAndNotTheLackOfOne(Beancounter beancounter) {
        assertEquals(
                "0",
                only(read(web(101, "beancounters: {" + beancounter.key() + ": 0}")), 101)
                        .beancounters()
                        .getOrDefault(beancounter, BarrierLimit.both(Limit.NOT_MANAGED))
                        .text());
    }

    @ParameterizedTest
    @EnumSource
    void barrierMayEqualTheLimitAndNotBeAboveIt(Beancounter beancounter) {
        assertEquals("", ranges(bounds(beancounter, "7:7")));
        assertEquals("", ranges(bounds(beancounter, "6:7")));
        assertEquals("BARRIER_ABOVE_LIMIT", ranges(bounds(beancounter, "8:7")));
        assertEquals("BARRIER_ABOVE_LIMIT", ranges(bounds(beancounter, "unlimited:7")));
        assertEquals("", ranges(bounds(beancounter, "7:unlimited")));
    }

    /// A suffix of one letter, whatever its case; never on a count.
    @ParameterizedTest
    @EnumSource
    void suffixesBelongToSizesOnly(Beancounter beancounter) {
        boolean counts = beancounter.unit() == Beancounter.Unit.ITEMS;
        for (String suffix : List.of("K", "M", "G", "T", "P", "B", "k", "m", "g", "t", "p", "b")) {
            assertEquals(
                    counts,
                    !ranges(bounds(beancounter, "8192" + suffix)).isEmpty(),
                    beancounter + suffix);
        }
        for (String suffix : List.of("KB", "MiB", "E", "%", " K", "_")) {
            assertTrue(!ranges(bounds(beancounter, "\"8192" + suffix + "\"")).isEmpty(), suffix);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1P, 4K",
        "4096B, 4K",
        "4097B, 4K",
        "8191B, 4K",
        "1K, 0",
        "1.5M, 1536K",
        "0.5P, 0",
        "1, 4K",
        "256, 1M"
    })
    void pagesAreCutToWholeOnes(String written, String kept) {
        assertEquals(
                kept,
                ve("beancounters: {lockedpages: " + written + "}")
                        .beancounters()
                        .getOrDefault(Beancounter.LOCKEDPAGES, BarrierLimit.both(Limit.NOT_MANAGED))
                        .text());
    }

    /// `--ram` of vzctl rounds up where `--physpages` cuts.
    @ParameterizedTest
    @CsvSource({"1, 4K", "4096, 4K", "4097, 8K", "1K, 4K", "256M, 256M", "0.5G, 512M"})
    void ramIsRoundedUpToWholePages(String written, String kept) {
        assertEquals(
                kept,
                ve("memory: {ram: " + written + ", swap: 0}")
                        .resources()
                        .getOrDefault(Resource.PHYSPAGES, Limit.NOT_MANAGED)
                        .text());
    }

    @ParameterizedTest
    @CsvSource({
        "0, unlimited",
        "unlimited, unlimited",
        "1, 1",
        "10M, 10M",
        "10485760, 10M",
        "1.5K, 1536",
        "9223372036854775807, 9223372036854775807"
    })
    void bandwidthCountsBytesAndZeroIsNoBound(String written, String kept) {
        assertEquals(
                kept,
                ve("io: {limit: " + written + "}")
                        .resources()
                        .getOrDefault(Resource.IOLIMIT, Limit.NOT_MANAGED)
                        .text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10T", "1P", "1MB", "-1", "1e3", "0x10", ".5", "5.", "1_000", "1,5"})
    void bandwidthOfAnotherFormIsRefused(String written) {
        assertTrue(!errors(read(web(101, "io: {limit: \"" + written + "\"}"))).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "100, 400", "25, 100"})
    void shareOfTheNodeIsInPercentOfAllItsCpus(int share, String percent) {
        String node = document("Node", "hn1", "capacity: {cpus: 4}");
        DesiredState state = read(node, web(101, "cpu: {limit: " + share + "%}"));
        assertEquals(
                percent,
                only(state, 101)
                        .resources()
                        .getOrDefault(Resource.CPULIMIT, Limit.NOT_MANAGED)
                        .text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0%", "101%", "%", "1.5%", "-1%"})
    void shareOutsideTheNodeIsRefused(String share) {
        String node = document("Node", "hn1", "capacity: {cpus: 4}");
        assertTrue(!errors(read(node, web(101, "cpu: {limit: \"" + share + "\"}"))).isEmpty());
    }

    /// The lower of cpulimit and cpus wins, as in vzctl.
    @ParameterizedTest
    @CsvSource({
        "'limit: 150, cpus: 1', 100",
        "'limit: 50, cpus: 1', 50",
        "'limit: 0, cpus: 2', 200",
        "'limit: 100, cpus: 0', 100",
        "'limit: 0, cpus: 0', unlimited",
        "'limit: unlimited', unlimited"
    })
    void smallerOfTwoCpuCapsWins(String cpu, String kept) {
        assertEquals(
                kept,
                ve("cpu: {" + cpu + "}")
                        .resources()
                        .getOrDefault(Resource.CPULIMIT, Limit.NOT_MANAGED)
                        .text());
    }

    @Test
    void listsHaveALargestLength() {
        assertEquals("", errors(read(web(101, addresses(256)))));
        assertEquals("OUT_OF_RANGE", errors(read(web(101, addresses(257)))));
        assertEquals("", errors(read(web(101, servers(3)))));
        assertEquals("OUT_OF_RANGE", errors(read(web(101, servers(4)))));
    }

    @ParameterizedTest
    @CsvSource({"64, ''", "65, OUT_OF_RANGE"})
    void hostNameHasALargestLength(int length, String expected) {
        assertEquals(expected, errors(read(web(101, "hostname: " + "a".repeat(length)))));
    }

    @ParameterizedTest
    @CsvSource({"255, ''", "256, OUT_OF_RANGE"})
    void descriptionHasALargestLength(int length, String expected) {
        assertEquals(expected, errors(read(web(101, "description: " + "a".repeat(length)))));
    }

    @ParameterizedTest
    @CsvSource({"63, true", "64, false"})
    void nameHasALargestLength(int length, boolean fits) {
        String named = web(101, "").replace("web101", "a".repeat(length));
        assertEquals(fits, read(named).ves().containsKey(new VeId(101)));
    }

    private static String addresses(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "10.0." + i / 250 + "." + (1 + i % 250))
                .collect(Collectors.joining(", ", "network: {addresses: [", "]}"));
    }

    private static String servers(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "10.0.0." + (1 + i))
                .collect(Collectors.joining(", ", "network: {nameservers: [", "]}"));
    }

    private static DesiredState bounds(Beancounter beancounter, String text) {
        return read(web(101, "beancounters: {%s: %s}".formatted(beancounter.key(), text)));
    }

    /// Errors of the value itself, whatever the other beancounters would have to be.
    private static String ranges(DesiredState state) {
        return state.diagnostics().stream()
                .filter(finding -> finding.code().id().startsWith("VZ10"))
                .map(finding -> finding.code().name())
                .distinct()
                .collect(Collectors.joining(" "));
    }

    private static String errors(DesiredState state) {
        List<String> errors =
                state.diagnostics().stream()
                        .filter(finding -> finding.severity() == Severity.ERROR)
                        .map((Diagnostic finding) -> finding.code().name())
                        .distinct()
                        .toList();
        assertTrue(Arrays.asList(codes(state).split(" ", -1)).containsAll(errors));
        return String.join(" ", errors);
    }
}
