package org.vzgit.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.schema.BindMount;
import org.vzgit.schema.Seconds;

/// The node's directories as a VE's root meets them.
@Tag("kernel")
class BindMountsKernelTest {
    @TempDir private Path directory;
    private TestVe ve;
    private int init;
    private Path share;

    @BeforeEach
    void startVe() throws Exception {
        ve = new TestVe("echo ran >/tmp/marker");
        init = ve.start();
        ve.awaitFile("tmp/marker");
        share = Files.createDirectory(directory.resolve("share"));
        Files.writeString(share.resolve("hello"), "from the node\n");
    }

    @AfterEach
    void endVe() throws Exception {
        ve.close();
    }

    private BindMount mount(String target, String options) {
        return BindMount.parse(share + ":" + target + options);
    }

    private void add(BindMount mount) throws OperationFailure {
        ve.processes().addBindMount(init, mount);
    }

    private FailureKind refused(BindMount mount, String what) {
        var failure = assertThrows(OperationFailure.class, () -> add(mount));
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains(what), message);
        return failure.kind();
    }

    private SortedMap<String, BindMount> seen() throws Exception {
        return ve.observed().binds().toOptional().orElseThrow();
    }

    private static SortedMap<String, BindMount> only(BindMount mount) {
        return new TreeMap<>(java.util.Map.of(mount.target(), mount));
    }

    private int inside(String... words) throws Exception {
        VeCommand command =
                VeCommand.of(
                        Arrays.asList(words),
                        new ExecStreams(
                                Redirect.from(Path.of("/dev/null").toFile()),
                                Redirect.to(directory.resolve("out").toFile()),
                                Redirect.to(directory.resolve("err").toFile())));
        return ve.processes().execute(init, command, ve.procsFiles());
    }

    private String said() throws Exception {
        return Files.readString(directory.resolve("out"));
    }

    @Test
    void aRunningVeSeesTheDirectoryAndItsPathIsMadeByItsRoot() throws Exception {
        BindMount mount = mount("/srv/deep/share", "");
        add(mount);
        assertEquals(0, inside("cat", "/srv/deep/share/hello"));
        assertEquals("from the node\n", said());
        assertEquals(only(mount), seen());
        assertEquals((int) TestVe.UID_BASE, Files.getAttribute(ve.upper("srv/deep"), "unix:uid"));
    }

    @Test
    void itIsAddedOnce() throws Exception {
        add(mount("/mnt", ""));
        add(mount("/mnt", ""));
        assertEquals(0, inside("sh", "-c", "grep -c ' /mnt ' /proc/self/mountinfo"));
        assertEquals("1\n", said());
    }

    @Test
    void whatTheNodeWritesLaterIsSeenToo() throws Exception {
        add(mount("/mnt", ""));
        Files.writeString(share.resolve("later"), "news\n");
        assertEquals(0, inside("cat", "/mnt/later"));
    }

    @Test
    void theRootOfTheVeWritesOnlyWhereItsOwnIdsMay() throws Exception {
        add(mount("/mnt", ""));
        assertNotEquals(0, inside("sh", "-c", "echo x >/mnt/intruder"));
        assertFalse(Files.exists(share.resolve("intruder")));
        Path own = Files.createDirectory(share.resolve("own"));
        Files.setAttribute(own, "unix:uid", (int) TestVe.UID_BASE);
        assertEquals(0, inside("sh", "-c", "echo x >/mnt/own/file"));
        assertEquals("x\n", Files.readString(own.resolve("file")));
    }

    @Test
    void readOnlyStaysReadOnlyWhateverTheVesRootRemounts() throws Exception {
        Files.setAttribute(share, "unix:uid", (int) TestVe.UID_BASE);
        BindMount mount = mount("/mnt", ",ro");
        add(mount);
        assertEquals(0, inside("cat", "/mnt/hello"));
        assertNotEquals(0, inside("touch", "/mnt/mine"));
        assertNotEquals(0, inside("mount", "-o", "remount,bind,rw", "/mnt"));
        assertNotEquals(0, inside("touch", "/mnt/mine"));
        inside("sh", "-c", "mkdir /copy; mount -o bind /mnt /copy; touch /copy/mine");
        assertFalse(Files.exists(share.resolve("mine")));
        assertEquals(only(mount), seen());
    }

    @Test
    void noexecAndNosuidAndNodevAreLockedToo() throws Exception {
        Files.writeString(share.resolve("run"), "#!/bin/sh\necho ran\n");
        share.resolve("run").toFile().setExecutable(true, false);
        add(mount("/mnt", ",noexec,nosuid,nodev"));
        assertNotEquals(0, inside("/mnt/run"));
        assertNotEquals(0, inside("mount", "-o", "remount,bind,exec,suid,dev", "/mnt"));
        assertNotEquals(0, inside("/mnt/run"));
        add(mount("/free", ""));
        assertEquals(0, inside("/free/run"));
    }

    @Test
    void whatTheVeTakesAwayIsSeenToBeGoneAndCanBeAddedAgain() throws Exception {
        BindMount mount = mount("/mnt", "");
        add(mount);
        assertEquals(0, inside("umount", "/mnt"));
        assertEquals(new TreeMap<>(), seen());
        add(mount);
        assertEquals(only(mount), seen());
        assertEquals(0, inside("cat", "/mnt/hello"));
    }

    @Test
    void whatTheVeHidesIsSeenToBeGoneAndComesBackOnTop() throws Exception {
        BindMount mount = mount("/mnt", "");
        add(mount);
        assertEquals(0, inside("mount", "-t", "tmpfs", "none", "/mnt"));
        assertEquals(new TreeMap<>(), seen());
        add(mount);
        assertEquals(0, inside("cat", "/mnt/hello"));
        assertEquals(only(mount), seen());
    }

    @Test
    void removedItIsGoneAndItsOpenFilesAreNoHindrance() throws Exception {
        BindMount mount = mount("/mnt", "");
        add(mount);
        inside("sh", "-c", "exec 3</mnt/hello; sleep 1000 & echo");
        ve.processes().removeBindMount(init, mount);
        assertEquals(new TreeMap<>(), seen());
        assertNotEquals(0, inside("cat", "/mnt/hello"));
        assertTrue(Files.exists(share.resolve("hello")));
        ve.processes().removeBindMount(init, mount);
    }

    @Test
    void aMountOfTheVesOwnAtThatPlaceIsLeftAlone() throws Exception {
        BindMount mount = mount("/mnt", "");
        add(mount);
        assertEquals(0, inside("mount", "-t", "tmpfs", "none", "/mnt"));
        ve.processes().removeBindMount(init, mount);
        assertEquals(0, inside("sh", "-c", "grep ' /mnt ' /proc/self/mountinfo | grep tmpfs"));
    }

    @Test
    void whatTheVeMountsInsideDoesNotAppearOnTheNode() throws Exception {
        Files.createDirectory(share.resolve("sub"));
        add(mount("/mnt", ""));
        assertEquals(0, inside("mount", "-t", "tmpfs", "none", "/mnt/sub"));
        assertEquals(0, inside("sh", "-c", "echo x >/mnt/sub/only-inside"));
        assertFalse(Files.exists(share.resolve("sub/only-inside")));
        assertFalse(Files.readString(Path.of("/proc/self/mountinfo")).contains(share.toString()));
    }

    @Test
    void aDirectoryThatIsNotThereIsNotMadeOnTheNode() {
        BindMount none = BindMount.parse(share + "/none:/mnt");
        assertEquals(FailureKind.GONE, refused(none, "open-source " + share + "/none: ENOENT"));
        assertFalse(Files.exists(share.resolve("none")));
    }

    @Test
    void aLinkOnTheWayToTheSourceIsNotFollowed() throws Exception {
        Files.createSymbolicLink(directory.resolve("link"), share);
        refused(BindMount.parse(directory + "/link:/mnt"), "ELOOP");
        Files.createDirectory(share.resolve("below"));
        refused(BindMount.parse(directory + "/link/below:/mnt"), "ELOOP");
    }

    @Test
    void aFileIsNoDirectory() {
        refused(BindMount.parse(share + "/hello:/mnt"), "ENOTDIR");
    }

    @Test
    void theNodesOwnStateIsNotShown() {
        Path state = ve.home().state();
        BindMount own = BindMount.parse(state + ":/mnt");
        assertEquals(FailureKind.REJECTED, refused(own, state + " is the node's own"));
        BindMount above = BindMount.parse(state.getParent() + ":/mnt");
        assertEquals(FailureKind.REJECTED, refused(above, "is the node's own"));
    }

    @Test
    void aLinkThatTheVeLaidLeadsNowhere() throws Exception {
        inside("ln", "-s", "/etc", "/trap");
        refused(mount("/trap", ""), "open-target");
        refused(mount("/trap/below", ""), "open-target trap");
        assertEquals(new TreeMap<>(), seen());
    }

    @Test
    void aHeldVeGetsItBeforeItsInitRuns() throws Exception {
        try (TestVe other = new TestVe("cat /mnt/hello >/tmp/marker")) {
            int held = other.launch();
            other.processes().addBindMount(held, mount("/mnt", ",ro"));
            other.processes().release(TestVe.VEID);
            assertEquals("from the node\n", other.awaitFile("tmp/marker"));
        }
    }

    @Test
    void aVeThatHasEndedLeavesNoNote() throws Exception {
        add(mount("/mnt", ""));
        Path notes = ve.home().run().resolve("binds");
        assertEquals(1, notes.toFile().list().length);
        ve.processes().stop(TestVe.VEID, init, new Seconds(0));
        assertEquals(List.of(), Arrays.asList(notes.toFile().list()));
    }

    @Test
    void aProcessThatIsNoInitIsRefused() {
        var failure =
                assertThrows(
                        OperationFailure.class,
                        () -> ve.processes().addBindMount(1, mount("/mnt", "")));
        assertEquals(FailureKind.GONE, failure.kind());
    }
}
