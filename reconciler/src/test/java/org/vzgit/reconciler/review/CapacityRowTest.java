package org.vzgit.reconciler.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.schema.CapacityFigure;
import org.vzgit.schema.Origin;
import org.vzgit.schema.VeId;
import org.vzgit.schema.check.Excess;
import org.vzgit.schema.check.Measure;

class CapacityRowTest {
    private static final Origin POLICY = new Origin("hn1.yaml", 7, 3);
    private static final Measure UNKNOWN = new Measure.Unknown();

    @Test
    void onlyWhatTheChangeMakesWorseIsDenied() {
        assertTrue(denied(known(100), known(101)).isDenied());
        assertFalse(denied(known(101), known(101)).isDenied());
        assertFalse(denied(known(102), known(101)).isDenied());
        assertTrue(denied(UNKNOWN, known(101)).isDenied());
        assertTrue(denied(known(100), open(1, 101)).isDenied());
    }

    @Test
    void aWarningNeverDenies() {
        assertFalse(row(known(1), known(2), excess(known(2), false)).isDenied());
        assertEquals("above 100%", row(known(1), known(2), excess(known(2), false)).remark());
    }

    @Test
    void theShareCountsAndNotTheAmount() {
        CapacityRow bigger =
                row(new Measure.Known(50, 100), new Measure.Known(90, 200), Optional.empty());
        assertFalse(bigger.isWorse(), "the node grew too");
        CapacityRow smaller =
                row(new Measure.Known(50, 100), new Measure.Known(40, 50), Optional.empty());
        assertTrue(smaller.isWorse());
    }

    @Test
    void amountsThatWouldOverflowAreCompared() {
        Measure one = new Measure.Known(Long.MAX_VALUE - 1, Long.MAX_VALUE);
        Measure other = new Measure.Known(Long.MAX_VALUE, Long.MAX_VALUE);
        assertTrue(row(one, other, Optional.empty()).isWorse());
        assertFalse(row(other, one, Optional.empty()).isWorse());
    }

    @Test
    void anOpenSumIsWorseWhenAnotherVeHasNoBound() {
        assertTrue(row(open(1, 101), open(1, 101, 102), Optional.empty()).isWorse());
        assertTrue(row(open(1, 101), open(2, 101), Optional.empty()).isWorse());
        assertFalse(row(open(1, 101, 102), open(1, 101), Optional.empty()).isWorse());
        assertFalse(row(open(1, 101), known(1), Optional.empty()).isWorse());
    }

    @Test
    void whatIsUnknownIsNotTold() {
        assertFalse(row(known(1), UNKNOWN, Optional.empty()).isTold());
        assertFalse(row(known(1), UNKNOWN, Optional.empty()).isWorse());
    }

    @Test
    void aCommitmentIsToldWhenItMovesOrIsTooHigh() {
        assertFalse(row(known(50), known(50), Optional.empty()).isTold());
        assertTrue(row(known(50), known(51), Optional.empty()).isTold());
        assertTrue(row(known(150), known(150), excess(known(150), true)).isTold());
    }

    @Test
    void aUtilisationIsToldWheneverItIsKnown() {
        assertTrue(utilisation(known(50)).isTold());
        assertFalse(utilisation(open(50, 101)).isTold(), "a use without all readings is none");
    }

    @Test
    void theChangeIsToldOnlyWhereThereIsOne() {
        assertEquals("50% → 51%", row(known(50), known(51), Optional.empty()).change());
        assertEquals("50%", row(known(50), known(50), Optional.empty()).change());
        assertEquals("? → 50%", row(UNKNOWN, known(50), Optional.empty()).change());
    }

    @Test
    void thePolicyIsSaidInWords() {
        assertEquals("", row(known(1), known(2), Optional.empty()).remark());
        assertEquals(
                "above 100%: denied by the policy of the node",
                denied(known(100), known(101)).remark());
        assertEquals("above 100% as before", denied(known(102), known(101)).remark());
    }

    @ParameterizedTest
    @EnumSource(CapacityFigure.class)
    void everyFigureHasANameInWords(CapacityFigure figure) {
        CapacityRow row = new CapacityRow(figure, UNKNOWN, UNKNOWN, Optional.empty(), POLICY);
        assertTrue(row.name().matches("[a-z]+( [a-z]+)+"), row.name());
        assertEquals(figure.key().toLowerCase(java.util.Locale.ROOT), row.name().replace(" ", ""));
    }

    private static CapacityRow denied(Measure before, Measure after) {
        return row(before, after, excess(after, true));
    }

    private static CapacityRow utilisation(Measure measure) {
        return new CapacityRow(
                CapacityFigure.RAM_UTILISATION, measure, measure, Optional.empty(), POLICY);
    }

    private static CapacityRow row(Measure before, Measure after, Optional<Excess> excess) {
        return new CapacityRow(CapacityFigure.RAM_COMMITMENT, before, after, excess, POLICY);
    }

    private static Optional<Excess> excess(Measure measure, boolean denied) {
        return Optional.of(new Excess(CapacityFigure.RAM_COMMITMENT, measure, 100, denied));
    }

    private static Measure known(long percent) {
        return new Measure.Known(percent, 100);
    }

    private static Measure open(long amount, int... without) {
        TreeSet<VeId> ves = new TreeSet<>();
        IntStream.of(without).forEach(veid -> ves.add(new VeId(veid)));
        return new Measure.Open(amount, 100, ves);
    }
}
