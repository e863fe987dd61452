package org.vzgit.kernel.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.IdShift;
import org.vzgit.kernel.sys.JnrSyscalls;
import org.vzgit.kernel.sys.NodeHome;

/// A VE's files under other ids, on the running kernel.
@Tag("kernel")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FileCopierKernelTest {
    private static final long FROM = 700_000_000L;
    private static final long TO = FROM + 5 * 65_536L;
    private static final IdShift SHIFT = new IdShift(FROM, TO);

    @TempDir Path directory;
    private Path from;
    private Path to;
    private final JnrSyscalls syscalls = new JnrSyscalls();
    private FileCopier copier;

    @BeforeEach
    void makeDirectories() throws IOException {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "not root");
        from = Files.createDirectory(directory.resolve("from"));
        to = Files.createDirectory(directory.resolve("to"));
        copier = new FileCopier(NodeHome.below(directory.resolve("home")));
    }

    private void copy() throws OperationFailure {
        copier.copy(from, to, SHIFT);
    }

    private OperationFailure refused() {
        return assertThrows(OperationFailure.class, this::copy);
    }

    private static void own(Path path, long uid, long gid) throws IOException {
        Files.setAttribute(path, "unix:uid", (int) uid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", (int) gid, LinkOption.NOFOLLOW_LINKS);
    }

    private static long uid(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private static long gid(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS);
    }

    private static long unix(Path path, String attribute) throws IOException {
        Object value = Files.getAttribute(path, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
        return ((Number) value).longValue();
    }

    private static void run(String... words) throws Exception {
        Process process = new ProcessBuilder(List.of(words)).inheritIO().start();
        assertEquals(0, process.waitFor(), List.of(words).toString());
    }

    @Test
    void filesHaveTheirContentsModesAndTimesUnderTheNewIds() throws Exception {
        Path file = Files.writeString(from.resolve("a file\nwith a name"), "content");
        own(file, FROM + 1000, FROM + 1500);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        FileTime time = FileTime.fromMillis(1_600_000_000_123L);
        Files.setLastModifiedTime(file, time);
        copy();
        Path copied = to.resolve(file.getFileName());
        assertEquals("content", Files.readString(copied));
        assertEquals(TO + 1000, uid(copied));
        assertEquals(TO + 1500, gid(copied));
        assertEquals("rw-r-----", PosixFilePermissions.toString(mode(copied)));
        assertEquals(time, Files.getLastModifiedTime(copied));
    }

    private static java.util.Set<java.nio.file.attribute.PosixFilePermission> mode(Path path)
            throws IOException {
        return Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void theLastIdOfAVeIsItsOwnAndTheNextOneIsNot() throws Exception {
        long[] ids = {0, FROM - 1, FROM, FROM + 65_535, FROM + 65_536};
        for (long id : ids) {
            own(Files.createFile(from.resolve("f" + id)), id, id);
        }
        copy();
        long[] expected = {0, FROM - 1, TO, TO + 65_535, FROM + 65_536};
        for (int i = 0; i < ids.length; i++) {
            assertEquals(expected[i], uid(to.resolve("f" + ids[i])));
        }
    }

    @Test
    void theTopHasTheSourcesModeAndOwner() throws Exception {
        own(from, FROM, FROM + 5);
        Files.setPosixFilePermissions(from, PosixFilePermissions.fromString("rwxr-x---"));
        copy();
        assertEquals(TO, uid(to));
        assertEquals(TO + 5, gid(to));
        assertEquals("rwxr-x---", PosixFilePermissions.toString(mode(to)));
    }

    @Test
    void setUserIdSurvivesTheChangeOfOwner() throws Exception {
        Path program = Files.writeString(from.resolve("su"), "#!");
        own(program, FROM, FROM);
        run("chmod", "6755", program.toString());
        Path sticky = Files.createDirectory(from.resolve("tmp"));
        run("chmod", "1777", sticky.toString());
        copy();
        assertEquals(06755, unix(to.resolve("su"), "mode") & 07777);
        assertEquals(01777, unix(to.resolve("tmp"), "mode") & 07777);
    }

    @Test
    void capabilitiesOfFilesCountForTheNewRoot() throws Exception {
        Path program = Files.writeString(from.resolve("ping"), "#!");
        own(program, FROM, FROM);
        // capabilities(7): version 3 and the effective bit, cap_net_raw permitted, the root's id.
        ByteBuffer value = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        value.putInt(0x03000001).putInt(1 << 13).putInt(0).putInt(0).putInt(0).putInt((int) FROM);
        syscalls.setxattr(program, "security.capability", value.array());
        copy();
        byte[] copied = syscalls.getxattr(to.resolve("ping"), "security.capability", 64);
        value.putInt(20, (int) TO);
        assertArrayEquals(value.array(), copied);
    }

    @Test
    void accessListsNameTheNewIds() throws Exception {
        Path file = Files.writeString(from.resolve("shared"), "x");
        // acl(5) as xattr: version 2; owner, user 1000, group, mask, others.
        ByteBuffer acl = ByteBuffer.allocate(4 + 5 * 8).order(ByteOrder.LITTLE_ENDIAN).putInt(2);
        entry(acl, 0x01, 6, -1);
        entry(acl, 0x02, 4, (int) (FROM + 1000));
        entry(acl, 0x04, 4, -1);
        entry(acl, 0x10, 4, -1);
        entry(acl, 0x20, 0, -1);
        try {
            syscalls.setxattr(file, "system.posix_acl_access", acl.array());
        } catch (org.vzgit.kernel.sys.ErrnoException _) {
            Assumptions.abort("this kernel's file system has no access lists");
        }
        copy();
        acl.putInt(4 + 8 + 4, (int) (TO + 1000));
        assertEquals(
                HexFormat.of().formatHex(acl.array()),
                HexFormat.of()
                        .formatHex(
                                syscalls.getxattr(
                                        to.resolve("shared"), "system.posix_acl_access", 256)));
    }

    private static void entry(ByteBuffer acl, int tag, int permissions, int id) {
        acl.putShort((short) tag).putShort((short) permissions).putInt(id);
    }

    @Test
    void aDefaultAccessListDoesNotReachChildrenTwice() throws Exception {
        Path parent = Files.createDirectory(from.resolve("d"));
        Files.writeString(parent.resolve("old"), "x");
        ByteBuffer acl = ByteBuffer.allocate(4 + 3 * 8).order(ByteOrder.LITTLE_ENDIAN).putInt(2);
        entry(acl, 0x01, 7, -1);
        entry(acl, 0x04, 7, -1);
        entry(acl, 0x20, 7, -1);
        try {
            syscalls.setxattr(parent, "system.posix_acl_default", acl.array());
        } catch (org.vzgit.kernel.sys.ErrnoException _) {
            Assumptions.abort("this kernel's file system has no access lists");
        }
        copy();
        assertEquals(
                unix(parent.resolve("old"), "mode"), unix(to.resolve("d/old"), "mode"), "mode");
        assertArrayEquals(
                acl.array(), syscalls.getxattr(to.resolve("d"), "system.posix_acl_default", 256));
    }

    @Test
    void overlaysOwnAttributesAndWhiteoutsAreKept() throws Exception {
        Path opaque = Files.createDirectory(from.resolve("opaque"));
        syscalls.setxattr(opaque, "trusted.overlay.opaque", new byte[] {'y'});
        run("mknod", from.resolve("deleted").toString(), "c", "0", "0");
        copy();
        assertArrayEquals(
                new byte[] {'y'},
                syscalls.getxattr(to.resolve("opaque"), "trusted.overlay.opaque", 8));
        assertEquals(0, unix(to.resolve("deleted"), "rdev"));
        assertEquals(0020000, unix(to.resolve("deleted"), "mode") & 0170000);
        assertEquals(0, uid(to.resolve("deleted")));
    }

    @Test
    void namesOfOneFileStayNamesOfOneFile() throws Exception {
        Files.createDirectories(from.resolve("a/b"));
        Path first = Files.writeString(from.resolve("a/one"), "x");
        own(first, FROM, FROM);
        Files.createLink(from.resolve("a/b/two"), first);
        Files.createLink(from.resolve("three"), first);
        Files.writeString(from.resolve("other"), "x");
        copy();
        assertEquals(3, unix(to.resolve("a/one"), "nlink"));
        assertEquals(unix(to.resolve("three"), "ino"), unix(to.resolve("a/b/two"), "ino"));
        assertEquals(1, unix(to.resolve("other"), "nlink"));
    }

    @Test
    void holesStayHoles() throws Exception {
        Path sparse = from.resolve("sparse");
        try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.seek(8 << 20);
            file.write(new byte[] {1, 2, 3});
            file.setLength(64L << 20);
        }
        long blocks = blocks(sparse);
        Assumptions.assumeTrue(blocks < 1000, "this file system has no holes");
        copy();
        Path copied = to.resolve("sparse");
        assertEquals(64L << 20, Files.size(copied));
        assertEquals(-1, Files.mismatch(sparse, copied));
        assertTrue(blocks(copied) <= blocks + 8, blocks + " → " + blocks(copied));
    }

    private static long blocks(Path file) throws Exception {
        Process process = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
        return Long.parseLong(
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .strip());
    }

    @Test
    void aFileLargerThanTheBufferIsWhole() throws Exception {
        byte[] content = new byte[(3 << 20) + 12345];
        new java.util.Random(7).nextBytes(content);
        Files.write(from.resolve("big"), content);
        Files.createFile(from.resolve("empty"));
        copy();
        assertArrayEquals(content, Files.readAllBytes(to.resolve("big")));
        assertEquals(0, Files.size(to.resolve("empty")));
    }

    @Test
    void linksAreCopiedAndNeverFollowed() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), "of the host");
        own(secret, 0, 0);
        Files.createSymbolicLink(from.resolve("out"), secret);
        Files.createSymbolicLink(from.resolve("up"), Path.of("../../.."));
        own(from.resolve("out"), FROM + 7, FROM + 7);
        copy();
        assertEquals(secret, Files.readSymbolicLink(to.resolve("out")));
        assertEquals(Path.of("../../.."), Files.readSymbolicLink(to.resolve("up")));
        assertEquals(TO + 7, uid(to.resolve("out")));
        assertEquals(0, uid(secret), "what a link names is not touched");
    }

    @Test
    void pipesAndSocketsAreMadeAndNotOpened() throws Exception {
        run("mkfifo", from.resolve("pipe").toString());
        own(from.resolve("pipe"), FROM + 3, FROM + 3);
        copy();
        assertEquals(0010000, unix(to.resolve("pipe"), "mode") & 0170000);
        assertEquals(TO + 3, uid(to.resolve("pipe")));
    }

    @Test
    void aMountBelowIsNotPartOfTheVe() throws Exception {
        Path below = Files.createDirectory(from.resolve("mnt"));
        run("mount", "-t", "tmpfs", "vzgit-test", below.toString());
        try {
            OperationFailure failure = refused();
            assertTrue(failure.toString().contains("EXDEV"), failure.getMessage());
            assertTrue(failure.toString().contains("mnt"), failure.getMessage());
        } finally {
            run("umount", below.toString());
        }
    }

    @Test
    void aTargetThatHoldsSomethingIsNotOverwritten() throws Exception {
        Files.writeString(from.resolve("a"), "new");
        Files.writeString(to.resolve("a"), "old");
        OperationFailure failure = refused();
        assertTrue(failure.toString().endsWith("create a: EEXIST"), failure.getMessage());
        assertEquals("old", Files.readString(to.resolve("a")));
    }

    @Test
    void aLinkInPlaceOfEitherDirectoryIsRefused() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link"), to);
        OperationFailure failure =
                assertThrows(OperationFailure.class, () -> copier.copy(from, link, SHIFT));
        assertTrue(failure.toString().contains("open " + link), failure.getMessage());
        failure = assertThrows(OperationFailure.class, () -> copier.copy(link, to, SHIFT));
        assertTrue(failure.toString().contains("open " + link), failure.getMessage());
    }

    @Test
    void aSourceThatIsGoneIsTold() {
        OperationFailure failure =
                assertThrows(
                        OperationFailure.class,
                        () -> copier.copy(directory.resolve("none"), to, SHIFT));
        assertEquals(FailureKind.GONE, failure.kind(), failure.getMessage());
        assertTrue(failure.toString().endsWith("ENOENT"), failure.getMessage());
    }

    @Test
    void aTreeOfADeepNestIsCopied() throws Exception {
        Path deep = from;
        for (int i = 0; i < 700; i++) {
            deep = deep.resolve("d");
        }
        Files.createDirectories(deep);
        Files.writeString(deep.resolve("f"), "deep");
        copy();
        assertEquals("deep", Files.readString(to.resolve(from.relativize(deep)).resolve("f")));
    }

    @Test
    void aPathThatNobodyCanNameIsRefused() throws Exception {
        // From inside, directory by directory, a VE can nest deeper than PATH_MAX.
        run(
                "perl",
                "-e",
                "chdir shift; for (1..20) { mkdir 'n' x 250; chdir 'n' x 250 or die }",
                from.toString());
        OperationFailure failure = refused();
        assertTrue(failure.toString().endsWith("ENAMETOOLONG"), failure.getMessage());
        run("rm", "-rf", from.toString(), to.toString());
    }

    @Test
    void nobodyCopiesForACallerThatIsGone() throws Exception {
        Files.writeString(from.resolve("a"), "x");
        Path program = new VeInitProgram(NodeHome.below(directory.resolve("home"))).install();
        Process process =
                new ProcessBuilder(program.toString(), "copy", "" + from, "" + to, "1", "2")
                        .redirectInput(Path.of("/dev/null").toFile())
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(said.startsWith("error copy 125 ECANCELED"), said);
        assertEquals(1, process.waitFor());
        assertFalse(Files.exists(to.resolve("a")));
    }
}
