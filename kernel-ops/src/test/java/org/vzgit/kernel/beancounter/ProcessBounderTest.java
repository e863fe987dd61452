package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.vzgit.kernel.sys.Rlimit;

/// From one bound of a VE to another, for a single process.
final class ProcessBounderTest {

    private static Rlimit move(long before, long after, Rlimit now) {
        return new ProcessBounder.Move(Rlimit.Kind.DATA, before, after).next(now);
    }

    @Test
    void loweringTakesBothBoundsDown() {
        assertEquals(new Rlimit(50, 50), move(100, 50, new Rlimit(100, 100)));
    }

    @Test
    void loweringLeavesAProcessThatBoundsItselfMoreTightly() {
        assertEquals(new Rlimit(10, 20), move(100, 50, new Rlimit(10, 20)));
    }

    @Test
    void loweringKeepsASoftBoundThatIsBelowTheNewOne() {
        assertEquals(new Rlimit(10, 50), move(100, 50, new Rlimit(10, 100)));
    }

    @Test
    void raisingMovesWhatStoodAtTheFormerBound() {
        assertEquals(new Rlimit(200, 200), move(100, 200, new Rlimit(100, 100)));
        assertEquals(new Rlimit(10, 200), move(100, 200, new Rlimit(10, 100)));
    }

    @Test
    void raisingLeavesAProcessThatLoweredItself() {
        assertEquals(new Rlimit(20, 20), move(100, 200, new Rlimit(20, 20)));
    }

    @Test
    void goingBackToUnlimitedIsARaise() {
        long none = Rlimit.INFINITY;
        assertEquals(new Rlimit(none, none), move(100, none, new Rlimit(100, 100)));
        assertEquals(new Rlimit(100, 100), move(none, 100, new Rlimit(none, none)));
    }

    @Test
    void theSameBoundAgainChangesNothing() {
        assertEquals(new Rlimit(100, 100), move(100, 100, new Rlimit(100, 100)));
    }
}
