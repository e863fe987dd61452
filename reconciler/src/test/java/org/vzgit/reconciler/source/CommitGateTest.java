package org.vzgit.reconciler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.reconciler.source.signature.Signers;
import org.vzgit.reconciler.source.signature.SigningKeys;

/// Which commits a node follows, over many commits and restarts. Each look is made by a new source,
/// as after a restart.
class CommitGateTest {
    @TempDir Path directory;
    private TestRepository work;
    private SigningKeys keys;
    private Path etc;
    private String url;

    @BeforeEach
    void makeRepository() throws IOException {
        work = TestRepository.withWorkTree(directory.resolve("work"));
        url = work.path().toString();
        keys = new SigningKeys(directory.resolve("k"));
        etc = Files.createDirectory(directory.resolve("etc"));
    }

    @AfterEach
    void endAgent() throws IOException {
        keys.close();
    }

    @Test
    void historyThatGoesOnIsFollowed() throws Exception {
        work.commit("a.yaml", "1");
        take();
        String next = work.commit("a.yaml", "2");
        assertEquals(next, take().revision().id());
    }

    @Test
    void rewoundHistoryIsRefusedAcrossRestartsAndNamesBothCommits() throws Exception {
        String first = work.commit("a.yaml", "1");
        String second = work.commit("a.yaml", "2");
        take();
        work.git("reset", "-q", "--hard", first);
        for (int restart = 0; restart < 2; restart++) {
            SourceFailure failure = refused();
            assertEquals(
                    url
                            + " at main was rewound: "
                            + first.substring(0, 12)
                            + " does not go on from "
                            + second.substring(0, 12)
                            + ", which this node took last; find out who pushed it and why; if it"
                            + " is to count as it is: vzgit accept "
                            + first,
                    failure.getMessage());
        }
        assertEquals(second, lastTaken());
    }

    @Test
    void aForcePushedBranchIsRefusedAndWhatWasTakenStaysReadable() throws Exception {
        String first = work.commit("a.yaml", "1");
        String second = work.commit("a.yaml", "2");
        try (SmartHttpServer server = new SmartHttpServer(work.path(), Optional.empty())) {
            url = server.url();
            take();
            work.git("reset", "-q", "--hard", first);
            work.commit("a.yaml", "other");
            assertEquals(SourceFailure.Kind.REFUSED, refused().kind());
            TestRepository cache = new TestRepository(cache());
            cache.git("gc", "-q", "--prune=now");
            cache.git("cat-file", "-e", second);
        }
        assertEquals(
                "2", source().openLastTaken(location()).orElseThrow().files().getFirst().text());
    }

    @Test
    void whatAPersonAcceptedIsFollowedAndWhatComesAfterIt() throws Exception {
        String first = work.commit("a.yaml", "1");
        work.commit("a.yaml", "2");
        take();
        work.git("reset", "-q", "--hard", first);
        String other = work.commit("a.yaml", "other");
        assertEquals(other, source().accept(location(), other.substring(0, 8)));
        String later = work.commit("a.yaml", "later");
        assertEquals(later, take().revision().id());
    }

    @Test
    void acceptingOneRewindIsNoLicenceForTheNext() throws Exception {
        String first = work.commit("a.yaml", "1");
        work.commit("a.yaml", "2");
        take();
        work.git("reset", "-q", "--hard", first);
        source().accept(location(), first);
        take();
        work.commit("a.yaml", "3");
        take();
        work.git("reset", "-q", "--hard", first);
        assertEquals(SourceFailure.Kind.REFUSED, refused().kind());
    }

    @Test
    void aRestoredBranchNeedsNoWord() throws Exception {
        String first = work.commit("a.yaml", "1");
        String second = work.commit("a.yaml", "2");
        take();
        work.git("reset", "-q", "--hard", first);
        refused();
        work.git("reset", "-q", "--hard", second);
        assertEquals(second, take().revision().id());
    }

    @Test
    void anotherHistoryInTheSamePlaceIsRefused() throws Exception {
        work.commit("a.yaml", "1");
        take();
        work.git("checkout", "-q", "--orphan", "anew");
        work.commit("a.yaml", "2");
        work.git("branch", "-f", "main", "anew");
        assertEquals(SourceFailure.Kind.REFUSED, refused().kind());
    }

    @Test
    void aBranchThatAPersonNamesHasAMemoryOfItsOwn() throws Exception {
        work.commit("a.yaml", "1");
        take();
        work.git("checkout", "-q", "--orphan", "anew");
        String other = work.commit("a.yaml", "2");
        var anew = new SourceLocation.Repository(url, "anew", "");
        assertEquals(other, source().open(anew).revision().id());
    }

    @Test
    void commitIdsAreNotRemembered() throws Exception {
        String first = work.commit("a.yaml", "1");
        var byId = new SourceLocation.Repository(url, first, "");
        source().took(byId, source().open(byId).revision());
        assertFalse(Files.exists(directory.resolve("trust")));
    }

    @Test
    void aDamagedMemoryIsRefusedAndNotAFirstContact() throws Exception {
        work.commit("a.yaml", "1");
        take();
        Path memory = only(directory.resolve("trust"));
        Files.writeString(memory, "commit = zzz\n");
        assertTrue(refused().toString().contains("no commit id: zzz"));
        Files.writeString(memory, "x".repeat(20_000));
        assertEquals(SourceFailure.Kind.REFUSED, refused().kind());
    }

    @Test
    void everyCommitOfTheRangeHasToBeSigned() throws Exception {
        allow("ada");
        signed("ada", "1");
        take();
        String sneaked = work.commit("a.yaml", "2");
        String tip = signed("ada", "3");
        SourceFailure failure = refused();
        assertTrue(
                failure.toString().contains("commit " + sneaked.substring(0, 12)),
                failure.getMessage());
        assertTrue(failure.toString().contains("by Ada Admin <ada@example.org>, is not signed"));
        assertTrue(failure.nextStep().endsWith("vzgit accept " + sneaked));
        source().accept(location(), sneaked);
        assertEquals(tip, take().revision().id());
    }

    @Test
    void acceptingOneUnsignedCommitDoesNotCoverTheNext() throws Exception {
        allow("ada");
        signed("ada", "1");
        take();
        source().accept(location(), work.commit("a.yaml", "2"));
        String next = work.commit("a.yaml", "3");
        assertTrue(refused().nextStep().endsWith(next));
    }

    @Test
    void theOtherSideOfAMergeIsVerifiedToo() throws Exception {
        allow("ada");
        signed("ada", "1");
        take();
        work.git("checkout", "-q", "-b", "side");
        String side = work.commit("b.yaml", "unsigned");
        work.git("checkout", "-q", "main");
        signed("ada", "2");
        List<String> merge = new ArrayList<>(keys.signingWithSsh("ada").subList(0, 4));
        merge.addAll(List.of("merge", "-q", "-S", "--no-ff", "-m", "merge", "side"));
        work.git(merge.toArray(String[]::new));
        assertTrue(refused().nextStep().endsWith(side));
    }

    @Test
    void atFirstContactTheNewestCommitDecides() throws Exception {
        work.commit("a.yaml", "from before signing was asked for");
        allow("ada");
        String tip = signed("ada", "2");
        assertEquals(tip, take().revision().id());
    }

    @Test
    void signersThatDisappearDoNotSwitchTheCheckOff() throws Exception {
        allow("ada");
        signed("ada", "1");
        take();
        Files.delete(etc.resolve("allowed_signers"));
        work.commit("a.yaml", "2");
        assertTrue(refused().toString().contains("names no signers any more"));
    }

    @Test
    void aRangeAboveTheBoundIsRefusedAndOneAtTheBoundIsRead() throws Exception {
        allow("ada");
        signed("ada", "0");
        take();
        signed("ada", "1");
        signed("ada", "2");
        check(2);
        signed("ada", "3");
        SourceFailure failure = assertThrows(SourceFailure.class, () -> check(2));
        assertTrue(failure.toString().contains("more than 2 commits since"));
    }

    @Test
    void aDirectoryIsNotAsked() throws Exception {
        allow("ada");
        Path plain = Files.createDirectory(directory.resolve("plain"));
        SourceLocation location = SourceLocation.directory(plain);
        source().took(location, source().open(location).revision());
        assertEquals(Optional.empty(), source().openLastTaken(location));
    }

    private void check(int most) throws IOException, SourceFailure {
        try (Repository repository = LocalRepository.open(work.path())) {
            new CommitGate(trust(), most)
                    .check(
                            repository,
                            LocalRepository.resolve(repository, "main", url),
                            location());
        }
    }

    private Snapshot take() throws SourceFailure {
        Snapshot snapshot = source().open(location());
        source().took(location(), snapshot.revision());
        return snapshot;
    }

    private SourceFailure refused() {
        SourceFailure failure = assertThrows(SourceFailure.class, () -> source().open(location()));
        assertEquals(SourceFailure.Kind.REFUSED, failure.kind(), failure.toString());
        return failure;
    }

    private String lastTaken() throws SourceFailure {
        return source().openLastTaken(location()).orElseThrow().revision().id();
    }

    private void allow(String name) throws IOException {
        Files.writeString(
                etc.resolve("allowed_signers"), name + "@example.org " + keys.ssh(name) + "\n");
    }

    private String signed(String name, String text) throws IOException {
        work.write("a.yaml", text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        work.git("add", "-A");
        List<String> command = new ArrayList<>(keys.signingWithSsh(name));
        command.addAll(List.of("-q", "-m", text));
        work.git(command.toArray(String[]::new));
        return work.git("rev-parse", "HEAD");
    }

    private SourceLocation.Repository location() {
        return new SourceLocation.Repository(url, "main", "");
    }

    private Path cache() throws IOException {
        return only(directory.resolve("cache"));
    }

    private static Path only(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.findFirst().orElseThrow();
        }
    }

    private Trust trust() {
        return new Trust(directory.resolve("trust"), Signers.in(etc));
    }

    private DesiredSource source() {
        return new DesiredSource(
                new SourceSettings(
                        directory.resolve("cache"),
                        directory,
                        Optional.empty(),
                        InstantSource.system()),
                trust());
    }
}
