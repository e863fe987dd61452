package org.vzgit.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MemoryBoundsTest {
    private static final long M = 1L << 20;
    private static final MemoryBounds NEW =
            new MemoryBounds(MemoryBounds.UNLIMITED, MemoryBounds.UNLIMITED);

    private static final List<OptionalLong> BOUNDS =
            List.of(
                    OptionalLong.empty(),
                    OptionalLong.of(0),
                    OptionalLong.of(4096),
                    OptionalLong.of(512 * M),
                    OptionalLong.of(MemoryBounds.OPEN - 4096));

    @Test
    void aNewCgroupIsUnlimitedInBoth() {
        assertEquals(OptionalLong.empty(), MemoryBounds.ram(NEW.ram()));
        assertEquals(OptionalLong.empty(), NEW.swap());
    }

    @Test
    void swapIsTheDifference() {
        MemoryBounds bounds = new MemoryBounds(512 * M, 768 * M);
        assertEquals(OptionalLong.of(256 * M), bounds.swap());
        assertEquals(new MemoryBounds(512 * M, 512 * M), bounds.withSwap(OptionalLong.of(0)));
    }

    @Test
    void settingOneKeepsTheOther() {
        for (OptionalLong ram : BOUNDS) {
            for (OptionalLong swap : BOUNDS) {
                for (OptionalLong next : BOUNDS) {
                    MemoryBounds bounds = NEW.withRam(ram).withSwap(swap);
                    assertEquals(swap, bounds.withRam(next).swap());
                    assertEquals(next, MemoryBounds.ram(bounds.withRam(next).ram()));
                    assertEquals(ram, MemoryBounds.ram(bounds.withSwap(next).ram()));
                    assertEquals(next, bounds.withSwap(next).swap());
                }
            }
        }
    }

    @Test
    void theOrderOfSettingDoesNotMatter() {
        for (OptionalLong ram : BOUNDS) {
            for (OptionalLong swap : BOUNDS) {
                assertEquals(NEW.withRam(ram).withSwap(swap), NEW.withSwap(swap).withRam(ram));
            }
        }
    }

    @Test
    void ramIsNeverAboveTheSumAndTheSumFitsTheKernel() {
        for (OptionalLong ram : BOUNDS) {
            for (OptionalLong swap : BOUNDS) {
                MemoryBounds bounds = NEW.withRam(ram).withSwap(swap);
                assertTrue(bounds.ram() <= bounds.ramAndSwap(), bounds.toString());
                assertTrue(bounds.ramAndSwap() <= MemoryBounds.UNLIMITED, bounds.toString());
            }
        }
    }
}
