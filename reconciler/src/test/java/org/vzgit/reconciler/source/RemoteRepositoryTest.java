package org.vzgit.reconciler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Over real HTTP, with JGit's own server behind it.
class RemoteRepositoryTest {
    private static final String NOTE = "2026-11-22T12:00:00Z success: as this commit wants it";

    @TempDir Path directory;
    private TestRepository work;
    private String first;
    private Optional<Path> tokenFile = Optional.empty();

    @BeforeEach
    void makeRepository() throws IOException {
        work = TestRepository.withWorkTree(directory.resolve("work"));
        first = work.commit("web1.yaml", "one\n");
    }

    @Test
    void branchIsFetchedWithItsWholeHistory() throws Exception {
        work.commit("web2.yaml", "two\n");
        try (SmartHttpServer server = server()) {
            Snapshot snapshot = open(server.url(), "main");
            assertEquals(2, snapshot.files().size());
            assertEquals("git:" + first, snapshot.repositoryId());
        }
    }

    @Test
    void everyWayToNameACommitWorks() throws Exception {
        work.git("tag", "-a", "heavy", "-m", "annotated");
        work.commit("web1.yaml", "changed\n");
        try (SmartHttpServer server = server()) {
            for (String revision :
                    List.of(first, first.substring(0, 8), "heavy", "main~1", "HEAD^", "@~1")) {
                assertEquals(first, open(server.url(), revision).revision().id(), revision);
            }
        }
    }

    @Test
    void unchangedBranchIsAskedForAndNotFetched() throws Exception {
        try (SmartHttpServer server = server()) {
            var location = new SourceLocation.Repository(server.url(), "main", "");
            Snapshot snapshot = source().open(location);
            server.requests.clear();
            assertSame(snapshot, source().refresh(location, snapshot));
            assertFalse(server.requests.contains("fetch"), server.requests.toString());
            String second = work.commit("web2.yaml", "two\n");
            assertEquals(second, source().refresh(location, snapshot).revision().id());
            assertTrue(server.requests.contains("fetch"));
        }
    }

    @Test
    void notesOfOtherNodesComeWithTheSameQuestion() throws Exception {
        try (SmartHttpServer server = server()) {
            var location = new SourceLocation.Repository(server.url(), "main", "");
            DesiredSource source = source();
            Snapshot snapshot = source.open(location);
            String commit = snapshot.revision().id();
            assertTrue(source.heed(Set.of("hn1", "hn2")));
            assertFalse(source.heed(Set.of("hn2", "hn1")));
            work.git("notes", "--ref=vzgit/hn1", "add", "-m", NOTE, commit);
            assertSame(snapshot, source.refresh(location, snapshot));
            assertEquals(
                    Optional.of(CommitState.SUCCESS),
                    Objects.requireNonNull(source.told(location, "hn1").get(commit)).state());
            assertEquals(Map.of(), source.told(location, "hn2"));
            server.requests.clear();
            assertSame(snapshot, source.refresh(location, snapshot));
            assertFalse(server.requests.contains("fetch"), "notes that did not change");
            assertEquals(1, server.requests.stream().filter("ls-refs"::equals).count());
        }
    }

    @Test
    void knownFullIdNeedsNoServer() throws Exception {
        String url;
        try (SmartHttpServer server = server()) {
            url = server.url();
            open(url, "main");
        }
        assertEquals(first, open(url, first).revision().id());
    }

    @Test
    void lostServerIsUnreachableAndTheCacheStillServes() throws Exception {
        String url;
        try (SmartHttpServer server = server()) {
            url = server.url();
            open(url, "main");
        }
        SourceFailure failure = assertThrows(SourceFailure.class, () -> open(url, "main"));
        assertEquals(SourceFailure.Kind.UNREACHABLE, failure.kind());
        var location = new SourceLocation.Repository(url, "main", "");
        assertEquals(first, source().openOffline(location).revision().id());
    }

    @Test
    void neverFetchedIsNotServedOffline() {
        var location = new SourceLocation.Repository("http://127.0.0.1:1/x.git", "main", "");
        assertThrows(SourceFailure.class, () -> source().openOffline(location));
    }

    @Test
    void rewrittenBranchIsFollowed() throws Exception {
        work.commit("web1.yaml", "two\n");
        try (SmartHttpServer server = server()) {
            open(server.url(), "main");
            work.git("reset", "-q", "--hard", first);
            String other = work.commit("web1.yaml", "other\n");
            assertEquals(other, open(server.url(), "main").revision().id());
        }
    }

    @Test
    void unknownBranchNamesWhatThereIs() throws Exception {
        try (SmartHttpServer server = server()) {
            SourceFailure failure =
                    assertThrows(SourceFailure.class, () -> open(server.url(), "mian"));
            assertEquals(SourceFailure.Kind.UNKNOWN_REVISION, failure.kind());
            assertEquals("it has: main", failure.nextStep());
        }
    }

    @Test
    void emptyRepositorySaysSo() throws Exception {
        TestRepository empty = TestRepository.withWorkTree(directory.resolve("empty"));
        try (SmartHttpServer server = new SmartHttpServer(empty.path(), Optional.empty())) {
            SourceFailure failure =
                    assertThrows(SourceFailure.class, () -> open(server.url(), "main"));
            assertEquals(SourceFailure.Kind.EMPTY, failure.kind());
        }
    }

    @Test
    void unknownPathIsNoRepository() throws Exception {
        try (SmartHttpServer server = server()) {
            String wrong = server.url().replace("ves.git", "other.git");
            SourceFailure failure = assertThrows(SourceFailure.class, () -> open(wrong, "main"));
            assertEquals(SourceFailure.Kind.NOT_A_REPOSITORY, failure.kind());
        }
    }

    @Test
    void tokenIsReadFromItsFile() throws Exception {
        writeToken("s3cret\n", "rw-------");
        try (SmartHttpServer server = new SmartHttpServer(work.path(), Optional.of("s3cret"))) {
            assertEquals(first, open(server.url(), "main").revision().id());
        }
    }

    @Test
    void wrongOrMissingTokenIsDenied() throws Exception {
        try (SmartHttpServer server = new SmartHttpServer(work.path(), Optional.of("s3cret"))) {
            assertEquals(SourceFailure.Kind.DENIED, failure(server).kind());
            writeToken("wrong", "rw-------");
            SourceFailure wrong = failure(server);
            assertEquals(SourceFailure.Kind.DENIED, wrong.kind());
            assertFalse(wrong.toString().contains("wrong;"), wrong.toString());
        }
    }

    @Test
    void tokenThatEverybodyCanReadIsRefused() throws Exception {
        writeToken("s3cret", "rw-r--r--");
        try (SmartHttpServer server = new SmartHttpServer(work.path(), Optional.of("s3cret"))) {
            SourceFailure failure = failure(server);
            assertEquals(SourceFailure.Kind.DENIED, failure.kind());
            assertTrue(failure.toString().contains("chmod o-r"), failure.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org/x.git",
                "git://example.org/x.git",
                "ftp://example.org/x.git",
                "https://user:password@example.org/x.git",
                "https://exa mple.org/x.git"
            })
    void unsafeLocationsAreRefusedWithoutAnyTraffic(String url) {
        SourceFailure failure = assertThrows(SourceFailure.class, () -> open(url, "main"));
        assertEquals(SourceFailure.Kind.BAD_LOCATION, failure.kind());
        assertFalse(failure.toString().contains("password@"), failure.toString());
    }

    @Test
    void addressesAreTakenApart() throws Exception {
        assertEquals(
                new RepositoryAddress.Remote("git@example.org:ves.git", true),
                RepositoryAddress.parse("git@example.org:ves.git"));
        assertEquals(
                new RepositoryAddress.Remote("ssh://git@example.org/ves.git", true),
                RepositoryAddress.parse("ssh://git@example.org/ves.git"));
        assertEquals(new RepositoryAddress.Local(Path.of("/a:b")), RepositoryAddress.parse("/a:b"));
        assertEquals(
                new RepositoryAddress.Local(Path.of("/srv/x")),
                RepositoryAddress.parse("file:///srv/x"));
    }

    private SmartHttpServer server() throws IOException {
        return new SmartHttpServer(work.path(), Optional.empty());
    }

    private SourceFailure failure(SmartHttpServer server) {
        return assertThrows(SourceFailure.class, () -> open(server.url(), "main"));
    }

    private void writeToken(String token, String permissions) throws IOException {
        Path file = Files.writeString(directory.resolve("token"), token);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        tokenFile = Optional.of(file);
    }

    private Snapshot open(String url, String revision) throws SourceFailure {
        return source().open(new SourceLocation.Repository(url, revision, ""));
    }

    private DesiredSource source() {
        return new DesiredSource(
                new SourceSettings(
                        directory.resolve("cache"), directory, tokenFile, InstantSource.system()));
    }
}
