package org.vzgit.reconciler.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.DiskUse;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.DiskLayout;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.DiskTerms;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.Limit;
import org.vzgit.schema.VeSpec;

/// The disk of a VE against its document.
class DiskChangeTest {
    private static final BarrierLimit SPACE = bytes(1 << 20, 2 << 20);
    private static final BarrierLimit INODES = BarrierLimit.both(Limit.of(new Count(100)));
    private static final DiskTerms TERMS = new DiskTerms(60, 5);

    private static BarrierLimit bytes(long soft, long hard) {
        return new BarrierLimit(Limit.of(new Bytes(soft)), Limit.of(new Bytes(hard)));
    }

    private static ObservedVe live(BarrierLimit space, DiskTerms terms, Optional<String> drift) {
        ObservedDisk disk =
                new ObservedDisk(
                        DiskLayout.PROJECT,
                        new DiskUse(new Bytes(7), space, OptionalLong.empty()),
                        Reading.present(new DiskUse(new Count(7), INODES, OptionalLong.empty())),
                        terms,
                        drift);
        return ve(Reading.present(disk));
    }

    private static ObservedVe ve(Reading<ObservedDisk> disk) {
        return LiveVe.running()
                .area(
                        Reading.present(
                                new PrivateArea(
                                        LiveVe.UID_BASE, Reading.present(LiveVe.mark()), disk)))
                .observed();
    }

    private static VeSpec spec(BarrierLimit space, DiskTerms terms) {
        return LiveVe.spec().disk(new DiskSpec(space, INODES, terms)).build();
    }

    private static List<DiskChange> changes(BarrierLimit space, DiskTerms terms) {
        return DiskChange.of(spec(space, terms), live(SPACE, TERMS, Optional.empty()));
    }

    @Test
    void whatIsAsWantedIsNoChange() {
        assertEquals(List.of(), changes(SPACE, TERMS));
        assertEquals(List.of(), changes(bytes((1 << 20) + 5, 2 << 20), TERMS), "rounded");
        assertEquals(List.of(), changes(DiskSpec.UNMANAGED, TERMS), "not managed");
    }

    @Test
    void aVeOfWhichNothingIsWrittenIsLeftAlone() {
        ObservedVe drifted = live(SPACE, TERMS, Optional.of("project id"));
        assertEquals(List.of(), DiskChange.of(LiveVe.spec().build(), drifted));
    }

    @Test
    void anAreaThatNobodyCountsHasNoChanges() {
        assertEquals(List.of(), DiskChange.of(spec(SPACE, TERMS), ve(Reading.absent())));
    }

    @Test
    void raisingAndLoweringAreToldApart() {
        DiskChange raised = changes(bytes(1 << 20, 3 << 20), TERMS).getFirst();
        assertEquals("diskspace", raised.name());
        assertEquals("1M:2M", raised.from());
        assertEquals("1M:3M", raised.to());
        assertFalse(raised.lowers());
        assertTrue(changes(bytes(1 << 19, 3 << 20), TERMS).getFirst().lowers(), "soft is lower");
        assertTrue(changes(bytes(1 << 19, 1 << 20), TERMS).getFirst().lowers());
        assertFalse(changes(DiskSpec.UNBOUNDED, TERMS).getFirst().lowers());
    }

    @Test
    void termsAreComparedToo() {
        List<DiskChange> changes = changes(SPACE, new DiskTerms(30, 6));
        assertEquals(
                List.of("quotatime", "quotaugidlimit"),
                changes.stream().map(DiskChange::name).toList());
        assertEquals("60s", changes.getFirst().from());
        assertEquals(Disruption.LIVE, changes.getLast().disruption());
    }

    @Test
    void theFirstIdsNeedARestart() {
        ObservedVe without = live(SPACE, new DiskTerms(60, 0), Optional.empty());
        DiskChange change = DiskChange.of(spec(SPACE, TERMS), without).getFirst();
        assertEquals(Disruption.RESTART, change.disruption());
    }

    @Test
    void whatHasDriftedIsAChangeWithoutAField() {
        ObservedVe drifted = live(SPACE, TERMS, Optional.of("project id"));
        DiskChange change = DiskChange.of(spec(SPACE, TERMS), drifted).getFirst();
        assertEquals("disk", change.name());
        assertEquals(Optional.empty(), change.field());
    }

    @Test
    void aDiskThatCannotBeReadIsUnknownOnlyWhereItIsManaged() {
        ObservedVe unreadable = ve(Reading.unreadable("read quota: EIO"));
        assertEquals(Optional.of("read quota: EIO"), Obscurity.of(spec(SPACE, TERMS), unreadable));
        assertEquals(Optional.empty(), Obscurity.of(LiveVe.spec().build(), unreadable));
    }
}
