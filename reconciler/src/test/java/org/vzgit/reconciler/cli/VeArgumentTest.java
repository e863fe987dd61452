package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.Revision;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeName;

/// Which VE a word on the command line means. A command that runs as root inside a VE must never
/// run in another one.
class VeArgumentTest {
    private final TreeMap<VeId, ObservedVe> ves = new TreeMap<>();

    @Test
    void aVeIsMeantByItsNameOrItsVeid() throws Exception {
        ve(101, "web1");
        ve(102, "web2");
        assertEquals(new VeId(102), VeArgument.find("web2", node()));
        assertEquals(new VeId(102), VeArgument.find("102", node()));
    }

    @Test
    void aVeidMeansThatVeEvenWhereAnotherHasItAsItsName() throws Exception {
        ve(101, "102");
        ve(102, "web2");
        assertEquals(new VeId(102), VeArgument.find("102", node()));
    }

    @Test
    void aNameThatTwoDesiredStatesGaveIsRefused() {
        ve(101, "web1");
        ve(102, "web1");
        CommandFailure failure =
                assertThrows(CommandFailure.class, () -> VeArgument.find("web1", node()));
        assertEquals(ExitCode.USAGE, failure.exitCode());
        assertEquals("VEs 101, 102 are all named web1; write the veid", failure.getMessage());
    }

    @Test
    void anUnknownVeSaysWhereToLook() {
        CommandFailure failure =
                assertThrows(CommandFailure.class, () -> VeArgument.find("web9", node()));
        assertEquals(ExitCode.TOOL_FAILED, failure.exitCode());
        assertEquals("no VE web9 on this node; see vzgit list -a", failure.getMessage());
    }

    @Test
    void aVeWithoutAReadableMarkIsMeantByItsVeid() throws Exception {
        VeId veid = new VeId(101);
        ves.put(
                veid,
                new ObservedVe(
                        veid,
                        Reading.unreadable("EIO"),
                        Reading.absent(),
                        Reading.absent(),
                        Reading.absent()));
        assertEquals(veid, VeArgument.find("101", node()));
    }

    private void ve(int veid, String name) {
        OwnerMark mark =
                new OwnerMark(
                        "git:" + veid,
                        new VeName(name),
                        new TemplateRef(TemplateSpec.BUSYBOX, "1"),
                        new Revision("1111111", "alice"),
                        DeletionPolicy.RETAIN);
        ves.put(
                new VeId(veid),
                new ObservedVe(
                        new VeId(veid),
                        Reading.present(new PrivateArea(1L << 30, Reading.present(mark))),
                        Reading.absent(),
                        Reading.absent(),
                        Reading.absent()));
    }

    private ObservedNode node() {
        return new ObservedNode(
                new Features("test", Map.of(), 1), ves, new TreeSet<>(), new TreeMap<>());
    }
}
