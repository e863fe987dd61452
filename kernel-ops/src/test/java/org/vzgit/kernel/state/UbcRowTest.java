package org.vzgit.kernel.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.Amount;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.BytesPerSecond;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.CpuSet;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.IoPriority;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.OpsPerSecond;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;

/// Rows, levels and what one look at a node is made of.
class UbcRowTest {
    private static final long NONE = UbcRow.UNLIMITED;
    private static final long SEED = 20_261_122L;
    private static final VeId VE = new VeId(101);

    @ParameterizedTest
    @CsvSource({
        "-1, 0, 0, 0, 0",
        "0, -1, 0, 0, 0",
        "0, 0, -1, 0, 0",
        "0, 0, 0, -1, 0",
        "0, 0, 0, 0, -1"
    })
    void nothingInARowIsNegative(long held, long maxheld, long barrier, long limit, long failcnt) {
        IllegalArgumentException fault =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new UbcRow(held, maxheld, barrier, limit, failcnt));
        assertEquals(
                "a beancounter is never negative: "
                        + held
                        + " "
                        + maxheld
                        + " "
                        + barrier
                        + " "
                        + limit
                        + " "
                        + failcnt,
                fault.getMessage());
    }

    @Test
    void theLowestAndTheHighestRowAreLegal() {
        assertEquals(0, new UbcRow(0, 0, 0, 0, 0).held());
        assertEquals(NONE, new UbcRow(NONE, NONE, NONE, NONE, NONE).failcnt());
        assertEquals(new UbcRow(0, 0, NONE, NONE, 0), UbcRow.EMPTY);
    }

    @Test
    void aBoundIsANumberInItsOwnUnit() {
        assertEquals(4096, UbcRow.number(Limit.of(new Bytes(4096))));
        assertEquals(2, UbcRow.number(Limit.of(new Pages(2))));
        assertEquals(3, UbcRow.number(Limit.of(new Count(3))));
        assertEquals(NONE, UbcRow.number(Limit.UNLIMITED));
        assertEquals(NONE, UbcRow.number(Limit.NOT_MANAGED));
    }

    @Test
    void whatBoundsNoBeancounterIsNamed() {
        for (Amount amount :
                List.of(
                        new CpuUnits(1000),
                        new CpuPercent(50),
                        new CpuSet("0-3"),
                        new IoPriority(4),
                        new BytesPerSecond(7),
                        new OpsPerSecond(9))) {
            Limit limit = Limit.of(amount);
            IllegalArgumentException fault =
                    assertThrows(IllegalArgumentException.class, () -> UbcRow.number(limit));
            assertEquals("not a bound: " + amount.text(), fault.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(Beancounter.class)
    void numbersAndBoundsAreTheSameThing(Beancounter resource) {
        SplittableRandom random = new SplittableRandom(SEED + resource.name().hashCode());
        for (int round = 0; round < 100; round++) {
            long number = random.nextLong(Pages.MAX);
            assertEquals(number, UbcRow.number(UbcRow.limit(resource, number)));
        }
        assertEquals(Limit.UNLIMITED, UbcRow.limit(resource, NONE));
        assertEquals(0, UbcRow.number(UbcRow.limit(resource, 0)));
    }

    @Test
    void pagesEndWhereTheirBytesDo() {
        Beancounter pages = Beancounter.PRIVVMPAGES;
        assertEquals(Limit.of(new Pages(Pages.MAX - 1)), UbcRow.limit(pages, Pages.MAX - 1));
        assertEquals(Limit.UNLIMITED, UbcRow.limit(pages, Pages.MAX));
        assertEquals(Limit.of(new Count(Pages.MAX)), UbcRow.limit(Beancounter.NUMFILE, Pages.MAX));
        assertEquals(Limit.of(new Bytes(NONE - 1)), UbcRow.limit(Beancounter.KMEMSIZE, NONE - 1));
    }

    @Test
    void bothBoundsOfARowAreWrittenInItsUnit() {
        assertEquals(
                new BarrierLimit(Limit.of(new Pages(10)), Limit.UNLIMITED),
                new UbcRow(1, 2, 10, NONE, 3).bounds(Beancounter.SHMPAGES));
        assertEquals(new UbcRow(1, 2, 7, 8, 3), new UbcRow(1, 2, 5, 6, 3).bounded(7, 8));
    }

    @ParameterizedTest
    @EnumSource(Beancounter.class)
    void theLimitIsTestedOnlyWhereThereIsNoBarrier(Beancounter resource) {
        boolean limitOnly =
                Set.of(Beancounter.PHYSPAGES, Beancounter.NUMIPTENT, Beancounter.SWAPPAGES)
                        .contains(resource);
        assertEquals(limitOnly ? 2 : 1, UbcRow.tested(resource, 1, 2));
    }

    @Test
    void levelsAreNamedAsDocumentsNameThemBestFirst() {
        assertEquals(
                List.of(
                        "enforced",
                        "enforced*",
                        "cgroup",
                        "clamped",
                        "per-process",
                        "counted",
                        "absent"),
                Arrays.stream(UbcLevel.values()).map(UbcLevel::text).toList());
        assertEquals(
                List.of(
                        UbcLevel.ENFORCED,
                        UbcLevel.ENFORCED_WEAKER,
                        UbcLevel.CGROUP,
                        UbcLevel.CLAMPED),
                Arrays.stream(UbcLevel.values()).filter(UbcLevel::bounds).toList());
    }

    @Test
    void theBetterOfTwoLevelsDoesNotDependOnWhoAsks() {
        for (UbcLevel one : UbcLevel.values()) {
            for (UbcLevel other : UbcLevel.values()) {
                assertEquals(one.best(other), other.best(one));
                UbcLevel better = one.compareTo(other) <= 0 ? one : other;
                assertEquals(better, one.best(other));
            }
        }
    }

    @Test
    void featuresHaveAnEntryForEverything() {
        Features none = new Features("6.18", Map.of(), 1);
        for (Resource resource : Resource.values()) {
            assertEquals(Control.ABSENT, none.controls().get(resource));
            assertEquals(Control.ABSENT, none.controlOf(resource));
        }
        assertEquals(Set.of(Beancounter.values()), none.levels().keySet());
        assertEquals(Set.of(UbcLevel.ABSENT), new TreeSet<>(none.levels().values()));
    }

    @ParameterizedTest
    @EnumSource(Control.class)
    void aControlledResourceIsABeancounterToo(Control control) {
        Features features = new Features("6.18", Map.of(Resource.NUMPROC, control), 1);
        UbcLevel expected = control == Control.ABSENT ? UbcLevel.ABSENT : UbcLevel.CGROUP;
        assertEquals(expected, features.levelOf(Beancounter.NUMPROC));
        assertEquals(UbcLevel.ABSENT, features.levelOf(Beancounter.PHYSPAGES));
        assertEquals(UbcLevel.ABSENT, features.levelOf(Beancounter.NUMFILE));
    }

    @Test
    void featuresDoNotChangeWithWhatTheyWereMadeOf() {
        Map<Resource, Control> controls = new EnumMap<>(Resource.class);
        TreeMap<Beancounter, UbcLevel> levels = new TreeMap<>();
        Features features = new Features("6.18", controls, 1, levels);
        controls.put(Resource.NUMPROC, Control.CGROUP_V2);
        levels.put(Beancounter.NUMFILE, UbcLevel.ENFORCED);
        assertEquals(Control.ABSENT, features.controlOf(Resource.NUMPROC));
        assertEquals(UbcLevel.ABSENT, features.levelOf(Beancounter.NUMFILE));
        assertThrows(UnsupportedOperationException.class, () -> features.levels().clear());
        assertThrows(UnsupportedOperationException.class, () -> features.controls().clear());
    }

    @Test
    void onlyAPresentReadingHasAValue() {
        assertEquals(Optional.of(5), Reading.present(5).toOptional());
        assertEquals(Optional.empty(), Reading.absent().toOptional());
        assertEquals(Optional.empty(), Reading.unreadable("read x: EIO").toOptional());
        assertFalse(Reading.absent().equals(Reading.unreadable("read x: EIO")));
    }

    @Test
    void aVeOfWhichNothingIsKnownIsNotAmongTheVesAndCanBeAskedFor() {
        ObservedNode node =
                new ObservedNode(
                        new Features("6.18", Map.of(), 1),
                        new TreeMap<>(),
                        new TreeSet<>(),
                        new TreeMap<>());
        assertEquals(ObservedVe.nothing(VE), node.ve(VE));
        assertEquals(Reading.absent(), node.ve(VE).beancounters());
        assertTrue(node.ves().isEmpty());
        assertThrows(UnsupportedOperationException.class, () -> node.templates().add("x"));
    }

    @Test
    void aLinkTakesPacketsFromWhatIsRoutedToIt() {
        IpAddress one = IpAddress.parse("10.101.0.1");
        IpAddress two = IpAddress.parse("10.101.0.2");
        ObservedNetwork link =
                ObservedNetwork.of(
                        true, new TreeSet<>(Set.of(one)), new TreeSet<>(Set.of(one, two)));
        assertEquals(Set.of(one, two), link.allowed());
        assertEquals(Set.of(one), link.inside());
        assertEquals(0, link.refused());
        assertThrows(UnsupportedOperationException.class, () -> link.routed().clear());
    }

    @Test
    void aWriterThatEndedHasNoName() {
        assertEquals("vzctl (process 77)", new NodeHint.Writer(77, "vzctl").toString());
        assertEquals("process 77, which has ended", new NodeHint.Writer(77, "").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a_b", "a b", "a@b", "é"})
    void aVersionThatIsNoFileNameIsRefused(String version) {
        IllegalArgumentException fault =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new TemplateRef(new TemplateName("busybox"), version));
        assertEquals("not a template version: " + version, fault.getMessage());
    }

    @Test
    void aVersionHasAtMost64Characters() {
        TemplateName name = new TemplateName("busybox");
        assertEquals("busybox@" + "a".repeat(64), new TemplateRef(name, "a".repeat(64)).text());
        assertThrows(IllegalArgumentException.class, () -> new TemplateRef(name, "a".repeat(65)));
        assertEquals("busybox@1.36-r0", new TemplateRef(name, "1.36-r0").text());
    }
}
