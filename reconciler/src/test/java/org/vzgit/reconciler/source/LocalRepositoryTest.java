package org.vzgit.reconciler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.document.SourceFile;

class LocalRepositoryTest {
    @TempDir Path directory;
    private TestRepository work;
    private String first;
    private DesiredSource source;

    @BeforeEach
    void makeRepository() throws IOException {
        work = TestRepository.withWorkTree(directory.resolve("work"));
        first = work.commit("web1.yaml", "one\n", "README.md", "read me\n");
        source =
                new DesiredSource(
                        new SourceSettings(
                                directory.resolve("cache"),
                                directory,
                                Optional.empty(),
                                InstantSource.system()));
    }

    @Test
    void onlyYamlFilesOfTheCommitAreRead() throws Exception {
        work.commit("b/web2.yml", "two\n", ".github/ci.yaml", "no\n", "web3.yaml.bak", "no\n");
        Files.writeString(work.path().resolve("uncommitted.yaml"), "not yet\n");
        Snapshot snapshot = open("HEAD");
        assertEquals(
                List.of(
                        new SourceFile("b/web2.yml", "two\n"),
                        new SourceFile("web1.yaml", "one\n")),
                snapshot.files());
        assertEquals(List.of(), snapshot.findings());
    }

    @Test
    void scriptsOfTheCommitAreReadAndOtherFilesOfTheirKindAreNot() throws Exception {
        work.commit(
                "scripts/web.start",
                "#!/bin/sh\n",
                "a/scripts/web.umount",
                "#!/bin/sh\n",
                "units/data.mount",
                "[Mount]\n",
                "scripts/README",
                "read me\n");
        Set<String> read = Set.of("a/scripts/web.umount", "scripts/web.start", "web1.yaml");
        assertEquals(read, paths(open("HEAD")));
        assertEquals(read, paths(source.open(SourceLocation.directory(work.path()))));
    }

    private static Set<String> paths(Snapshot snapshot) {
        return snapshot.files().stream().map(SourceFile::path).collect(Collectors.toSet());
    }

    @Test
    void revisionHasFullIdAndAuthor() throws Exception {
        Snapshot snapshot = open("HEAD");
        assertEquals(first, snapshot.revision().id());
        assertEquals("Ada Admin <ada@example.org>", snapshot.revision().author());
    }

    @Test
    void everyWayToNameACommitWorks() throws Exception {
        work.git("tag", "light");
        work.git("tag", "-a", "heavy", "-m", "annotated");
        work.git("branch", "other");
        work.commit("web1.yaml", "changed\n");
        for (String revision :
                List.of(
                        first,
                        first.substring(0, 8),
                        "light",
                        "heavy",
                        "other",
                        "refs/heads/other",
                        "main~1",
                        "HEAD^",
                        "@~1")) {
            assertEquals(first, open(revision).revision().id(), revision);
        }
        assertNotEquals(first, open("main").revision().id());
    }

    @Test
    void bareRepositoryIsReadInPlace() throws Exception {
        TestRepository bare = TestRepository.bareCloneOf(work, directory.resolve("bare.git"));
        assertEquals(1, open(bare.path().toString(), "main", "").files().size());
    }

    @Test
    void packedObjectsAndRefsAreRead() throws Exception {
        work.commit("web2.yaml", "two\n");
        work.git("gc", "-q", "--prune=now");
        work.git("pack-refs", "--all");
        assertEquals(2, open("main").files().size());
    }

    @Test
    void linkedWorkTreeIsARepository() throws Exception {
        Path linked = directory.resolve("linked");
        work.git("worktree", "add", "-q", "-b", "linked", linked.toString());
        assertEquals(first, open(linked.toString(), "main", "").revision().id());
    }

    @Test
    void readingLeavesTheRepositoryAsItIs() throws Exception {
        Set<Path> before = tree(work.path());
        open("HEAD");
        assertEquals(before, tree(work.path()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodes/hn1", "nodes/hn1/", "./nodes/hn1"})
    void pathsAreRelativeToTheSubdirectory(String subdirectory) throws Exception {
        work.commit("nodes/hn1/web1.yaml", "here\n", "nodes/hn2/web2.yaml", "elsewhere\n");
        Snapshot snapshot = open(work.path().toString(), "HEAD", subdirectory);
        assertEquals(List.of(new SourceFile("web1.yaml", "here\n")), snapshot.files());
        assertTrue(snapshot.repositoryId().endsWith("/nodes/hn1"));
    }

    @Test
    void identityIsTheSameByPathUrlCloneBranchAndLaterCommit() throws Exception {
        TestRepository bare = TestRepository.bareCloneOf(work, directory.resolve("bare.git"));
        String expected = "git:" + first;
        assertEquals(expected, open("HEAD").repositoryId());
        assertEquals(expected, open("file://" + work.path(), "HEAD", "").repositoryId());
        assertEquals(expected, open(bare.path().toString(), "HEAD", "").repositoryId());
        work.git("checkout", "-q", "-b", "side");
        work.commit("web2.yaml", "two\n");
        assertEquals(expected, open("side").repositoryId());
        work.git("checkout", "-q", "main");
        work.commit("web3.yaml", "three\n");
        work.git("merge", "-q", "-m", "merge", "side");
        assertEquals(expected, open("main").repositoryId());
    }

    @Test
    void anotherHistoryIsAnotherIdentity() throws Exception {
        TestRepository other = TestRepository.withWorkTree(directory.resolve("other"));
        other.commit("web1.yaml", "other\n");
        assertNotEquals(
                open("HEAD").repositoryId(),
                open(other.path().toString(), "HEAD", "").repositoryId());
    }

    @Test
    void shallowCloneOwnsNothing() throws Exception {
        work.commit("web2.yaml", "two\n");
        Path shallow = directory.resolve("shallow");
        work.git("clone", "-q", "--depth=1", "file://" + work.path(), shallow.toString());
        Snapshot snapshot = open(shallow.toString(), "HEAD", "");
        assertTrue(snapshot.repositoryId().startsWith("git-shallow:"), snapshot.repositoryId());
        assertEquals(2, snapshot.files().size());
    }

    @Test
    void refreshReturnsTheSameSnapshotUntilTheBranchMoves() throws Exception {
        var location = new SourceLocation.Repository(work.path().toString(), "main", "");
        Snapshot last = source.open(location);
        assertSame(last, source.refresh(location, last));
        String second = work.commit("web2.yaml", "two\n");
        Snapshot next = source.refresh(location, last);
        assertEquals(second, next.revision().id());
        assertEquals(2, next.files().size());
    }

    @Test
    void unknownRevisionNamesWhatThereIs() {
        SourceFailure failure = assertThrows(SourceFailure.class, () -> open("mian"));
        assertEquals(SourceFailure.Kind.UNKNOWN_REVISION, failure.kind());
        assertTrue(failure.toString().contains("no revision mian; it has: main"));
    }

    @Test
    void unknownFullIdIsUnknownAndNotDamage() {
        SourceFailure failure = assertThrows(SourceFailure.class, () -> open("0".repeat(39) + "1"));
        assertEquals(SourceFailure.Kind.UNKNOWN_REVISION, failure.kind());
    }

    @Test
    void blobIsNoRevision() throws Exception {
        String blob = work.git("rev-parse", "HEAD:web1.yaml");
        SourceFailure failure = assertThrows(SourceFailure.class, () -> open(blob));
        assertEquals(SourceFailure.Kind.UNKNOWN_REVISION, failure.kind());
    }

    @Test
    void emptyRepositorySaysSo() throws Exception {
        TestRepository empty = TestRepository.withWorkTree(directory.resolve("empty"));
        SourceFailure failure =
                assertThrows(SourceFailure.class, () -> open(empty.path().toString(), "HEAD", ""));
        assertEquals(SourceFailure.Kind.EMPTY, failure.kind());
    }

    @Test
    void missingSubdirectoryIsNotAnEmptyState() {
        SourceFailure failure =
                assertThrows(
                        SourceFailure.class, () -> open(work.path().toString(), "HEAD", "nodes"));
        assertEquals(SourceFailure.Kind.NO_SUBDIRECTORY, failure.kind());
    }

    @Test
    void fileIsNoSubdirectory() {
        SourceFailure failure =
                assertThrows(
                        SourceFailure.class,
                        () -> open(work.path().toString(), "HEAD", "web1.yaml"));
        assertEquals(SourceFailure.Kind.NO_SUBDIRECTORY, failure.kind());
    }

    @Test
    void subdirectoryCannotLeaveTheRepository() {
        SourceFailure failure =
                assertThrows(
                        SourceFailure.class, () -> open(work.path().toString(), "HEAD", "a/../.."));
        assertEquals(SourceFailure.Kind.BAD_LOCATION, failure.kind());
    }

    @Test
    void plainDirectoryIsNoRepository() throws Exception {
        Path plain = Files.createDirectory(directory.resolve("plain"));
        SourceFailure failure =
                assertThrows(SourceFailure.class, () -> open(plain.toString(), "HEAD", ""));
        assertEquals(SourceFailure.Kind.NOT_A_REPOSITORY, failure.kind());
        assertTrue(failure.nextStep().contains("--dir"));
    }

    @Test
    void directoryInsideARepositoryPointsToItsRoot() throws Exception {
        Path inside = Files.createDirectory(work.path().resolve("nodes"));
        SourceFailure failure =
                assertThrows(SourceFailure.class, () -> open(inside.toString(), "HEAD", ""));
        assertEquals("write --repo " + work.path() + " --subdir nodes", failure.nextStep());
    }

    private Snapshot open(String revision) throws SourceFailure {
        return open(work.path().toString(), revision, "");
    }

    private Snapshot open(String url, String revision, String subdirectory) throws SourceFailure {
        return source.open(new SourceLocation.Repository(url, revision, subdirectory));
    }

    private static Set<Path> tree(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.collect(Collectors.toSet());
        }
    }
}
