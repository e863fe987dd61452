package org.vzgit.reconciler.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.NodeHint;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.apply.Outcome;
import org.vzgit.reconciler.plan.Cause;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.Count;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Revision;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;

class FightsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final VeId VE = new VeId(101);
    private static final Outcome DONE = new Outcome.Done(10);
    private static final SetResource SET =
            new SetResource(VE, Resource.NUMPROC, Limit.of(new Count(240)));

    private final Fights fights = new Fights();

    @Test
    void lastRoundBeforeTheLimitIsNoFightAndTheNextIs() {
        set(Fights.ROUNDS - 1, Duration.ofSeconds(1), DONE);
        assertEquals(Map.of(), fights.held(NOW));
        set(1, Duration.ZERO, DONE);
        assertEquals("[numproc]", held(NOW).keySet().toString());
    }

    @Test
    void roundsThatAreFarApartAreNoFight() {
        set(20, Fights.WITHIN.dividedBy(Fights.ROUNDS - 1), DONE);
        assertEquals(Map.of(), fights.held(NOW.plus(Duration.ofHours(1))));
    }

    @Test
    void whatFailedWasNotSet() {
        Outcome failed = new Outcome.Failed(FailureKind.BROKEN, "EIO", 1);
        set(20, Duration.ofSeconds(1), failed);
        set(20, Duration.ofSeconds(1), new Outcome.Skipped("step 1 failed"));
        assertEquals(Map.of(), fights.held(NOW));
    }

    @Test
    void whatAStartSetsIsNotFoughtOver() {
        Launch launch =
                new Launch(VE, new TemplateRef(new TemplateName("busybox"), "1"), 100_000, "web1");
        for (int i = 0; i < 2 * Fights.ROUNDS; i++) {
            fights.note(applied(DONE, SET, launch), NOW);
        }
        assertEquals(Map.of(), fights.held(NOW));
    }

    @Test
    void truceEndsAndBeginsAnewWithTheFirstRound() {
        set(Fights.ROUNDS, Duration.ZERO, DONE);
        Instant later = NOW.plus(Fights.TRUCE);
        assertTrue(fights.held(later.minusNanos(1)).containsKey(VE));
        assertEquals(Map.of(), fights.held(later));
        fights.note(applied(DONE), later);
        assertTrue(fights.held(later).containsKey(VE));
    }

    @Test
    void quietTimeEndsIt() {
        set(Fights.ROUNDS, Duration.ZERO, DONE);
        Instant later = NOW.plus(Fights.WITHIN);
        fights.note(applied(DONE), later);
        assertEquals(Map.of(), fights.held(later));
    }

    @Test
    void writerIsNamedWhileItIsRemembered() {
        NodeHint.Writer chef = new NodeHint.Writer(812, "chef-client");
        fights.heard(List.of(new NodeHint.Written(VE, "pids.max", chef)), NOW);
        set(Fights.ROUNDS, Duration.ZERO, DONE);
        assertEquals(
                "numproc was made 240 5 times and found 999 again; chef-client (process 812) wrote"
                        + " pids.max of its cgroup. Tried again at 2026-11-22T12:05:00Z; end the"
                        + " other writer, or commit what it wants",
                held(NOW).get("numproc"));
        fights.heard(List.of(), NOW.plus(Fights.WITHIN));
        assertTrue(
                String.valueOf(held(NOW).get("numproc")).contains("who changes it is not known"));
    }

    @Test
    void processThatHasEndedIsStillToldByItsNumber() {
        assertEquals("process 7, which has ended", new NodeHint.Writer(7, "").toString());
    }

    @Test
    void anotherDesiredStateForgetsThemAll() {
        set(Fights.ROUNDS, Duration.ZERO, DONE);
        fights.forget();
        assertEquals(Map.of(), fights.held(NOW));
    }

    private Map<String, String> held(Instant now) {
        return fights.held(now).getOrDefault(VE, new TreeMap<>());
    }

    private void set(int times, Duration apart, Outcome outcome) {
        Instant time = NOW;
        for (int i = 0; i < times; i++) {
            fights.note(applied(outcome), time);
            time = time.plus(apart);
        }
    }

    private static Applied applied(Outcome outcome) {
        return applied(outcome, SET);
    }

    private static Applied applied(Outcome outcome, VeOperation... operations) {
        List<Step> steps = new ArrayList<>();
        TreeMap<Integer, Outcome> outcomes = new TreeMap<>();
        for (VeOperation operation : operations) {
            int id = steps.size() + 1;
            Cause cause = new Cause("numproc", "999", "240", Optional.empty());
            steps.add(new Step(id, operation, new TreeSet<>(), cause, Disruption.LIVE));
            outcomes.put(id, outcome);
        }
        Plan plan =
                new Plan(
                        new NodeName("hn1"),
                        new Revision("directory", ""),
                        List.of(),
                        steps,
                        List.of());
        ObservedNode node =
                new ObservedNode(
                        new Features("test", Map.of(), 1),
                        new TreeMap<>(),
                        new TreeSet<>(),
                        new TreeMap<>());
        return new Applied(plan, outcomes, node, plan, Optional.empty(), List.of());
    }
}
