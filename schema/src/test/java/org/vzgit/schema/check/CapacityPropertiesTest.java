package org.vzgit.schema.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.CapacityFigure;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeSupply;
import org.vzgit.schema.NodeSupply.Capacity.Kind;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Overcommit;
import org.vzgit.schema.Overcommit.Threshold;
import org.vzgit.schema.Pages;
import org.vzgit.schema.VeId;
import org.vzgit.schema.check.Demand.Share;

/// What holds for the figures of every node, whatever its VEs want.
final class CapacityPropertiesTest {
    private static final int ROUNDS = 200;

    /// Figures that are a sum and not a largest one.
    private static final List<CapacityFigure> SUMS =
            List.of(CapacityFigure.values()).stream()
                    .filter(figure -> figure != CapacityFigure.LARGEST_ALLOCATED_LIMIT)
                    .toList();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anotherVeNeverMakesANodeEmptier(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            NodeSupply.Capacity node = node(random);
            SortedMap<VeId, Demand> ves = ves(random);
            Capacity before = Capacity.of(node, ves);
            ves.put(new VeId(10_000), demand(random));
            Capacity after = Capacity.of(node, ves);
            for (CapacityFigure figure : CapacityFigure.values()) {
                assertTrue(
                        amount(after.of(figure)) >= amount(before.of(figure))
                                || before.of(figure) instanceof Measure.Unknown,
                        figure + " " + before.of(figure) + " " + after.of(figure));
                boolean stillOpen =
                        !(before.of(figure) instanceof Measure.Open)
                                || after.of(figure) instanceof Measure.Open;
                assertTrue(stillOpen, figure.key());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7})
    void sumOfANodeIsThatOfItsVesOneByOne(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            NodeSupply.Capacity node = node(random);
            SortedMap<VeId, Demand> ves = ves(random);
            Capacity all = Capacity.of(node, ves);
            for (CapacityFigure figure : SUMS) {
                if (!(all.of(figure) instanceof Measure.Known(long total, long _))) {
                    continue;
                }
                long sum = 0;
                for (var ve : ves.entrySet()) {
                    SortedMap<VeId, Demand> one = new TreeMap<>(Map.of(ve.getKey(), ve.getValue()));
                    sum = Saturating.plus(sum, amount(Capacity.of(node, one).of(figure)));
                }
                assertEquals(sum, total, figure.key());
            }
        }
    }

    /// Which veid a VE has does not matter.
    @ParameterizedTest
    @ValueSource(longs = {8, 9})
    void orderOfVesChangesNothing(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            NodeSupply.Capacity node = node(random);
            List<Demand> demands = new ArrayList<>(ves(random).values());
            Capacity one = Capacity.of(node, numbered(demands));
            Collections.shuffle(demands, random);
            Capacity other = Capacity.of(node, numbered(demands));
            for (CapacityFigure figure : CapacityFigure.values()) {
                assertEquals(one.of(figure).text(), other.of(figure).text());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 11})
    void higherThresholdNeverFindsMore(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Capacity capacity = Capacity.of(node(random), ves(random));
            int low = 1 + random.nextInt(500);
            int high = low + random.nextInt(500);
            List<CapacityFigure> few = figures(capacity.above(deny(high)));
            List<CapacityFigure> many = figures(capacity.above(deny(low)));
            assertTrue(many.containsAll(few), many + " " + few);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {12, 13})
    void percentageAndThresholdAgree(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            long supply = 1 + (random.nextLong(Long.MAX_VALUE) >>> random.nextInt(62));
            long amount = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(62);
            Measure measure = new Measure.Known(amount, supply);
            double percent = Double.parseDouble(measure.text().replace("%", ""));
            int threshold = 1 + random.nextInt(Threshold.PERCENT_MAX);
            if (measure.isAbove(threshold)) {
                assertTrue(percent > threshold, measure + " " + threshold);
            } else {
                assertTrue(percent <= threshold + 0.1, measure + " " + threshold);
            }
        }
    }

    @Test
    void sumsAndProductsEndAtTheLargestNumber() {
        assertEquals(Long.MAX_VALUE, Saturating.plus(Long.MAX_VALUE, 1));
        assertEquals(Long.MAX_VALUE, Saturating.plus(Long.MAX_VALUE - 1, 1));
        assertEquals(Long.MAX_VALUE - 1, Saturating.plus(Long.MAX_VALUE - 2, 1));
        assertEquals(Long.MAX_VALUE, Saturating.times(Long.MAX_VALUE, 2));
        assertEquals(Long.MAX_VALUE, Saturating.times(1L << 62, 2));
        assertEquals(1L << 62, Saturating.times(1L << 61, 2));
        assertEquals(0, Saturating.times(Long.MAX_VALUE, 0));
    }

    private static long amount(Measure measure) {
        return switch (measure) {
            case Measure.Known(long amount, long _) -> amount;
            case Measure.Open open -> open.amount();
            case Measure.Unknown _ -> 0;
        };
    }

    private static List<CapacityFigure> figures(List<Excess> found) {
        return found.stream().filter(Excess::denied).map(Excess::figure).toList();
    }

    private static Overcommit deny(int percent) {
        Map<CapacityFigure, Threshold> thresholds = new EnumMap<>(CapacityFigure.class);
        for (CapacityFigure figure : CapacityFigure.values()) {
            thresholds.put(
                    figure,
                    new Threshold(
                            OptionalInt.empty(),
                            OptionalInt.of(percent),
                            new Origin("hn1.yaml", 1, 1)));
        }
        return new Overcommit(thresholds);
    }

    private static NodeSupply.Capacity node(Random random) {
        Map<Kind, Long> amounts = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            if (random.nextInt(5) > 0) {
                amounts.put(kind, 1 + (random.nextLong(1L << 45) >>> random.nextInt(30)));
            }
        }
        return new NodeSupply.Capacity(
                random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(64)) : OptionalInt.empty(),
                amounts,
                Overcommit.GUIDANCE);
    }

    private static SortedMap<VeId, Demand> ves(Random random) {
        List<Demand> demands = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            demands.add(demand(random));
        }
        return numbered(demands);
    }

    private static SortedMap<VeId, Demand> numbered(List<Demand> demands) {
        SortedMap<VeId, Demand> ves = new TreeMap<>();
        demands.forEach(demand -> ves.put(new VeId(101 + ves.size()), demand));
        return ves;
    }

    private static Demand demand(Random random) {
        Map<Beancounter, BarrierLimit> bounds = new EnumMap<>(Beancounter.class);
        Map<Beancounter, Long> held = new EnumMap<>(Beancounter.class);
        for (Beancounter beancounter : Beancounter.values()) {
            if (random.nextInt(6) > 0) {
                bounds.put(
                        beancounter,
                        new BarrierLimit(limit(beancounter, random), limit(beancounter, random)));
            }
            if (random.nextInt(6) > 0) {
                held.put(beancounter, (long) random.nextInt(1 << 20));
            }
        }
        Share share =
                new Share(
                        random.nextBoolean()
                                ? Limit.of(new CpuUnits(8 + random.nextInt(10_000)))
                                : Limit.NOT_MANAGED,
                        random.nextBoolean()
                                ? Limit.of(new CpuPercent(1 + random.nextInt(800)))
                                : Limit.UNLIMITED,
                        random.nextBoolean()
                                ? Limit.of(new Bytes(random.nextLong(1L << 40)))
                                : Limit.NOT_MANAGED,
                        random.nextBoolean()
                                ? OptionalLong.of(random.nextLong(1L << 40))
                                : OptionalLong.empty());
        return new Demand(random.nextInt(5) > 0, bounds, held, share);
    }

    private static Limit limit(Beancounter beancounter, Random random) {
        long value = random.nextLong(1L << 40) >>> random.nextInt(40);
        if (random.nextInt(12) == 0) {
            return Limit.UNLIMITED;
        }
        return Limit.of(
                switch (beancounter.unit()) {
                    case BYTES -> new Bytes(value);
                    case PAGES -> new Pages(value);
                    case ITEMS -> new Count(value);
                });
    }
}
