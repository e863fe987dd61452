package org.vzgit.reconciler.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PlanTextTest {
    @Test
    void emptyPlanIsOneLine() {
        assertEquals(
                "No changes. node hn1 is as 3f2c9ab wants it.\n", PlanText.of(SamplePlan.empty()));
    }

    @Test
    void everythingHasItsPlace() throws IOException {
        assertEquals(golden("full-plan.txt"), PlanText.of(SamplePlan.full()));
    }

    @Test
    void blockedAloneIsNoOperation() throws IOException {
        assertEquals(golden("blocked-plan.txt"), PlanText.of(SamplePlan.blockedOnly()));
    }

    @Test
    void colourAddsOnlyEscapes() {
        String coloured = PlanText.of(SamplePlan.full(), Palette.ANSI);
        assertTrue(coloured.contains("\u001b[31;1mDESTROY\u001b[0m"));
        assertEquals(PlanText.of(SamplePlan.full()), coloured.replaceAll("\u001b\\[[0-9;]*m", ""));
    }

    @Test
    void noLineEndsInBlanks() {
        for (String line : PlanText.of(SamplePlan.full()).lines().toList()) {
            assertEquals(line.stripTrailing(), line);
        }
    }

    @Test
    void authorIsLeftOutWhereNobodyCommitted() {
        var plan = SamplePlan.full();
        var directory = new org.vzgit.schema.Revision("directory", "");
        var text =
                PlanText.of(
                        new org.vzgit.reconciler.plan.Plan(
                                plan.node(), directory, plan.changes(), plan.steps(), List.of()));
        assertTrue(text.startsWith("node hn1 · desired directory\n"));
        assertFalse(text.contains("blocked"));
    }

    private static String golden(String name) throws IOException {
        try (var in = PlanTextTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
