package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.schema.Beancounter;

/// The words of `struct control`.
class ProvenLevelsTest {
    private final ByteBuffer control = ByteBuffer.allocate(24).order(ByteOrder.nativeOrder());

    @Test
    void eachLevelHasAWordBehindTheGeneration() {
        control.putInt(0, 7);
        ProvenLevels.write(
                Map.of(
                        Beancounter.KMEMSIZE, UbcLevel.ENFORCED,
                        Beancounter.LOCKEDPAGES, UbcLevel.ENFORCED_WEAKER,
                        Beancounter.PRIVVMPAGES, UbcLevel.COUNTED,
                        Beancounter.NUMFILE, UbcLevel.COUNTED),
                control);
        assertEquals(7, control.getInt(0));
        assertEquals(1, control.getInt(4));
        assertEquals(1 << 1, control.getInt(8));
        assertEquals(1 << 2 | 1 << 18, control.getInt(12));
    }

    @Test
    void whatWasWrittenIsReadAndTheRestIsAbsent() {
        Map<Beancounter, UbcLevel> levels = new TreeMap<>();
        levels.put(Beancounter.SWAPPAGES, UbcLevel.ENFORCED);
        levels.put(Beancounter.NUMPTY, UbcLevel.ENFORCED_WEAKER);
        ProvenLevels.write(levels, control);
        assertEquals(levels, ProvenLevels.read(control));
        ProvenLevels.write(Map.of(), control);
        assertEquals(Map.of(), ProvenLevels.read(control));
    }

    @Test
    void whatIsClampedIsInTheWordsOfTheTwoOtherLevels() {
        ProvenLevels.write(Map.of(Beancounter.LOCKEDPAGES, UbcLevel.CLAMPED), control);
        assertEquals(0, control.getInt(4));
        assertEquals(1 << 1, control.getInt(8));
        assertEquals(1 << 1, control.getInt(12));
        assertEquals(Map.of(Beancounter.LOCKEDPAGES, UbcLevel.CLAMPED), ProvenLevels.read(control));
    }

    @Test
    void aLevelThatNoProgramHasIsNotKept() {
        ProvenLevels.write(Map.of(Beancounter.NUMPROC, UbcLevel.CGROUP), control);
        assertEquals(Map.of(), ProvenLevels.read(control));
    }
}
