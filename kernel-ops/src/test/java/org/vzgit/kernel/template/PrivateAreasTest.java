package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.VeId;

class PrivateAreasTest {
    private static final VeId VE = new VeId(101);
    private static final OwnerMark MARK = OwnerMarkTextTest.MARK;
    private static final OwnerMark RELEASED =
            new OwnerMark(
                    MARK.repository(),
                    MARK.name(),
                    MARK.template(),
                    MARK.applied(),
                    DeletionPolicy.DESTROY);

    @TempDir Path directory;
    private NodeHome home;
    private final RecordingGround ground = new RecordingGround();
    private PrivateAreas areas;

    /// Only root can give files away; the others test with their own id.
    private long uid;

    @BeforeEach
    void openHome() throws IOException {
        home = NodeHome.below(directory);
        areas = new PrivateAreas(home, ground);
        long own = uid(directory);
        uid = own == 0 ? 3L << 30 : own;
    }

    private static long uid(Path path) throws IOException {
        return Integer.toUnsignedLong((Integer) Files.getAttribute(path, "unix:uid"));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void theNumberOfAVeIsFreedAfterItsFilesAreGone() throws Exception {
        areas.create(new CreatePrivateArea(VE, RELEASED, uid));
        areas.destroy(VE);
        assertEquals(
                List.of(
                        "prepare " + uid + " there",
                        "begin " + uid + " there",
                        "detach there",
                        "forget " + uid + " gone"),
                ground.calls);
    }

    @Test
    void anAreaThatCannotBeCountedIsNotMade() {
        ground.refuses = Optional.of("begin");
        assertThrows(
                OperationFailure.class, () -> areas.create(new CreatePrivateArea(VE, MARK, uid)));
        assertEquals(Reading.absent(), areas.observe(VE));
    }

    @Test
    void whatACrashLeftIsDetachedDeletedAndFreed() throws Exception {
        ground.refuses = Optional.of("begin");
        assertThrows(
                OperationFailure.class, () -> areas.create(new CreatePrivateArea(VE, MARK, uid)));
        ground.refuses = Optional.empty();
        ground.calls.clear();
        areas.emptyTrash();
        assertEquals(List.of("detach there", "forget " + uid + " gone"), ground.calls);
    }

    @Test
    void aNewHomeHasNoVe() {
        assertTrue(areas.list().isEmpty());
        assertEquals(Reading.absent(), areas.observe(VE));
    }

    @Test
    void aPrivateAreaIsThereWithItsMark() throws OperationFailure {
        areas.create(new CreatePrivateArea(VE, MARK, uid));
        assertEquals(Set.of(VE), areas.list());
        assertEquals(
                Reading.present(new PrivateArea(uid, Reading.present(MARK))), areas.observe(VE));
    }

    @Test
    void whatTheVeWritesBelongsToItsRootAndTheRestToTheHost() throws Exception {
        areas.create(new CreatePrivateArea(VE, MARK, uid));
        Path area = home.privateArea(VE);
        assertEquals(uid, uid(area.resolve("upper")));
        assertEquals(uid, uid(area.resolve("work")));
        assertEquals(uid(directory), uid(area));
        assertEquals(uid(directory), uid(area.resolve("low")));
        assertEquals(uid(directory), uid(area.resolve("root")));
        assertEquals("rwxr-xr-x", mode(area.resolve("upper")));
        assertEquals("rwx------", mode(area.resolve("work")));
        assertEquals("rwxr-xr-x", mode(area));
    }

    @Test
    void theFirstHostIdIsFoundWithoutReadingTheMark() throws Exception {
        areas.create(new CreatePrivateArea(VE, MARK, uid));
        Files.writeString(home.privateArea(VE).resolve("owner"), "damaged");
        assertEquals(uid, areas.uidBase(VE));
        OperationFailure gone =
                assertThrows(OperationFailure.class, () -> areas.uidBase(new VeId(102)));
        assertEquals(FailureKind.GONE, gone.kind());
    }

    @Test
    void creatingAgainChangesNothing() throws Exception {
        areas.create(new CreatePrivateArea(VE, MARK, uid));
        Files.writeString(home.privateArea(VE).resolve("upper").resolve("file"), "kept");
        areas.create(new CreatePrivateArea(VE, MARK, uid));
        assertEquals(
                "kept", Files.readString(home.privateArea(VE).resolve("upper").resolve("file")));
    }

    @Test
    void anAreaOfSomebodyElseIsNotTaken() throws OperationFailure {
        areas.create(new CreatePrivateArea(VE, MARK, uid));
        OwnerMark other = withDeletion(DeletionPolicy.DESTROY);
        var failure =
                assertThrows(
                        OperationFailure.class,
                        () -> areas.create(new CreatePrivateArea(VE, other, uid)));
        assertEquals(FailureKind.CONFLICT, failure.kind());
        assertEquals(
                Reading.present(new PrivateArea(uid, Reading.present(MARK))), areas.observe(VE));
    }

    @Test
    void aMarkIsReplacedWhole() throws Exception {
        areas.create(new CreatePrivateArea(VE, MARK, uid));
        OwnerMark other = withDeletion(DeletionPolicy.DESTROY);
        areas.writeMark(VE, other);
        assertEquals(
                Reading.present(new PrivateArea(uid, Reading.present(other))), areas.observe(VE));
        assertFalse(Files.exists(home.privateArea(VE).resolve("owner.new")));
    }

    @Test
    void aVeThatIsGoneHasNoMarkToWrite() {
        var failure = assertThrows(OperationFailure.class, () -> areas.writeMark(VE, MARK));
        assertEquals(FailureKind.GONE, failure.kind());
        assertEquals("write the owner mark of VE 101: ENOENT", failure.getMessage());
    }

    @Test
    void aDamagedMarkIsUnreadableAndTheVeStaysKnown() throws Exception {
        areas.create(new CreatePrivateArea(VE, MARK, uid));
        for (String damaged : List.of("", "vzgit-owner=1\n", "x".repeat(70_000))) {
            Files.writeString(home.privateArea(VE).resolve("owner"), damaged);
            assertInstanceOf(Reading.Unreadable.class, markOf(VE));
        }
        Files.delete(home.privateArea(VE).resolve("owner"));
        assertInstanceOf(Reading.Unreadable.class, markOf(VE));
        Files.write(home.privateArea(VE).resolve("owner"), new byte[] {(byte) 0xff, '\n'});
        assertInstanceOf(Reading.Unreadable.class, markOf(VE));
        assertEquals(Set.of(VE), areas.list());
    }

    @Test
    void anAreaWithoutItsUpperDirectoryIsUnreadable() throws Exception {
        areas.create(new CreatePrivateArea(VE, MARK, uid));
        Files.delete(home.privateArea(VE).resolve("upper"));
        assertInstanceOf(Reading.Unreadable.class, areas.observe(VE));
        assertThrows(
                OperationFailure.class, () -> areas.create(new CreatePrivateArea(VE, MARK, uid)));
    }

    @Test
    void foreignEntriesAreNoVes() throws Exception {
        areas.create(new CreatePrivateArea(VE, MARK, uid));
        for (String name : List.of("100", "0102", "lost+found", "101.old", "2147483645")) {
            Files.createDirectory(home.privateAreas().resolve(name));
        }
        Files.writeString(home.privateAreas().resolve("102"), "a file");
        Files.createSymbolicLink(home.privateAreas().resolve("103"), home.privateArea(VE));
        assertEquals(Set.of(VE), areas.list());
    }

    @Test
    void aRetainedAreaIsNotDestroyed() throws Exception {
        areas.create(new CreatePrivateArea(VE, MARK, uid));
        var failure = assertThrows(OperationFailure.class, () -> areas.destroy(VE));
        assertEquals(FailureKind.DENIED, failure.kind());
        assertEquals(Set.of(VE), areas.list());
    }

    @Test
    void anAreaWithADamagedMarkIsNotDestroyed() throws Exception {
        areas.create(new CreatePrivateArea(VE, RELEASED, uid));
        Files.writeString(home.privateArea(VE).resolve("owner"), "?");
        var failure = assertThrows(OperationFailure.class, () -> areas.destroy(VE));
        assertEquals(FailureKind.DENIED, failure.kind());
    }

    @Test
    void destroyingDeletesEverythingBelow() throws Exception {
        areas.create(new CreatePrivateArea(VE, RELEASED, uid));
        Path upper = home.privateArea(VE).resolve("upper");
        Path closed = Files.createDirectories(upper.resolve("a").resolve("closed"));
        Files.writeString(closed.resolve("file"), "x");
        Files.setPosixFilePermissions(closed.resolve("file"), Set.of());
        areas.destroy(VE);
        assertTrue(areas.list().isEmpty());
        assertEquals(List.of(), entries(home.trash()));
    }

    @Test
    void destroyingFollowsNoLinkOut() throws Exception {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "x");
        areas.create(new CreatePrivateArea(VE, RELEASED, uid));
        Path upper = home.privateArea(VE).resolve("upper");
        Files.createSymbolicLink(upper.resolve("link"), outside);
        Files.createSymbolicLink(upper.resolve("file"), outside.resolve("precious"));
        areas.destroy(VE);
        assertTrue(Files.exists(outside.resolve("precious")));
    }

    @Test
    void destroyingNothingIsDone() throws OperationFailure {
        areas.destroy(VE);
        assertTrue(areas.list().isEmpty());
    }

    @Test
    void anInterruptedCreationIsNoVeAndIsSweptAway() throws Exception {
        areas.create(new CreatePrivateArea(VE, MARK, uid));
        Files.createDirectories(home.trash());
        Path left = home.trash().resolve("102-5f0c");
        Files.createDirectories(left.resolve("upper"));
        assertEquals(Set.of(VE), areas.list());
        areas.emptyTrash();
        assertFalse(Files.exists(left));
        assertEquals(Set.of(VE), areas.list());
    }

    @Test
    void anInterruptedDestructionIsNoVeAndIsSweptAway() throws Exception {
        areas.create(new CreatePrivateArea(VE, MARK, uid));
        Files.createDirectories(home.trash());
        Files.move(home.privateArea(VE), home.trash().resolve("101-5f0c"));
        assertEquals(Reading.absent(), areas.observe(VE));
        assertTrue(areas.list().isEmpty());
        areas.create(new CreatePrivateArea(VE, MARK, uid));
        areas.emptyTrash();
        assertEquals(List.of(), entries(home.trash()));
        assertEquals(Set.of(VE), areas.list());
    }

    @Test
    void aDeepTreeIsDeleted() throws Exception {
        areas.emptyTrash();
        Files.createDirectories(home.trash());
        Path deep = home.trash().resolve("deep");
        Path path = deep;
        for (int depth = 0; depth < 1000; depth++) {
            path = path.resolve("d");
        }
        Files.createDirectories(path);
        areas.emptyTrash();
        assertFalse(Files.exists(deep));
    }

    private Reading<OwnerMark> markOf(VeId veid) {
        return areas.observe(veid) instanceof Reading.Present<PrivateArea>(PrivateArea area)
                ? area.mark()
                : Reading.absent();
    }

    private static OwnerMark withDeletion(DeletionPolicy deletion) {
        return new OwnerMark(
                MARK.repository(), MARK.name(), MARK.template(), MARK.applied(), deletion);
    }

    private static List<Path> entries(Path parent) throws IOException {
        try (var entries = Files.list(parent)) {
            return List.copyOf(new TreeSet<>(entries.toList()));
        }
    }
}
