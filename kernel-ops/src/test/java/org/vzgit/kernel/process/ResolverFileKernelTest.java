package org.vzgit.kernel.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Resolver;

@Tag("kernel")
class ResolverFileKernelTest {
    private static final Resolver WANTED =
            new Resolver(List.of("192.0.2.53"), List.of("example.org"));
    private static final String TEXT = "search example.org\nnameserver 192.0.2.53\n";
    private static final Path HOST_PASSWD = Path.of("/etc/passwd");
    private static final Path HOST_RESOLVER = Path.of("/etc/resolv.conf");

    private byte[] hostPasswd = {};
    private byte[] hostResolver = {};

    // Each test makes its own, with its own script; the last step takes it away.
    @SuppressWarnings("NullAway.Init")
    private TestVe ve;

    @BeforeEach
    void rememberTheHost() throws Exception {
        hostPasswd = Files.readAllBytes(HOST_PASSWD);
        hostResolver = Files.readAllBytes(HOST_RESOLVER);
    }

    @AfterEach
    void theHostIsUntouched() throws Exception {
        ve.close();
        assertArrayEquals(hostPasswd, Files.readAllBytes(HOST_PASSWD));
        assertArrayEquals(hostResolver, Files.readAllBytes(HOST_RESOLVER));
        assertFalse(Files.exists(Path.of("/resolv.conf")));
    }

    @Test
    void whatIsWrittenIsReadAndBelongsToTheVesRoot() throws Exception {
        int init = started("");
        assertEquals(Reading.absent(), ve.observed().resolver());
        write(init);
        write(init);
        assertEquals(Reading.present(WANTED), ve.observed().resolver());
        Path file = ve.upper("etc/resolv.conf");
        assertEquals(TEXT, Files.readString(file));
        assertEquals((int) TestVe.UID_BASE, Files.getAttribute(file, "unix:uid"));
        assertEquals((int) TestVe.UID_BASE, Files.getAttribute(file, "unix:gid"));
    }

    @Test
    void aHeldVeHasItsResolverBeforeItsInitRuns() throws Exception {
        ve = new TestVe("cat /etc/resolv.conf >/tmp/seen; echo >/tmp/marker");
        write(ve.launch());
        ve.processes().release(TestVe.VEID);
        ve.awaitFile("tmp/marker");
        assertEquals(TEXT, Files.readString(ve.upper("tmp/seen")));
    }

    @Test
    void anEtcThatLeadsToTheRootStaysInsideTheRoot() throws Exception {
        int init = started("cp -r /etc /tmp/etc; rm -rf /etc; ln -s / /etc");
        write(init);
        assertEquals(TEXT, Files.readString(ve.upper("resolv.conf")));
        assertEquals(Reading.present(WANTED), ve.observed().resolver());
    }

    @Test
    void anEtcThatClimbsOutStaysInsideTheRoot() throws Exception {
        int init = started("rm -rf /etc; mkdir /x; ln -s ../../../../../../x /etc");
        write(init);
        assertEquals(TEXT, Files.readString(ve.upper("x/resolv.conf")));
    }

    @Test
    void aFileThatIsALinkIsReplacedNotFollowed() throws Exception {
        int init = started("echo root::0:0 >/etc/passwd; ln -s /etc/passwd /etc/resolv.conf");
        assertEquals(Reading.absent(), ve.observed().resolver());
        write(init);
        assertEquals("root::0:0\n", Files.readString(ve.upper("etc/passwd")));
        assertTrue(Files.isRegularFile(ve.upper("etc/resolv.conf"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void aLinkInTheWayOfTheFreshFileIsReplacedNotFollowed() throws Exception {
        int init = started("echo root::0:0 >/etc/passwd; ln -s passwd /etc/.resolv.conf.vzgit");
        write(init);
        assertEquals("root::0:0\n", Files.readString(ve.upper("etc/passwd")));
        assertEquals(Reading.present(WANTED), ve.observed().resolver());
    }

    @Test
    void aPipeInPlaceOfTheFileHoldsNoOne() throws Exception {
        int init = started("mknod /etc/resolv.conf p");
        assertEquals(Reading.absent(), ve.observed().resolver());
        write(init);
        assertEquals(Reading.present(WANTED), ve.observed().resolver());
    }

    @Test
    void aDirectoryInPlaceOfTheFileIsAFailureThatNamesIt() throws Exception {
        int init = started("mkdir /etc/resolv.conf");
        OperationFailure failure = assertThrows(OperationFailure.class, () -> write(init));
        assertEquals(FailureKind.CONFLICT, failure.kind());
        assertTrue(failure.toString().contains("EISDIR"), failure.toString());
    }

    @Test
    void aMountOverEtcIsNotEntered() throws Exception {
        int init = started("mount -t tmpfs x /etc");
        OperationFailure failure = assertThrows(OperationFailure.class, () -> write(init));
        assertTrue(failure.toString().contains("EXDEV"), failure.toString());
        assertInstanceOf(Reading.Unreadable.class, ve.observed().resolver());
    }

    @Test
    void aProcessOfTheHostIsRefused() throws Exception {
        ve = new TestVe("");
        int self = Math.toIntExact(ProcessHandle.current().pid());
        OperationFailure failure = assertThrows(OperationFailure.class, () -> write(self));
        assertEquals(FailureKind.GONE, failure.kind());
        assertThrows(OperationFailure.class, () -> ve.processes().setHostname(self, "evil"));
    }

    private int started(String rc) throws Exception {
        ve = new TestVe(rc + "\necho >/tmp/marker");
        int init = ve.start();
        ve.awaitFile("tmp/marker");
        return init;
    }

    private void write(int init) throws OperationFailure {
        ve.processes().writeResolver(init, TestVe.UID_BASE, WANTED);
    }
}
