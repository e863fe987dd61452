package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.ClonePrivateArea;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.IdShift;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.VeId;

/// A private area made from another one, with a copier that only notes what it is asked.
class AreaCloningTest {
    private static final VeId SOURCE = new VeId(101);
    private static final VeId CLONE = new VeId(102);
    private static final OwnerMark MARK = OwnerMarkTextTest.MARK;

    @TempDir Path directory;
    private NodeHome home;
    private final RecordingGround ground = new RecordingGround();
    private final List<String> copies = new ArrayList<>();
    private Optional<OperationFailure> refusal = Optional.empty();
    private PrivateAreas areas;
    private AreaCloning cloning;

    /// Only root can give files away; the others test with their own id.
    private long uid;

    @BeforeEach
    void makeTheSource() throws Exception {
        home = NodeHome.below(directory);
        areas = new PrivateAreas(home, ground);
        cloning = new AreaCloning(home, ground, areas, this::copy, new SecureRandom());
        uid = Integer.toUnsignedLong((Integer) Files.getAttribute(directory, "unix:uid"));
        areas.create(new CreatePrivateArea(SOURCE, MARK, uid));
        ground.calls.clear();
    }

    private void copy(Path from, Path to, IdShift shift) throws OperationFailure {
        copies.add(home.state().relativize(from) + " " + shift.from() + " " + shift.to());
        try {
            Files.createDirectories(to.resolve("etc"));
            Files.writeString(to.resolve("etc/machine-id"), "of the source");
        } catch (IOException e) {
            throw new OperationFailure(FailureKind.BROKEN, "write", e);
        }
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    private ClonePrivateArea wanted(OwnerMark mark) {
        return new ClonePrivateArea(new CreatePrivateArea(CLONE, mark, uid), SOURCE);
    }

    private OperationFailure refused(ClonePrivateArea wanted) {
        return assertThrows(OperationFailure.class, () -> cloning.clone(wanted));
    }

    @Test
    void aCloneIsThereWithItsMarkAndAnIdentityOfItsOwn() throws Exception {
        cloning.clone(wanted(MARK));
        assertEquals(
                Reading.present(new PrivateArea(uid, Reading.present(MARK))), areas.observe(CLONE));
        Path id = home.privateArea(CLONE).resolve("upper/etc/machine-id");
        assertEquals("", Files.readString(id));
        assertEquals(List.of("ve/101/upper " + uid + " " + uid), copies);
    }

    @Test
    void boundsOfUsersAreCarriedWhenTheFilesAreThere() throws Exception {
        cloning.clone(wanted(MARK));
        assertEquals(
                List.of(
                        "prepare " + uid + " there",
                        "begin " + uid + " there",
                        "carry bounds " + uid + " to " + uid + " there"),
                ground.calls);
    }

    @Test
    void aSecondRequestCopiesNothing() throws Exception {
        cloning.clone(wanted(MARK));
        cloning.clone(wanted(MARK));
        assertEquals(1, copies.size());
    }

    @Test
    void nobodySeesAnInterruptedClone() throws Exception {
        refusal = Optional.of(new OperationFailure(FailureKind.BROKEN, "copy: EIO"));
        refused(wanted(MARK));
        assertEquals(Reading.absent(), areas.observe(CLONE));
        try (var left = Files.list(home.trash())) {
            assertEquals(1, left.count());
        }
        areas.emptyTrash();
        try (var left = Files.list(home.trash())) {
            assertEquals(0, left.count());
        }
        assertTrue(Files.isDirectory(home.privateArea(SOURCE)), "the source is untouched");
    }

    @Test
    void aCloneCanBeMadeAfterAnInterruptedOne() throws Exception {
        ground.refuses = Optional.of("carry");
        refused(wanted(MARK));
        ground.refuses = Optional.empty();
        cloning.clone(wanted(MARK));
        assertTrue(Files.isDirectory(home.privateArea(CLONE)));
    }

    @Test
    void aSourceWithoutFilesIsGone() {
        var wanted = new ClonePrivateArea(wanted(MARK).area(), new VeId(103));
        OperationFailure failure = refused(wanted);
        assertEquals(FailureKind.GONE, failure.kind());
        assertEquals("clone VE 103: ENOENT: it has no private area", failure.getMessage());
        assertEquals(Reading.absent(), areas.observe(CLONE));
    }

    @Test
    void aSourceOnAnotherTemplateIsRefused() {
        var other = new TemplateRef(MARK.template().name(), "another");
        var mark =
                new OwnerMark(
                        MARK.repository(), MARK.name(), other, MARK.applied(), MARK.deletion());
        OperationFailure failure = refused(wanted(mark));
        assertEquals(FailureKind.CONFLICT, failure.kind());
        assertTrue(failure.toString().contains(other.text()), failure.getMessage());
        assertEquals(List.of(), copies);
    }

    @Test
    void aSourceWithADamagedMarkIsRefused() throws Exception {
        Files.writeString(home.privateArea(SOURCE).resolve("owner"), "damaged");
        assertEquals(FailureKind.CONFLICT, refused(wanted(MARK)).kind());
        assertEquals(List.of(), copies);
    }
}
