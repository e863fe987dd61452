package org.vzgit.reconciler.serve;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.loop.Desired;
import org.vzgit.reconciler.loop.LoopView;
import org.vzgit.reconciler.loop.NodeWait;
import org.vzgit.reconciler.loop.PassResult;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Cause;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Revision;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.VeId;

/// An agent that only remembers what it was asked for, and shows whatever a test gives it.
final class TestAgent implements AgentPort {
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final VeId VE = new VeId(101);
    private static final Revision REVISION = new Revision("9f8e7d6c5b4a", "ann");
    private static final DesiredState STATE =
            new DesiredState(
                    REVISION,
                    new TreeMap<>(),
                    new TreeSet<>(),
                    true,
                    new TreeMap<>(),
                    new TreeMap<>(),
                    List.of());

    final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    volatile LoopView view = quiet();

    /// Everything as it should be.
    static LoopView quiet() {
        return new LoopView(
                NOW,
                source(Optional.empty(), Optional.empty()),
                Optional.of(last(NOW.minusSeconds(8), List.of())),
                List.of(),
                new TreeMap<>());
    }

    /// Before anything was read.
    static LoopView fresh(Optional<String> failure) {
        return new LoopView(
                NOW,
                new LoopView.Source(
                        Optional.empty(),
                        Optional.empty(),
                        failure,
                        Optional.empty(),
                        Optional.empty()),
                Optional.empty(),
                List.of(),
                new TreeMap<>());
    }

    /// Much to tell.
    static LoopView busy() {
        return new LoopView(
                NOW,
                source(Optional.of("host not found"), Optional.of(NOW.plusSeconds(600))),
                Optional.of(last(NOW.minusSeconds(3725), List.of(blocked()))),
                List.of(new LoopView.Running(stop(), NOW.minusSeconds(12), Duration.ofMinutes(3))),
                new TreeMap<>());
    }

    /// A newer commit waits for another node.
    static LoopView queued(Duration length) {
        LoopView.Source source = quiet().source();
        return new LoopView(
                NOW,
                new LoopView.Source(
                        source.desired(),
                        source.polled(),
                        source.failure(),
                        source.cancelled(),
                        Optional.of(
                                new NodeWait(
                                        "bcd1234" + "0".repeat(33),
                                        List.of("hn0, which never told anything"),
                                        NOW.minus(length)))),
                quiet().last(),
                List.of(),
                new TreeMap<>());
    }

    private static LoopView.Source source(Optional<String> failure, Optional<Instant> cancelled) {
        return new LoopView.Source(
                Optional.of(new Desired(STATE, "repository")),
                Optional.of(NOW.minusSeconds(12)),
                failure,
                cancelled,
                Optional.empty());
    }

    static LoopView.Last last(Instant ended, List<Blocked> blocked) {
        Desired desired = new Desired(STATE, "repository");
        ObservedNode node =
                new ObservedNode(
                        new Features("test", Map.of(), 1),
                        new TreeMap<>(),
                        new TreeSet<>(),
                        new TreeMap<>());
        Plan plan = new Plan(new NodeName("hn1"), REVISION, List.of(), List.of(), blocked);
        return new LoopView.Last(
                ended,
                Duration.ofMillis(41),
                new PassResult(desired, node, plan, Optional.empty(), new TreeSet<>()));
    }

    static Blocked blocked() {
        return new Blocked(
                VE,
                "web1",
                Blocked.Reason.SUSPENDED,
                "suspended by alice until 2026-11-22T18:00:00Z: migration",
                Optional.empty());
    }

    private static Step stop() {
        return new Step(
                7,
                new StopVe(VE, new Seconds(120)),
                new TreeSet<>(),
                new Cause("state", "running", "stopped", Optional.empty()),
                Disruption.RESTART);
    }

    @Override
    public LoopView view() {
        return view;
    }

    @Override
    public void sync() {
        asked.add("sync");
    }

    @Override
    public void poke() {
        asked.add("poke");
    }

    @Override
    public void look() {
        asked.add("look");
    }

    @Override
    public Optional<String> release() {
        asked.add("release");
        return view.source().waits().map(NodeWait::commit);
    }

    @Override
    public Instant cancel() {
        asked.add("cancel");
        return NOW.plusSeconds(600);
    }

    @Override
    public int suspended() {
        return 2;
    }
}
