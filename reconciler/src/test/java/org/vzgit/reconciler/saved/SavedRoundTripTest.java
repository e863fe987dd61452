package org.vzgit.reconciler.saved;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.SetHostname;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.reconciler.plan.Cause;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeId;

/// A plan that was written down is the same after reading, and says what became of it.
class SavedRoundTripTest {
    private static final VeId VE = new VeId(101);
    private static final VeId OTHER = new VeId(102);

    static LongStream seeds() {
        return LongStream.range(0, 25);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyKindOfOperationIsReadBackAsItWas(long seed) {
        List<Operation> operations = new SavedOperations(seed).ofEveryKind(VE);
        Set<Class<?>> tried = new HashSet<>();
        operations.forEach(operation -> tried.add(operation.getClass()));
        assertEquals(22, tried.size());

        Plan plan = SavedOperations.plan(SavedOperations.steps(operations));
        SavedPlan saved = saved(plan);
        SavedPlan read = SavedPlan.parse(saved.json());
        assertEquals(saved, read);
        assertEquals(operations.size(), read.steps().size());
        assertEquals(saved.json(), read.json(), "written again, it is the same text");
        assertEquals(List.of(), read.differences(plan));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void twoOperationsThatDoSomethingElseNeverPassForEachOther(long seed) {
        List<Operation> operations = new SavedOperations(seed).ofEveryKind(VE);
        operations.addAll(new SavedOperations(seed + 1000).ofEveryKind(OTHER));
        Set<String> told = new HashSet<>();
        saved(SavedOperations.plan(SavedOperations.steps(operations)))
                .steps()
                .forEach(step -> told.add(step.operation()));
        assertEquals(new HashSet<>(operations).size(), told.size());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everySingleStepThatIsMissingOrMovedIsNoticed(long seed) {
        List<Operation> operations = new SavedOperations(seed).ofEveryKind(VE);
        SavedPlan saved = saved(SavedOperations.plan(SavedOperations.steps(operations)));
        for (int i = 0; i < operations.size(); i++) {
            List<Step> left = new ArrayList<>(SavedOperations.steps(operations));
            Step gone = left.remove(i);
            List<String> told = saved.differences(SavedOperations.plan(left));
            assertEquals(1, told.size(), told.toString());
            String cause = gone.cause().field() + " old → new";
            assertTrue(told.getFirst().contains(cause), told.toString());
        }
        List<Step> moved = new ArrayList<>(SavedOperations.steps(operations));
        moved.addFirst(moved.removeLast());
        assertEquals(
                List.of("the operations are needed in another order now"),
                saved.differences(SavedOperations.plan(moved)));
    }

    @ParameterizedTest
    @EnumSource(SavedSource.Kind.class)
    void bothKindsOfSourceAreReadBack(SavedSource.Kind kind) {
        SavedSource source = new SavedSource(kind, "/srv/x", "", "");
        SavedPlan plan =
                SavedPlan.of(SavedOperations.plan(List.of()), source, SavedOperations.REPOSITORY);
        assertEquals(source, SavedPlan.parse(plan.json()).source());
        assertTrue(
                plan.json()
                        .contains("\"kind\": \"" + kind.name().toLowerCase(java.util.Locale.ROOT)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "\\", "\\u0041", "a\tb", "例", "\ud83d\ude00", "</x>", "", " "})
    void anyTextThatMayBeShownSurvives(String text) {
        Cause cause = new Cause(text, text, text, Optional.empty());
        Step step = SavedOperations.step(1, new SetHostname(VE, "h"), cause);
        SavedPlan saved = saved(SavedOperations.plan(List.of(step)));
        assertEquals(saved, SavedPlan.parse(saved.json()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    100 | 200 | 100 | 200 |
                    100 | 200 | 150 | 200 | 101: set numproc was planned as numproc 100 → 200 and is numproc 150 → 200 now
                    100 | 200 | ''  | 200 | 101: set numproc was planned as numproc 100 → 200 and is numproc - → 200 now
                    ''  | 200 | 100 | 200 | 101: set numproc was planned as numproc - → 200 and is numproc 100 → 200 now
                    100 | 200 | 100 | 201 | 101: set numproc was planned as numproc 100 → 200 and is numproc 100 → 201 now
                    """)
    void aPreconditionThatDoesNotHoldAnyMoreIsTold(
            String from, String to, String fromNow, String toNow, String told) {
        SavedPlan saved = saved(SavedOperations.plan(List.of(numproc(1, VE, from, to))));
        List<String> expected = told == null ? List.of() : List.of(told);
        assertEquals(
                expected,
                saved.differences(SavedOperations.plan(List.of(numproc(1, VE, fromNow, toNow)))));
    }

    @Test
    void anEmptyPlanIsStaleAsSoonAsSomethingIsNeeded() {
        SavedPlan saved = saved(SavedOperations.plan(List.of()));
        assertEquals(List.of(), saved.differences(SavedOperations.plan(List.of())));
        assertEquals(
                List.of("101: set numproc is needed now (numproc 1 → 2)"),
                saved.differences(SavedOperations.plan(List.of(numproc(1, VE, "1", "2")))));
    }

    @Test
    void aNodeThatIsAsWantedMakesEveryStepNeedless() {
        SavedPlan saved = saved(SavedOperations.plan(List.of(numproc(1, VE, "1", "2"))));
        assertEquals(
                List.of("101: set numproc (numproc 1 → 2) is not needed any more"),
                saved.differences(SavedOperations.plan(List.of())));
    }

    @Test
    void onlyTheVesOfTheSavedPlanAreApplied() {
        SavedPlan saved = saved(SavedOperations.plan(List.of(numproc(1, VE, "1", "2"))));
        Plan now =
                SavedOperations.plan(
                        List.of(numproc(1, OTHER, "5", "6"), numproc(2, VE, "1", "2")));
        Plan part = saved.partOf(now);
        assertEquals(List.of(numproc(1, VE, "1", "2")), part.steps());
        assertEquals(List.of(), saved.differences(part));
        assertFalse(saved.differences(now).isEmpty());
    }

    @Test
    void aStepThatWaitsForAnotherVeIsLeftOutWithAllThatWaitForIt() {
        Plan now =
                SavedOperations.plan(
                        List.of(
                                numproc(1, OTHER, "9", "1"),
                                numproc(2, VE, "1", "2", 1),
                                SavedOperations.step(3, new StopVe(VE, new Seconds(1)), CAUSE, 2),
                                SavedOperations.step(4, new SetHostname(VE, "h"), CAUSE)));
        SavedPlan saved = saved(SavedOperations.plan(List.of(now.steps().get(1))));
        Plan part = saved.partOf(now);
        assertEquals(
                List.of(SavedOperations.step(1, new SetHostname(VE, "h"), CAUSE)), part.steps());
    }

    @Test
    void aTemplateComesAlongOnlyWithTheVeThatWaitsForIt() {
        Operation mine = new BuildTemplate(SavedOperations.busybox("1"));
        Operation others = new BuildTemplate(SavedOperations.busybox("2"));
        Plan now =
                SavedOperations.plan(
                        List.of(
                                SavedOperations.step(1, others, CAUSE),
                                SavedOperations.step(2, mine, CAUSE),
                                numproc(3, OTHER, "1", "2", 1),
                                numproc(4, VE, "1", "2", 2)));
        SavedPlan saved = saved(SavedOperations.plan(List.of(numproc(1, VE, "1", "2"))));
        assertEquals(
                List.of(SavedOperations.step(1, mine, CAUSE), numproc(2, VE, "1", "2", 1)),
                saved.partOf(now).steps());
    }

    @Test
    void aPartOfAPartIsTheSame() {
        List<Operation> operations = new SavedOperations(7).ofEveryKind(VE);
        operations.addAll(new SavedOperations(8).ofEveryKind(OTHER));
        Plan now = SavedOperations.plan(SavedOperations.steps(operations));
        SavedPlan saved = saved(SavedOperations.plan(List.of(numproc(1, VE, "1", "2"))));
        Plan once = saved.partOf(now);
        assertEquals(once, saved.partOf(once));
        assertEquals(now.revision(), once.revision());
        assertNotEquals(now.steps().size(), once.steps().size());
        for (int i = 0; i < once.steps().size(); i++) {
            assertEquals(i + 1, once.steps().get(i).id());
        }
    }

    private static final Cause CAUSE = new Cause("state", "", "running", Optional.empty());

    private static SavedPlan saved(Plan plan) {
        return SavedPlan.of(plan, SavedOperations.SOURCE, SavedOperations.REPOSITORY);
    }

    private static Step numproc(int id, VeId ve, String from, String to, Integer... waitsFor) {
        long limit = Long.parseLong(to);
        return SavedOperations.step(
                id,
                new SetResource(ve, Resource.NUMPROC, Limit.of(new Count(limit))),
                new Cause("numproc", from, to, Optional.empty()),
                waitsFor);
    }
}
