package org.vzgit.reconciler.saved;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeId;

class SavedPlanTest {
    private static final SavedSource SOURCE =
            new SavedSource(SavedSource.Kind.REPOSITORY, "/srv/desired.git", "main", "state");

    @Test
    void whatIsWrittenIsReadBack() {
        SavedPlan plan = plan(List.of(step(101, "100", "200"), node()));
        assertEquals(plan, SavedPlan.parse(plan.json()));
    }

    @Test
    void asManyStepsAsAPlanMayHaveAreReadAndOneMoreIsRefused() {
        List<SavedStep> most = Collections.nCopies(SavedPlanText.STEPS_MAX, node());
        assertEquals(most, SavedPlan.parse(plan(most).json()).steps());
        List<SavedStep> more = new ArrayList<>(most);
        more.add(node());
        refused(plan(more).json(), "no list of at most 20000");
    }

    @Test
    void aTextMayBeAsLongAsTheLongestOperation() {
        String longest = "x".repeat(SavedPlanText.TEXT_MAX);
        SavedPlan plan = plan(List.of(step(101, "", longest)));
        assertEquals(plan, SavedPlan.parse(plan.json()));
        refused(plan(List.of(step(101, "", longest + "x"))).json(), "to is longer than 8192");
    }

    @Test
    void textThatWouldActOnATerminalIsRefused() {
        refused(plan(List.of(step(101, "", "\u001b[2J"))).json(), "control characters");
        refused(plan(List.of(step(101, "", "\u202e"))).json(), "control characters");
    }

    @Test
    void wrongValuesAreRefusedWithAReason() {
        String good = plan(List.of(step(101, "1", "2"))).json();
        refused(good.replace("\"hn1\"", "\"../x\""), "not a name");
        refused(good.replace("\"hn1\"", "7"), "node is missing or no text");
        refused(good.replace("\"repository\": \"git:1\"", "\"x\": 1"), "repository is missing");
        refused(good.replace("\"kind\": \"repository\"", "\"kind\": \"ftp\""), "neither");
        refused(good.replace("/srv/desired.git", ""), "has no place");
        refused(good.replace("\"veid\": 101", "\"veid\": 1"), "veid 1 is outside");
        refused(good.replace("\"veid\": 101", "\"veid\": \"x\""), "veid 0 is outside");
        refused(good.replace("\"steps\": [", "\"steps\": 1, \"x\": ["), "steps is no list");
    }

    @Test
    void equalStepsInTheSameOrderAreNoDifference() {
        List<SavedStep> steps = List.of(step(101, "1", "2"), step(102, "1", "2"));
        assertEquals(List.of(), Differences.between(steps, List.copyOf(steps)));
    }

    @Test
    void anotherOrderIsADifference() {
        List<SavedStep> steps = List.of(step(101, "1", "2"), step(102, "1", "2"));
        assertEquals(
                List.of("the operations are needed in another order now"),
                Differences.between(steps, steps.reversed()));
    }

    @Test
    void everyKindOfDifferenceIsTold() {
        assertEquals(
                List.of(
                        "ve101: set numproc was planned as numproc 1 → 2 and is numproc 3 → 2 now",
                        "ve102: set numproc (numproc 1 → 2) is not needed any more",
                        "ve103: set numproc is needed now (numproc - → 2)"),
                Differences.between(
                        List.of(step(101, "1", "2"), step(102, "1", "2")),
                        List.of(step(101, "3", "2"), step(103, "", "2"))));
    }

    @Test
    void tenDifferencesAreToldAndTheRestIsCounted() {
        List<SavedStep> steps = new ArrayList<>();
        for (int i = 0; i <= Differences.TOLD_MAX; i++) {
            steps.add(step(101 + i, "1", "2"));
        }
        List<String> told = Differences.between(steps, List.of());
        assertEquals(Differences.TOLD_MAX + 1, told.size());
        assertEquals("and 1 more", told.getLast());
        assertEquals(
                Differences.TOLD_MAX,
                Differences.between(steps.subList(0, Differences.TOLD_MAX), List.of()).size());
    }

    private static void refused(String text, String reason) {
        var wrong = assertThrows(IllegalArgumentException.class, () -> SavedPlan.parse(text));
        assertTrue(String.valueOf(wrong.getMessage()).contains(reason), wrong.toString());
    }

    private static SavedPlan plan(List<SavedStep> steps) {
        return new SavedPlan(
                new NodeName("hn1"), SOURCE, "git:1", new Revision("1b2c3d4", "ann"), steps);
    }

    private static SavedStep step(int veid, String from, String to) {
        return new SavedStep(
                Optional.of(new VeId(veid)),
                "ve" + veid,
                "set numproc",
                "SetResource[" + veid + "]",
                new SavedStep.Precondition("numproc", from, to));
    }

    private static SavedStep node() {
        return new SavedStep(
                Optional.empty(),
                "node",
                "build template",
                "BuildTemplate[]",
                new SavedStep.Precondition("template", "", "busybox@1"));
    }
}
