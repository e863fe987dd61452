package org.vzgit.reconciler.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.CreateCgroup;
import org.vzgit.kernel.op.Operation;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

class DraftOrderTest {
    private static final Contended MEMORY = new Contended.Amount(Resource.PHYSPAGES);

    @Test
    void theMostDangerousReadyDraftComesFirst() {
        Draft create = draft(101, Risk.CREATE);
        Draft stop = draft(102, Risk.STOP);
        Draft destroy = draft(103, Risk.DESTROY);
        assertEquals(List.of(103, 102, 101), order(create, stop, destroy));
    }

    @Test
    void whatADangerousDraftWaitsForComesBeforeIt() {
        Draft build = draft(101, Risk.CREATE);
        Draft stop = draft(102, Risk.RESTART, build);
        Draft live = draft(103, Risk.LIVE);
        assertEquals(List.of(103, 101, 102), order(build, stop, live));
    }

    @Test
    void equallyDangerousDraftsKeepTheirOrder() {
        assertEquals(
                List.of(103, 101, 102),
                order(draft(103, Risk.LIVE), draft(101, Risk.LIVE), draft(102, Risk.LIVE)));
    }

    @Test
    void whoTakesWaitsForAllWhoFree() {
        Draft grow = draft(101, Risk.LIVE);
        grow.takes().add(MEMORY);
        Draft shrink1 = draft(102, Risk.SHRINK);
        shrink1.frees().add(MEMORY);
        Draft shrink2 = draft(103, Risk.SHRINK);
        shrink2.frees().add(MEMORY);
        List<Step> steps = DraftOrder.number(List.of(grow, shrink1, shrink2));
        assertEquals(Set.of(1, 2), steps.get(2).waitsFor());
    }

    @Test
    void takersShareOneSetOfIds() {
        List<Draft> drafts = new ArrayList<>();
        for (int veid = 101; veid < 201; veid++) {
            Draft draft = draft(veid, veid < 151 ? Risk.SHRINK : Risk.LIVE);
            (veid < 151 ? draft.frees() : draft.takes()).add(MEMORY);
            drafts.add(draft);
        }
        List<Step> steps = DraftOrder.number(drafts);
        assertSame(steps.get(50).waitsFor(), steps.get(99).waitsFor());
        assertEquals(50, steps.get(99).waitsFor().size());
    }

    @Test
    void nobodyWaitsForWhatNobodyFrees() {
        Draft grow = draft(101, Risk.LIVE);
        grow.takes().add(MEMORY);
        assertEquals(Set.of(), DraftOrder.number(List.of(grow)).getFirst().waitsFor());
    }

    @Test
    void draftsThatWaitForEachOtherAreAFault() {
        Draft first = draft(101, Risk.LIVE);
        first.takes().add(MEMORY);
        Draft second = draft(102, Risk.LIVE, first);
        second.frees().add(MEMORY);
        assertThrows(IllegalStateException.class, () -> DraftOrder.number(List.of(first, second)));
    }

    @Test
    void waitingForADraftOutsideThePlanIsAFault() {
        Draft waits = draft(102, Risk.LIVE, draft(101, Risk.LIVE));
        assertThrows(IllegalStateException.class, () -> DraftOrder.number(List.of(waits)));
    }

    @Test
    void stepIdsAreAnOrdinarySortedSet() {
        StepIds ids = StepIds.of(IntStream.of(7, 3, 5, 3));
        assertEquals(new TreeSet<>(List.of(3, 5, 7)), ids);
        assertEquals(3, ids.first());
        assertEquals(7, ids.last());
        assertEquals(Set.of(3), ids.headSet(5));
        assertEquals(Set.of(5, 7), ids.tailSet(5));
        assertEquals(Set.of(5), ids.subSet(4, 7));
        assertSame(ids, ids.union(StepIds.NONE));
    }

    private static List<Integer> order(Draft... drafts) {
        return DraftOrder.number(List.of(drafts)).stream()
                .map(Step::operation)
                .map(DraftOrderTest::veid)
                .toList();
    }

    private static int veid(Operation operation) {
        return operation instanceof CreateCgroup create ? create.veid().value() : 0;
    }

    private static Draft draft(int veid, Risk risk, Draft... after) {
        return new Draft(
                new CreateCgroup(new VeId(veid)),
                new Cause("test", "", "", Optional.empty()),
                risk,
                List.of(after));
    }
}
