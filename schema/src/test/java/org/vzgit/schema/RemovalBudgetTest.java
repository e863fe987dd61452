package org.vzgit.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemovalBudgetTest {

    @ParameterizedTest
    @CsvSource({
        "0, false, 100, 0", "3, false, 1, 3", "10, true, 100, 10", "10, true, 109, 10",
        "10, true, 9, 0", "100, true, 7, 7", "0, true, 7, 0", "100, true, 0, 0"
    })
    void shareIsRoundedDown(int amount, boolean percent, long ves, int allowed) {
        assertEquals(allowed, new RemovalBudget(amount, percent).among(ves));
    }

    @Test
    void rangeIsChecked() {
        assertThrows(IllegalArgumentException.class, () -> RemovalBudget.of(-1));
        assertThrows(IllegalArgumentException.class, () -> new RemovalBudget(101, true));
        assertEquals("100%", new RemovalBudget(100, true).toString());
        assertEquals("1", RemovalBudget.DEFAULT.toString());
    }
}
