package org.vzgit.kernel.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.DiskLayout;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.DiskTerms;
import org.vzgit.schema.Limit;

class DiskRoundingTest {
    private static BarrierLimit bytes(long soft, long hard) {
        return new BarrierLimit(Limit.of(new Bytes(soft)), Limit.of(new Bytes(hard)));
    }

    private static BarrierLimit count(long soft, long hard) {
        return new BarrierLimit(Limit.of(new Count(soft)), Limit.of(new Count(hard)));
    }

    private static DiskSpec spec(BarrierLimit space, BarrierLimit inodes, long grace) {
        return new DiskSpec(space, inodes, new DiskTerms(grace, 7));
    }

    @Test
    void spaceIsCutToBlocksAndNeverToNone() {
        DiskSpec wanted = spec(bytes(1, 10_000), count(3, 5), 60);
        DiskSpec inForce = DiskRounding.inForce(wanted, DiskLayout.PROJECT);
        assertEquals(bytes(4096, 8192), inForce.space());
        assertEquals(count(3, 5), inForce.inodes());
        assertEquals(wanted.terms(), inForce.terms());
    }

    @Test
    void withoutGraceSoftIsHard() {
        DiskSpec inForce =
                DiskRounding.inForce(spec(bytes(4096, 8192), count(3, 5), 0), DiskLayout.PROJECT);
        assertEquals(bytes(4096, 4096), inForce.space());
        assertEquals(count(3, 3), inForce.inodes());
    }

    @Test
    void withoutGraceAnUnlimitedSoftBoundStaysSo() {
        BarrierLimit onlyHard = new BarrierLimit(Limit.UNLIMITED, Limit.of(new Bytes(8192)));
        DiskSpec wanted = spec(onlyHard, DiskSpec.UNBOUNDED, 0);
        assertEquals(onlyHard, DiskRounding.inForce(wanted, DiskLayout.PROJECT).space());
    }

    @ParameterizedTest
    @EnumSource(names = {"SUBVOLUME", "IMAGE"})
    void theseHaveOneHardBoundOfSpace(DiskLayout layout) {
        DiskSpec inForce = DiskRounding.inForce(spec(bytes(4096, 8192), count(3, 5), 60), layout);
        assertEquals(bytes(8192, 8192), inForce.space());
        assertEquals(DiskSpec.UNMANAGED, inForce.inodes());
        DiskSpec atOnce = DiskRounding.inForce(spec(bytes(4096, 8192), count(3, 5), 0), layout);
        assertEquals(bytes(4096, 4096), atOnce.space());
    }

    @ParameterizedTest
    @EnumSource
    void roundingTwiceIsRoundingOnce(DiskLayout layout) {
        for (long grace : new long[] {0, 60}) {
            DiskSpec once =
                    DiskRounding.inForce(spec(bytes(5000, 10_000), count(3, 5), grace), layout);
            assertEquals(once, DiskRounding.inForce(once, layout));
        }
    }

    @Test
    void whatIsNotManagedStaysSo() {
        DiskSpec inForce = DiskRounding.inForce(DiskSpec.NONE, DiskLayout.PROJECT);
        assertEquals(DiskSpec.NONE, inForce);
    }
}
