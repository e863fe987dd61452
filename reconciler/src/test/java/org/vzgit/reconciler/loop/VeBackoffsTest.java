package org.vzgit.reconciler.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeId;

class VeBackoffsTest {
    private static final Instant NOW = Instant.EPOCH;
    private static final VeId VE = new VeId(101);
    private static final Plan NOTHING =
            new Plan(
                    new NodeName("hn1"),
                    new Revision("directory", ""),
                    List.of(),
                    List.of(),
                    List.of());

    private final VeBackoffs backoffs = new VeBackoffs(RandomGenerator.of("L64X128MixRandom"));

    private static Applied leaving(Applied.Straggler straggler) {
        ObservedNode node =
                new ObservedNode(
                        new Features("test", Map.of(), 1),
                        new TreeMap<>(),
                        new TreeSet<>(),
                        new TreeMap<>());
        return new Applied(
                NOTHING, new TreeMap<>(), node, NOTHING, Optional.empty(), List.of(straggler));
    }

    @Test
    void aVeIsLeftAloneWhileAnOperationThatWasGivenUpWorksOnIt() {
        AtomicBoolean works = new AtomicBoolean(true);
        backoffs.note(leaving(new Applied.Straggler(VE, works::get)), NOW);
        assertEquals(Set.of(VE), backoffs.held(NOW));
        backoffs.releaseAll();
        assertEquals(Set.of(VE), backoffs.held(NOW));
        works.set(false);
        assertEquals(Set.of(), backoffs.held(NOW));
    }
}
