package org.vzgit.reconciler.forge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vzgit.reconciler.forge.Passes.COMMIT;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.reconciler.loop.PassResult;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.source.CommitState;

class CommitStatusTest {
    @Test
    void beginningIsPendingAndSaysHowMuchThereIsToDo() {
        assertEquals(
                "PENDING applies 2 operations",
                text(CommitStatus.beginning(Passes.plan(COMMIT, 101, 102))));
        assertEquals(
                "PENDING applies 1 operation",
                text(CommitStatus.beginning(Passes.plan(COMMIT, 101))));
    }

    @Test
    void nothingLeftIsSuccess() {
        assertEquals("SUCCESS as this commit wants it", after(Passes.quiet(COMMIT)));
        assertEquals("SUCCESS as this commit wants it", after(Passes.done(COMMIT)));
    }

    @Test
    void somethingLeftIsPending() {
        assertEquals("PENDING 2 operations left to do", after(Passes.unfinished(COMMIT, 101, 102)));
    }

    @Test
    void failedVesAreNamedWithoutWhatTheKernelSaid() {
        assertEquals(
                "FAILURE failed, is tried again: 2 VEs, 101, 102",
                after(Passes.failed(COMMIT, 101, 102)));
    }

    @Test
    void veThatFailedBeforeAndStillDiffersIsAFailure() {
        assertEquals(
                "FAILURE failed, is tried again: 1 VE, 101", after(Passes.backingOff(COMMIT, 101)));
    }

    @Test
    void veThatFailedBeforeAndIsAsItShouldBeIsNone() {
        PassResult waits = Passes.backingOff(COMMIT, 101);
        PassResult healed =
                new PassResult(
                        waits.desired(),
                        waits.live(),
                        Passes.plan(COMMIT),
                        Optional.empty(),
                        waits.backingOff());
        assertEquals("SUCCESS as this commit wants it", after(healed));
    }

    @ParameterizedTest
    @EnumSource(Blocked.Reason.class)
    void whatTimeEndsIsPendingAndWhatAPersonMustEndIsAFailure(Blocked.Reason reason) {
        String name = Passes.word(reason);
        assertEquals(
                switch (reason) {
                    case SUSPENDED, FREEZE_WINDOW, ROLLOUT -> "PENDING waits: 1 VE, " + name;
                    case NOT_SUPPORTED_YET,
                            NOT_ON_THIS_KERNEL,
                            NOT_ALLOWED,
                            FOREIGN,
                            PROTECTED,
                            FROZEN,
                            RECREATE,
                            NO_ROOM,
                            ADDRESS_TAKEN,
                            CLONE_SOURCE,
                            FIGHT ->
                            "FAILURE cannot be done: 1 VE, " + name;
                },
                after(Passes.blocked(COMMIT, reason)));
    }

    @Test
    void oneThatWaitsDoesNotHideOneThatCannotBeDone() {
        assertEquals(
                "FAILURE cannot be done: 1 VE, protected",
                after(Passes.blocked(COMMIT, Blocked.Reason.SUSPENDED, Blocked.Reason.PROTECTED)));
    }

    @Test
    void asManyVesAsHaveRoomAreNamedAndTheOthersCounted() {
        assertEquals(
                "FAILURE failed, is tried again: 4 VEs, 101, 102, 103, 104",
                after(Passes.failed(COMMIT, 101, 102, 103, 104)));
        assertEquals(
                "FAILURE failed, is tried again: 5 VEs, 101, 102, 103, 104 and 1 more",
                after(Passes.failed(COMMIT, 101, 102, 103, 104, 105)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"directory", "", "9f8e7d6", "9F8E7D6C5B4A39281706F5E4D3C2B1A098765432"})
    void whatIsNoCommitHasNoStatus(String id) {
        assertTrue(CommitStatus.after(Passes.quiet(id)).isEmpty());
        assertTrue(CommitStatus.beginning(Passes.plan(id, 101)).isEmpty());
    }

    @Test
    void descriptionAsLongAsItMayBeStaysAndOneMoreIsCut() {
        String fits = "x".repeat(CommitStatus.DESCRIPTION_MAX);
        assertEquals(fits, status(fits).description());
        String cut = status(fits + "x").description();
        assertEquals(CommitStatus.DESCRIPTION_MAX, cut.length());
        assertTrue(cut.endsWith("x…"), cut);
    }

    @Test
    void cutDoesNotTearACharacterOfTwoUnits() {
        String cut = status("x".repeat(138) + "😀😀").description();
        assertEquals("x".repeat(138) + "…", cut);
    }

    @Test
    void controlCharactersDoNotPass() {
        assertEquals("a\ufffd[31mb", status("a\u001b[31mb").description());
    }

    private static CommitStatus status(String description) {
        return new CommitStatus(COMMIT, CommitState.PENDING, description);
    }

    private static String after(PassResult result) {
        return text(CommitStatus.after(result));
    }

    private static String text(Optional<CommitStatus> status) {
        return status.map(one -> one.state() + " " + one.description()).orElse("none");
    }
}
