package org.vzgit.reconciler.review;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Usage;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Pages;

class CutTest {
    @ParameterizedTest
    @CsvSource({
        "56, BELOW_HELD",
        "57, BELOW_MAXHELD",
        "92, BELOW_MAXHELD",
        "93, NONE",
        "240, NONE"
    })
    void aLimitIsHeldAgainstTheUse(long limit, Cut expected) {
        assertEquals(expected, Cut.of(use(57, 93), Limit.of(new Count(limit)), false));
    }

    @ParameterizedTest
    @CsvSource({"56, ALLOWED", "57, BELOW_MAXHELD", "93, NONE"})
    void anAllowedCutIsStillNamed(long limit, Cut expected) {
        assertEquals(expected, Cut.of(use(57, 93), Limit.of(new Count(limit)), true));
    }

    @Test
    void whatHasNoBoundIsNeverTooLow() {
        assertEquals(Cut.NONE, Cut.of(use(57, 93), Limit.UNLIMITED, false));
        assertEquals(Cut.NONE, Cut.of(use(57, 93), Limit.NOT_MANAGED, false));
    }

    @Test
    void sharesAreNotHeld() {
        assertEquals(Cut.NONE, Cut.of(use(57, 93), Limit.of(new CpuUnits(8)), false));
    }

    @Test
    void whatCouldNotBeReadIsNoReasonToRefuse() {
        Usage unread = Usage.ofLimit(Reading.present(Limit.of(new Count(100))));
        assertEquals(Cut.NONE, Cut.of(unread, Limit.of(new Count(1)), false));
    }

    @ParameterizedTest
    @CsvSource({
        // kmemsize is tested at its barrier first, physpages has a limit only
        "KMEMSIZE, 99, 200, BELOW_HELD",
        "KMEMSIZE, 100, 101, BELOW_MAXHELD",
        "KMEMSIZE, 150, 150, NONE",
        "NUMFILE, 99, 99, BELOW_HELD",
        "NUMIPTENT, 0, 99, BELOW_HELD",
        "NUMIPTENT, 0, 150, NONE"
    })
    void aBeancounterIsHeldAgainstTheBoundThatIsTested(
            Beancounter beancounter, long barrier, long limit, Cut expected) {
        BarrierLimit wanted =
                beancounter.unit() == Beancounter.Unit.BYTES
                        ? new BarrierLimit(Limit.of(new Bytes(barrier)), Limit.of(new Bytes(limit)))
                        : new BarrierLimit(
                                Limit.of(new Count(barrier)), Limit.of(new Count(limit)));
        assertEquals(expected, Cut.of(beancounter, wanted, counter(), false));
    }

    @ParameterizedTest
    @EnumSource(
            value = Beancounter.class,
            names = {"VMGUARPAGES", "OOMGUARPAGES"})
    void aGuaranteeRefusesNothing(Beancounter guarantee) {
        BarrierLimit low = BarrierLimit.both(Limit.of(new Pages(1)));
        assertEquals(Cut.NONE, Cut.of(guarantee, low, counter(), false));
    }

    @Test
    void aBeancounterWithoutCountersIsNotCut() {
        BarrierLimit low = BarrierLimit.both(Limit.of(new Count(1)));
        assertEquals(Cut.NONE, Cut.of(Beancounter.NUMFILE, low, Counter.UNKNOWN, false));
    }

    private static Usage use(long held, long maxheld) {
        return new Usage(
                Reading.present(Limit.of(new Count(240))),
                Reading.present(new Count(held)),
                Reading.present(new Count(maxheld)),
                Reading.present(0L));
    }

    private static Counter counter() {
        return new Counter(OptionalLong.of(100), OptionalLong.of(150), OptionalLong.of(0));
    }
}
