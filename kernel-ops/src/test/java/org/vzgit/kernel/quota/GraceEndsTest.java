package org.vzgit.kernel.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.vzgit.kernel.quota.QuotaCalls.GraceTimes;
import org.vzgit.schema.DiskTerms;

/// A VE's own grace time, on a file system that has one for all.
class GraceEndsTest {
    private static final long WEEK = 604_800;
    private static final GraceTimes SYSTEM = new GraceTimes(WEEK, WEEK);
    private static final long CROSSED = 1_800_000_000;

    private static DquotBlock ending(long space, long inodes) {
        DquotBlock block = DquotBlock.empty();
        return block.withSpaceTime(space).withInodeTime(inodes);
    }

    private static DiskNote note(long grace, long space, long inodes) {
        return new DiskNote(new DiskTerms(grace, 0), space, inodes);
    }

    @Test
    void theVesOwnTimeCountsFromTheCrossing() {
        DquotBlock seen = ending(CROSSED + WEEK, 0);
        GraceEnds ends = GraceEnds.of(seen, SYSTEM, note(3600, 0, 0));
        assertEquals(new GraceEnds(CROSSED + 3600, 0), ends);
        assertTrue(ends.differFrom(seen));
    }

    @Test
    void anEndThatWasMovedStays() {
        DquotBlock seen = ending(CROSSED + 3600, 0);
        GraceEnds ends = GraceEnds.of(seen, SYSTEM, note(3600, CROSSED + 3600, 0));
        assertFalse(ends.differFrom(seen));
    }

    @Test
    void aNewGraceTimeIsForGracesThatBeginLater() {
        DquotBlock seen = ending(CROSSED + 3600, 0);
        GraceEnds ends = GraceEnds.of(seen, SYSTEM, note(60, CROSSED + 3600, 0));
        assertFalse(ends.differFrom(seen));
    }

    @Test
    void theSystemsOwnTimeNeedsNoMoving() {
        DquotBlock seen = ending(CROSSED + WEEK, CROSSED + WEEK);
        assertFalse(GraceEnds.of(seen, SYSTEM, note(WEEK, 0, 0)).differFrom(seen));
    }

    @Test
    void spaceAndInodesAreTwoThings() {
        DquotBlock seen = ending(CROSSED + 10, CROSSED + WEEK);
        GraceEnds ends = GraceEnds.of(seen, SYSTEM, note(10, CROSSED + 10, 0));
        assertEquals(new GraceEnds(CROSSED + 10, CROSSED + 10), ends);
    }

    @Test
    void noGraceHasNoEnd() {
        GraceEnds ends = GraceEnds.of(DquotBlock.empty(), SYSTEM, note(10, 0, 0));
        assertFalse(ends.differFrom(DquotBlock.empty()));
    }
}
