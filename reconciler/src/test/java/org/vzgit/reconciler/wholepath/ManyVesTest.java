package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.schema.VeId;

/// A node's worth of VEs in one plan.
@Tag("kernel")
class ManyVesTest {
    private static final int VES = 50;

    private RealNode node;

    @BeforeEach
    void open() throws Exception {
        node = new RealNode();
    }

    @AfterEach
    void leaveNothing() throws Exception {
        node.close();
    }

    private static VeText ve(int number) {
        return VeText.of(4500 + number)
                .with("beancounters", "{numproc: 60}")
                .with("memory", "{ram: 64M}")
                .with("deletion", "destroy")
                .with("network", "{addresses: [10.101.45." + (number + 1) + "]}");
    }

    /// Two minutes: a hundred times what an idle machine needs, so only a hang reaches it.
    @Test
    @Timeout(120)
    void fiftyAtOnceAreStartedSeenAndDestroyed() throws Exception {
        VeText[] ves = IntStream.range(0, VES).mapToObj(ManyVesTest::ve).toArray(VeText[]::new);
        Applied applied = node.converge(ves);
        assertEquals(VES, applied.observed().ves().size());
        Set<Integer> pids = new HashSet<>();
        for (VeText ve : ves) {
            pids.add(applied.observed().ve(ve.veid()).init().toOptional().orElseThrow().pid());
        }
        assertEquals(VES, pids.size());
        node.converge(ves[0]);
        assertEquals(Set.of(new VeId(4500)), node.observe().ves().keySet());
        assertTrue(pids.contains(node.pid(ves[0])));
    }
}
