package org.vzgit.kernel.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.kernel.state.Control.ABSENT;
import static org.vzgit.kernel.state.Control.CGROUP_V1;
import static org.vzgit.kernel.state.Control.CGROUP_V2;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.cgroup.RandomLimits;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.BytesPerSecond;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.IoPriority;
import org.vzgit.schema.Limit;
import org.vzgit.schema.OpsPerSecond;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;

class RoundingTest {
    private static final int ROUNDS = 2000;
    private static final long SEED = 20_261_122L;

    @Test
    void roundingTwiceIsRoundingOnce() {
        RandomLimits limits =
                new RandomLimits(new SplittableRandom(SEED), List.of("0", "0-1", "1,3-5"));
        for (int round = 0; round < ROUNDS; round++) {
            for (Resource resource : Resource.values()) {
                for (Control control : Control.values()) {
                    Limit wanted = limits.next(resource);
                    Limit once = Rounding.readBack(control, resource, wanted);
                    assertEquals(
                            once,
                            Rounding.readBack(control, resource, once),
                            () -> control + " " + resource + " " + wanted.text());
                }
            }
        }
    }

    @Test
    void whatIsNotManagedStaysNotManaged() {
        for (Resource resource : Resource.values()) {
            for (Control control : Control.values()) {
                assertEquals(
                        Limit.NOT_MANAGED, Rounding.readBack(control, resource, Limit.NOT_MANAGED));
            }
        }
    }

    @Test
    void whatTheNodeCannotBoundStaysAsWritten() {
        Limit odd = Limit.of(new CpuUnits(1003));
        assertEquals(odd, Rounding.readBack(ABSENT, Resource.CPUUNITS, odd));
        assertEquals(
                Limit.UNLIMITED, Rounding.readBack(ABSENT, Resource.CPUUNITS, Limit.UNLIMITED));
    }

    @Test
    void sharesHaveADefaultInsteadOfNoBound() {
        for (Control control : List.of(CGROUP_V1, CGROUP_V2)) {
            assertEquals(
                    Limit.of(new CpuUnits(1000)),
                    Rounding.readBack(control, Resource.CPUUNITS, Limit.UNLIMITED));
            assertEquals(
                    Limit.of(new IoPriority(4)),
                    Rounding.readBack(control, Resource.IOPRIO, Limit.UNLIMITED));
            assertEquals(
                    Limit.UNLIMITED,
                    Rounding.readBack(control, Resource.CPULIMIT, Limit.UNLIMITED));
        }
    }

    @Test
    void cpuunitsBecomeTheNearestWeightOnV2() {
        assertEquals(1000, unitsOnV2(1000));
        assertEquals(1000, unitsOnV2(1004));
        assertEquals(1010, unitsOnV2(1005));
        assertEquals(10, unitsOnV2(CpuUnits.MIN));
        assertEquals(100_000, unitsOnV2(CpuUnits.MAX));
    }

    @Test
    void cpuunitsAreExactOnV1UpToTheHighestShares() {
        for (int units : new int[] {8, 9, 63, 64, 999, 1000, 1001, 255_999, 256_000}) {
            assertEquals(
                    Limit.of(new CpuUnits(units)),
                    Rounding.readBack(CGROUP_V1, Resource.CPUUNITS, Limit.of(new CpuUnits(units))));
        }
        assertEquals(
                Limit.of(new CpuUnits(256_000)),
                Rounding.readBack(CGROUP_V1, Resource.CPUUNITS, Limit.of(new CpuUnits(256_001))));
    }

    @Test
    void moreThanThereCanBeIsNoBound() {
        assertNoBound(CGROUP_V2, Resource.PHYSPAGES, Limit.of(new Pages(Pages.MAX)));
        assertBound(CGROUP_V2, Resource.PHYSPAGES, Limit.of(new Pages(Pages.MAX - 1)));
        assertNoBound(CGROUP_V1, Resource.SWAPPAGES, Limit.of(new Pages((1L << 50) - 1)));
        assertBound(CGROUP_V1, Resource.SWAPPAGES, Limit.of(new Pages((1L << 50) - 2)));
        assertNoBound(CGROUP_V1, Resource.NUMPROC, Limit.of(new Count(4_194_305)));
        assertBound(CGROUP_V1, Resource.NUMPROC, Limit.of(new Count(4_194_304)));
        assertNoBound(CGROUP_V2, Resource.IOPSLIMIT, Limit.of(new OpsPerSecond(4_294_967_295L)));
        assertBound(CGROUP_V2, Resource.IOPSLIMIT, Limit.of(new OpsPerSecond(4_294_967_294L)));
    }

    @Test
    void aResourceHasOneKindOfAmount() {
        assertTrue(Rounding.fits(Resource.PHYSPAGES, new Pages(1)));
        assertTrue(Rounding.fits(Resource.CPULIMIT, new CpuPercent(1)));
        assertTrue(Rounding.fits(Resource.IOLIMIT, new BytesPerSecond(1)));
        assertFalse(Rounding.fits(Resource.PHYSPAGES, new Bytes(4096)));
        assertFalse(Rounding.fits(Resource.NUMPROC, new Pages(1)));
    }

    private static int unitsOnV2(int units) {
        Limit limit =
                Rounding.readBack(CGROUP_V2, Resource.CPUUNITS, Limit.of(new CpuUnits(units)));
        return limit instanceof Limit.Value(CpuUnits rounded) ? rounded.value() : -1;
    }

    private static void assertNoBound(Control control, Resource resource, Limit wanted) {
        assertEquals(Limit.UNLIMITED, Rounding.readBack(control, resource, wanted));
    }

    private static void assertBound(Control control, Resource resource, Limit wanted) {
        assertEquals(wanted, Rounding.readBack(control, resource, wanted));
    }
}
