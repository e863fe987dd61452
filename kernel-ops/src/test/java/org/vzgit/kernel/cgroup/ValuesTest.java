package org.vzgit.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.BytesPerSecond;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.CpuSet;
import org.vzgit.schema.Limit;
import org.vzgit.schema.OpsPerSecond;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;

/// Numbers of limits, CPU quotas and rates.
class ValuesTest {
    @Test
    void pagesAreWrittenInBytes() {
        assertEquals("8192", Values.text(Limit.of(new Pages(2)), "max"));
        assertEquals("max", Values.text(Limit.UNLIMITED, "max"));
        assertEquals(OptionalLong.of(7), Values.number(Limit.of(new Count(7))));
    }

    @Test
    void aPartOfAPageIsNoPage() {
        assertEquals(new Pages(0), Values.pages(4095));
        assertEquals(new Pages(1), Values.pages(8191));
    }

    @Test
    void aSetOfCpusIsNoNumber() {
        Limit mask = Limit.of(new CpuSet("0-3"));
        assertThrows(IllegalArgumentException.class, () -> Values.number(mask));
    }

    @Test
    void aMissingKeyIsAbsent() {
        assertEquals(Reading.absent(), Values.present(Reading.present(OptionalLong.empty())));
        assertEquals(Reading.present(3L), Values.present(Reading.present(OptionalLong.of(3))));
        assertEquals(Reading.unreadable("x"), Values.present(Reading.unreadable("x")));
    }

    @Test
    void percentBecomesTimeInThePeriodAndBack() {
        for (int percent : new int[] {1, 25, 100, 250, CpuPercent.MAX}) {
            long quota = CpuQuota.quota(percent);
            assertEquals(percent * 1000L, quota);
            assertEquals(percent, CpuQuota.percent(quota, CpuQuota.PERIOD_US));
        }
    }

    @Test
    void aForeignQuotaIsRoundedUpAndNeverNothing() {
        assertEquals(13, CpuQuota.percent(25_000, 200_000));
        assertEquals(1, CpuQuota.percent(1000, 1_000_000));
        assertThrows(IllegalArgumentException.class, () -> CpuQuota.percent(-1, 100_000));
        assertThrows(IllegalArgumentException.class, () -> CpuQuota.percent(1000, 0));
        assertThrows(ArithmeticException.class, () -> CpuQuota.percent(Long.MAX_VALUE, 1));
    }

    @Test
    void equalRatesOfReadsAndWritesAreOneRate() {
        OptionalLong rate = OptionalLong.of(500);
        assertEquals(Limit.of(new OpsPerSecond(500)), IoRate.of(Resource.IOPSLIMIT, rate, rate));
        assertEquals(
                Limit.UNLIMITED,
                IoRate.of(Resource.IOLIMIT, OptionalLong.empty(), OptionalLong.empty()));
    }

    @Test
    void differentRatesAreNeitherOfThem() {
        OptionalLong slow = OptionalLong.of(1000);
        OptionalLong fast = OptionalLong.of(5000);
        assertEquals(Limit.of(new BytesPerSecond(3000)), IoRate.of(Resource.IOLIMIT, slow, fast));
        Limit half = IoRate.of(Resource.IOLIMIT, OptionalLong.empty(), slow);
        assertNotEquals(Limit.UNLIMITED, half);
        assertNotEquals(Limit.of(new BytesPerSecond(1000)), half);
    }
}
