package org.vzgit.kernel.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.VeId;

class NodeHomeTest {
    private static final int HOMES = 500;

    private final NodeHome demo = NodeHome.below(Path.of("/srv/demo"));

    @Test
    void theDefaultIsWhereTheFileSystemHierarchyWantsIt() {
        assertEquals(Path.of("/var/lib/vzgit"), NodeHome.DEFAULT.state());
        assertEquals(Path.of("/run/vzgit"), NodeHome.DEFAULT.run());
        assertEquals("vzgit", NodeHome.DEFAULT.tag());
        assertEquals("vzgit", new NodeHome(NodeHome.DEFAULT.state(), Path.of("/run/vzgit")).tag());
    }

    @Test
    void everyPlaceIsBelowTheState() {
        assertEquals(Path.of("/srv/demo/state"), demo.state());
        assertEquals(Path.of("/srv/demo/run"), demo.run());
        assertEquals(Path.of("/srv/demo/state/ve"), demo.privateAreas());
        assertEquals(Path.of("/srv/demo/state/template"), demo.templates());
        assertEquals(Path.of("/srv/demo/state/trash"), demo.trash());
        TemplateRef busybox = new TemplateRef(TemplateSpec.BUSYBOX, "1.36-2");
        assertEquals(Path.of("/srv/demo/state/template/busybox@1.36-2"), demo.template(busybox));
    }

    @ParameterizedTest
    @ValueSource(ints = {VeId.MIN, VeId.MAX})
    void aPrivateAreaIsNamedByTheWholeVeid(int veid) {
        assertEquals(Path.of("/srv/demo/state/ve/" + veid), demo.privateArea(new VeId(veid)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/srv/demo", "/srv/demo/", "/srv/./demo", "/srv/x/../demo"})
    void oneDirectoryWrittenInManyWaysIsOneHome(String written) {
        assertEquals(demo, NodeHome.below(Path.of(written)));
        assertEquals(demo.tag(), NodeHome.below(Path.of(written)).tag());
    }

    @Test
    void aRelativeDirectoryBecomesAbsolute() {
        NodeHome relative = NodeHome.below(Path.of("home"));
        assertTrue(relative.state().isAbsolute());
        assertTrue(relative.run().isAbsolute());
        assertEquals(NodeHome.below(Path.of("home").toAbsolutePath()), relative);
    }

    @Test
    void tagsOfOtherHomesFitALinkAliasAndDiffer() {
        Set<String> tags = new HashSet<>();
        for (int i = 0; i < HOMES; i++) {
            String tag = NodeHome.below(Path.of("/srv/demo" + i)).tag();
            assertTrue(tag.matches("vzgit-[0-9a-f]{8}"), tag);
            tags.add(tag);
        }
        assertEquals(HOMES, tags.size());
    }

    @Test
    void theTagFollowsTheStateAndNotTheRunDirectory() {
        NodeHome moved = new NodeHome(demo.state(), Path.of("/run/other"));
        assertEquals(demo.tag(), moved.tag());
        NodeHome other = new NodeHome(Path.of("/srv/other/state"), demo.run());
        assertNotEquals(demo.tag(), other.tag());
    }

    @Test
    void theDefaultStateWithAnotherRunDirectoryIsAnotherHome() {
        NodeHome half = new NodeHome(NodeHome.DEFAULT.state(), Path.of("/tmp/run"));
        assertTrue(half.tag().startsWith("vzgit-"), half.tag());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..%2f", "../1", "1/2", "1@2", "1 2", "ä"})
    void noTemplateVersionLeadsOutOfTheCache(String version) {
        var refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new TemplateRef(TemplateSpec.BUSYBOX, version));
        assertEquals("not a template version: " + version, refused.getMessage());
    }

    @Test
    void aTemplateVersionHasAtMost64Characters() {
        TemplateRef longest = new TemplateRef(TemplateSpec.BUSYBOX, "1".repeat(64));
        assertTrue(demo.template(longest).startsWith(demo.templates()));
        assertThrows(
                IllegalArgumentException.class,
                () -> new TemplateRef(TemplateSpec.BUSYBOX, "1".repeat(65)));
    }

    @Test
    void cgroupsAreBelowTheGivenSysfs() {
        assertEquals(Path.of("/sys/fs/cgroup"), KernelRoot.RUNNING.cgroup());
        assertEquals(Path.of("/proc"), KernelRoot.RUNNING.proc());
        KernelRoot recording = new KernelRoot(Path.of("/r/proc"), Path.of("/r/sys"));
        assertEquals(Path.of("/r/sys/fs/cgroup"), recording.cgroup());
    }
}
