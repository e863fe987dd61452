package org.vzgit.reconciler.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.SetHostname;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.apply.Outcome;
import org.vzgit.reconciler.plan.Cause;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Revision;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;

class FallsTest {
    private static final VeId VE = new VeId(101);
    private static final Launch LAUNCH =
            new Launch(VE, new TemplateRef(new TemplateName("busybox"), "1"), 100_000, "web1");

    private final Falls falls = new Falls();

    @Test
    void theFirstStartForARevisionIsNoTrouble() {
        assertEquals(Set.of(), falls.troubled(applied("a", LAUNCH)));
    }

    @Test
    void aVeThatHasToBeStartedAgainForTheSameRevisionIsTroubled() {
        falls.troubled(applied("a", LAUNCH));
        assertEquals(Set.of(VE), falls.troubled(applied("a", LAUNCH)));
        assertEquals(Set.of(VE), falls.troubled(applied("a", LAUNCH)));
    }

    @Test
    void anotherRevisionStartsTheCountAnew() {
        falls.troubled(applied("a", LAUNCH));
        assertEquals(Set.of(), falls.troubled(applied("b", LAUNCH)));
    }

    @Test
    void aStartThatFailedWasNone() {
        Outcome failed = new Outcome.Failed(FailureKind.EXHAUSTED, "ENOSPC", 1);
        falls.troubled(applied("a", LAUNCH, failed));
        assertEquals(Set.of(), falls.troubled(applied("a", LAUNCH)));
    }

    @Test
    void otherChangesAreNoFall() {
        SetHostname rename = new SetHostname(VE, "web2");
        falls.troubled(applied("a", LAUNCH));
        assertEquals(Set.of(), falls.troubled(applied("a", rename)));
    }

    private static Applied applied(String revision, VeOperation operation) {
        return applied(revision, operation, new Outcome.Done(1));
    }

    private static Applied applied(String revision, VeOperation operation, Outcome outcome) {
        Step step =
                new Step(
                        1,
                        operation,
                        new TreeSet<>(),
                        new Cause("state", "stopped", "running", Optional.empty()),
                        Disruption.LIVE);
        Plan plan =
                new Plan(
                        new NodeName("hn1"),
                        new Revision(revision, "alice"),
                        List.of(),
                        List.of(step),
                        List.of());
        ObservedNode node =
                new ObservedNode(
                        new Features("test", Map.of(), 1),
                        new TreeMap<>(),
                        new TreeSet<>(),
                        new TreeMap<>());
        return new Applied(
                plan, new TreeMap<>(Map.of(1, outcome)), node, plan, Optional.empty(), List.of());
    }
}
