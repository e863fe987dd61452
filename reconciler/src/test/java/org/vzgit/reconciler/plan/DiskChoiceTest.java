package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.kernel.op.AreaShape;
import org.vzgit.kernel.state.DiskMeans;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.DiskLayout;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.DiskTerms;
import org.vzgit.schema.Limit;
import org.vzgit.schema.VeSpec;

/// What a new area is made of, and what a VE cannot have.
class DiskChoiceTest {
    private static final BarrierLimit SPACE = BarrierLimit.both(Limit.of(new Bytes(5 << 20)));
    private static final BarrierLimit INODES = BarrierLimit.both(Limit.of(new Count(9)));
    private static final VeSpec FREE = Desired.ve(101).build();
    private static final VeSpec BOUNDED = spec(SPACE, DiskSpec.UNMANAGED, 0);

    private static VeSpec spec(BarrierLimit space, BarrierLimit inodes, int users) {
        return Desired.ve(101).disk(new DiskSpec(space, inodes, new DiskTerms(60, users))).build();
    }

    private static DiskMeans means(DiskLayout... layouts) {
        Map<DiskLayout, String> lacking = new EnumMap<>(DiskLayout.class);
        for (DiskLayout layout : DiskLayout.values()) {
            lacking.put(layout, "no " + layout.word());
        }
        List.of(layouts).forEach(layout -> lacking.put(layout, ""));
        return new DiskMeans(lacking, "no usrquota");
    }

    private static AreaShape shape(DiskLayout setting, VeSpec spec, DiskLayout... has) {
        return new DiskChoice(means(has), setting, spec).shape();
    }

    @Test
    void theFirstLayoutThatCountsIsTaken() {
        for (VeSpec spec : List.of(FREE, BOUNDED)) {
            assertEquals(
                    DiskLayout.PROJECT,
                    shape(DiskLayout.AUTO, spec, DiskLayout.PROJECT, DiskLayout.IMAGE).layout());
            assertEquals(
                    DiskLayout.SUBVOLUME,
                    shape(DiskLayout.AUTO, spec, DiskLayout.SUBVOLUME, DiskLayout.IMAGE).layout());
        }
    }

    @Test
    void imagesAreForVesThatNeedThem() {
        assertEquals(AreaShape.PLAIN, shape(DiskLayout.AUTO, FREE, DiskLayout.IMAGE));
        assertEquals(
                new AreaShape(DiskLayout.IMAGE, 5 << 20),
                shape(DiskLayout.AUTO, BOUNDED, DiskLayout.IMAGE));
        assertEquals(
                DiskChoice.IMAGE_BYTES_DEFAULT,
                shape(DiskLayout.IMAGE, FREE, DiskLayout.IMAGE).imageBytes());
    }

    @Test
    void withoutMeansAVeIsPlainAndABoundedOneIsRefused() {
        assertEquals(AreaShape.PLAIN, shape(DiskLayout.AUTO, BOUNDED));
        var lacks = new DiskChoice(means(), DiskLayout.AUTO, BOUNDED).lacksOfNew();
        assertTrue(lacks.getFirst().what().contains("no project"), lacks.toString());
        assertEquals(List.of(), new DiskChoice(means(), DiskLayout.AUTO, FREE).lacksOfNew());
    }

    @ParameterizedTest
    @EnumSource(names = {"PROJECT", "SUBVOLUME", "IMAGE"})
    void whatTheNodeAsksForAndCannotHaveIsNamed(DiskLayout setting) {
        var lacks = new DiskChoice(means(), setting, FREE).lacksOfNew();
        assertEquals("no " + setting.word(), lacks.getFirst().what());
    }

    @ParameterizedTest
    @EnumSource(names = {"SUBVOLUME", "IMAGE"})
    void inodesAndUsersAreRefusedWhereTheyCannotBeCounted(DiskLayout layout) {
        VeSpec inodes = spec(SPACE, INODES, 0);
        VeSpec users = spec(SPACE, DiskSpec.UNMANAGED, 5);
        for (VeSpec spec : List.of(inodes, users)) {
            DiskChoice choice = new DiskChoice(means(layout), layout, spec);
            assertEquals(1, choice.lacksOfNew().size());
        }
        VeSpec unlimited = spec(SPACE, DiskSpec.UNBOUNDED, 0);
        assertEquals(List.of(), new DiskChoice(means(layout), layout, unlimited).lacksOfNew());
    }

    @Test
    void usersNeedTheirMountOptions() {
        VeSpec users = spec(SPACE, INODES, 5);
        DiskMeans without = means(DiskLayout.PROJECT);
        DiskMeans with = new DiskMeans(Map.of(DiskLayout.PROJECT, ""), "");
        assertTrue(
                new DiskChoice(without, DiskLayout.AUTO, users)
                        .lacksOfNew()
                        .getFirst()
                        .what()
                        .contains("no usrquota"));
        assertEquals(List.of(), new DiskChoice(with, DiskLayout.AUTO, users).lacksOfNew());
    }

    @Test
    void aShapeIsAlwaysDecided() {
        assertThrows(IllegalArgumentException.class, () -> new AreaShape(DiskLayout.AUTO, 0));
        assertThrows(IllegalArgumentException.class, () -> new AreaShape(DiskLayout.IMAGE, -1));
    }
}
