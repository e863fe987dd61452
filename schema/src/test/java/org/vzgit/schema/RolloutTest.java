package org.vzgit.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vzgit.schema.Rollout.Predecessor;

class RolloutTest {

    @ParameterizedTest
    @CsvSource({
        "db1, db1, web, true",
        "db1, db2, web, false",
        "tier=db, any, db, true",
        "tier=db, tier, web, false",
        "tier=, tier, web, false",
        "tier=a=b, x, a=b, true",
        "other=db, x, db, false"
    })
    void predecessorIsANameOrALabel(String written, String name, String tier, boolean matches) {
        Predecessor before = Predecessor.parse(written);
        assertEquals(matches, before.matches(name, new TreeMap<>(Map.of("tier", tier))));
    }

    @Test
    void predecessorIsShownAsItIsWritten() {
        for (String text : List.of("db1", "tier=db")) {
            assertEquals(text, Predecessor.parse(text).toString());
        }
    }

    @Test
    void waveIsWithinItsRange() {
        new Rollout(0, List.of());
        new Rollout(Rollout.WAVE_MAX, List.of());
        assertThrows(IllegalArgumentException.class, () -> new Rollout(-1, List.of()));
        assertThrows(
                IllegalArgumentException.class, () -> new Rollout(Rollout.WAVE_MAX + 1, List.of()));
    }
}
