package org.vzgit.kernel.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.CreateCgroup;
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.VeId;

/// What a look at the node finds where VEs are whole, half made and half gone.
@Tag("kernel")
class NodeLookKernelTest {
    /// Where Debian and every systemd since 2012 mount it on a node with v1 controllers.
    private static final Path PIDS = Path.of("/sys/fs/cgroup/pids/cgroup.procs");

    private TestNode node;
    private TemplateRef template;

    @BeforeEach
    void open() throws Exception {
        node = new TestNode();
        template = node.busybox();
    }

    @AfterEach
    void leaveNothing() throws Exception {
        node.close();
    }

    @Test
    void whatIsThereOfEachVeIsSeenAndNothingElse() throws Exception {
        VeId stopped = node.create(4711, template);
        VeId made = node.create(4712, template);
        node.kernel.apply(new CreateCgroup(made));
        VeId running = node.start(4713, template);
        ObservedNode seen = node.kernel.observe();
        assertEquals(Set.of(stopped, made, running), seen.ves().keySet());
        assertEquals("area", parts(seen.ve(stopped)));
        assertEquals("area cgroup counters", parts(seen.ve(made)));
        assertEquals("area cgroup counters init", parts(seen.ve(running)));
        node.stop(running, 0);
        node.kernel.apply(new RemoveCgroup(running));
        assertEquals("area", parts(node.kernel.observe().ve(running)));
    }

    /// The init is looked for where processes are counted first; whoever moves it away from there
    /// must not make the VE look stopped, or a second init would be planned.
    @Test
    void anInitThatWasTakenOutOfItsPidsCgroupIsStillTheVesInit() throws Exception {
        Assumptions.assumeTrue(Files.exists(PIDS), "no pids hierarchy of its own on this node");
        VeId ve = node.start(4714, template);
        int init = node.init(ve).pid();
        Files.writeString(PIDS, Integer.toString(init));
        assertTrue(node.runs(ve));
        assertEquals(init, node.init(ve).pid());
        node.stop(ve, 0);
        assertFalse(node.runs(ve));
    }

    private static String parts(ObservedVe ve) {
        StringBuilder parts = new StringBuilder();
        ve.privateArea().toOptional().ifPresent(_ -> parts.append("area"));
        ve.cgroup().toOptional().ifPresent(_ -> parts.append(" cgroup"));
        ve.beancounters().toOptional().ifPresent(_ -> parts.append(" counters"));
        ve.init().toOptional().ifPresent(_ -> parts.append(" init"));
        ve.network().toOptional().ifPresent(_ -> parts.append(" network"));
        return parts.toString();
    }
}
