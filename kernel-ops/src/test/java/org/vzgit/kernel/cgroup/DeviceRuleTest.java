package org.vzgit.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DeviceRuleTest {
    @Test
    void aVeMayOpenNoMoreThanTheseDevices() {
        assertEquals(
                List.of(
                        "c 1:3 rwm",
                        "c 1:5 rwm",
                        "c 1:7 rwm",
                        "c 1:8 rwm",
                        "c 1:9 rwm",
                        "c 5:0 rwm",
                        "c 5:2 rwm",
                        "c 136:* rwm"),
                DeviceRule.ALLOWED.stream().map(DeviceRule::line).toList());
    }

    @Test
    void numbersEndWhereTheKernelsDo() {
        assertEquals("c 4095:1048575 rwm", DeviceRule.of(4095, 1_048_575).line());
        assertEquals("c 0:0 rwm", DeviceRule.of(0, 0).line());
        for (int major : new int[] {-1, 4096}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new DeviceRule(major, OptionalInt.empty()));
        }
        for (int minor : new int[] {-1, 1_048_576}) {
            assertThrows(IllegalArgumentException.class, () -> DeviceRule.of(1, minor));
        }
    }
}
