package org.vzgit.reconciler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotRefsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String REF = "refs/vzgit/snapshots/hn1";

    @TempDir Path directory;
    private TestRepository work;
    private TestRepository bare;
    private String head;
    private Optional<Path> tokenFile = Optional.empty();

    @BeforeEach
    void makeRepository() throws IOException {
        work = TestRepository.withWorkTree(directory.resolve("work"));
        head = work.commit("web1.yaml", "one\n");
        bare = TestRepository.bareCloneOf(work, directory.resolve("ves.git"));
    }

    @Test
    void publishedTextIsOneFileInOneCommitOfItsOwn() throws Exception {
        refs().publish(local(), "hn1", "{}\n");
        assertEquals("{}", bare.git("show", REF + ":snapshot.json"));
        assertEquals("snapshot.json", bare.git("ls-tree", "--name-only", REF));
        assertEquals("1", bare.git("rev-list", "--count", REF));
        assertEquals(
                "vzgit <> 2026-11-22T12:00:00+00:00 What this node uses",
                bare.git("log", "-1", "--format=%an <%ae> %aI %s", REF));
        assertEquals("", bare.git("fsck", "--strict", "--no-dangling"));
    }

    @Test
    void nextOneReplacesItWithoutHistoryAndTouchesNoOtherRef() throws Exception {
        refs().publish(local(), "hn1", "{1}\n");
        refs().publish(local(), "hn2", "{2}\n");
        refs().publish(local(), "hn1", "{3}\n");
        assertEquals("1", bare.git("rev-list", "--count", REF));
        assertEquals(Map.of("hn1", "{3}\n", "hn2", "{2}\n"), refs().read(local()));
        assertEquals(head, bare.git("rev-parse", "main"));
        assertEquals(
                List.of("refs/heads/main", REF, "refs/vzgit/snapshots/hn2"),
                bare.git("for-each-ref", "--format=%(refname)").lines().toList());
    }

    /// Whoever pushes later as somebody else could not write into directories that root made.
    @Test
    void localRepositoryGetsPacksAndNoLooseObjects() throws Exception {
        List<String> before = objectDirectories();
        refs().publish(local(), "hn1", "{}\n");
        assertEquals(before, objectDirectories());
    }

    @Test
    void lockThatIsLeftOverIsNamed() throws Exception {
        Files.createDirectories(bare.path().resolve("refs/vzgit/snapshots"));
        Files.createFile(bare.path().resolve(REF + ".lock"));
        SourceFailure failure =
                assertThrows(SourceFailure.class, () -> refs().publish(local(), "hn1", "{}"));
        assertEquals(SourceFailure.Kind.DENIED, failure.kind());
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.startsWith("write " + REF + " in " + bare.path() + ": "), message);
        assertTrue(message.contains("LOCK_FAILURE"), message);
        assertTrue(message.endsWith("no " + REF + ".lock is left over"), message);
    }

    @Test
    void cloneDoesNotFetchIt() throws Exception {
        refs().publish(local(), "hn1", "{}\n");
        TestRepository clone = TestRepository.bareCloneOf(work, directory.resolve("clone.git"));
        clone.git("fetch", "-q", bare.path().toString());
        assertFalse(clone.git("for-each-ref").contains("vzgit"));
        assertTrue(refs().read(at(clone.path().toString())).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b", "a.lock", "a.", "../heads/main", "a/b"})
    void nameThatIsNoneForARefIsRefused(String node) throws Exception {
        SourceFailure failure =
                assertThrows(SourceFailure.class, () -> refs().publish(local(), node, "{}"));
        assertEquals(SourceFailure.Kind.BAD_LOCATION, failure.kind());
        assertEquals(head, bare.git("rev-parse", "main"));
        assertFalse(bare.git("for-each-ref").contains("vzgit"));
    }

    @Test
    void publishedOverHttpItIsReadOverHttp() throws Exception {
        try (SmartHttpServer server = server()) {
            refs().publish(at(server.url()), "hn1", "{1}\n");
            refs().publish(at(server.url()), "hn1", "{2}\n");
            assertEquals(List.of("refs to push", "push", "refs to push", "push"), server.requests);
            assertEquals("1", bare.git("rev-list", "--count", REF));
            assertEquals(head, bare.git("rev-parse", "main"));
            assertEquals(Map.of("hn1", "{2}\n"), refs().read(at(server.url())));
            server.requests.clear();
            assertEquals(Map.of("hn1", "{2}\n"), refs().read(at(server.url())));
            assertFalse(server.requests.contains("fetch"), server.requests.toString());
        }
    }

    @Test
    void tokenIsGivenToWhoAsksForItAndNotRepeated() throws Exception {
        tokenFile = Optional.of(token("s3cr3t"));
        try (SmartHttpServer server = server(Optional.of("s3cr3t"))) {
            refs().publish(at(server.url()), "hn1", "{}\n");
            assertEquals("{}", bare.git("show", REF + ":snapshot.json"));
        }
        try (SmartHttpServer server = server(Optional.of("another"))) {
            SourceFailure failure =
                    assertThrows(
                            SourceFailure.class,
                            () -> refs().publish(at(server.url()), "hn1", "{}\n"));
            assertEquals(SourceFailure.Kind.DENIED, failure.kind());
            String message = String.valueOf(failure.getMessage());
            assertFalse(message.contains("s3cr3t"), message);
            assertTrue(message.startsWith("push " + REF + " to http://127.0.0.1:"));
        }
    }

    @Test
    void refusedRefSaysWhatTheServerSaidAndNoMoreOfItThanALine() throws Exception {
        try (SmartHttpServer server = server()) {
            server.refusal = Optional.of("not here\u001b[31m" + "x".repeat(1_000));
            SourceFailure failure =
                    assertThrows(
                            SourceFailure.class,
                            () -> refs().publish(at(server.url()), "hn1", "{}\n"));
            assertEquals(SourceFailure.Kind.DENIED, failure.kind());
            String message = String.valueOf(failure.getMessage());
            assertTrue(message.contains("REJECTED_OTHER_REASON, not here"), message);
            assertFalse(message.contains("\u001b"), message);
            assertTrue(message.length() < 400, message);
        }
    }

    @Test
    void serverThatIsGoneIsUnreachable() throws Exception {
        SmartHttpServer server = server();
        server.close();
        SourceFailure failure =
                assertThrows(
                        SourceFailure.class, () -> refs().publish(at(server.url()), "hn1", "{}"));
        assertEquals(SourceFailure.Kind.UNREACHABLE, failure.kind());
    }

    @Test
    void asManyNodesAsThereMayBeAreReadAndNotOneMore() throws Exception {
        refs().publish(local(), "hn0", "{}\n");
        String commit = bare.git("rev-parse", "refs/vzgit/snapshots/hn0");
        fill(commit, SnapshotRefs.NODES_MAX);
        assertEquals(SnapshotRefs.NODES_MAX, refs().read(local()).size());
        fill(commit, SnapshotRefs.NODES_MAX + 1);
        for (var location : List.of(local(), at("file://" + bare.path()))) {
            SourceFailure failure = assertThrows(SourceFailure.class, () -> refs().read(location));
            assertEquals(SourceFailure.Kind.TOO_LARGE, failure.kind());
        }
        try (SmartHttpServer server = server()) {
            SourceFailure failure =
                    assertThrows(SourceFailure.class, () -> refs().read(at(server.url())));
            assertEquals(SourceFailure.Kind.TOO_LARGE, failure.kind());
        }
    }

    @Test
    void snapshotAsLargeAsItMayBeIsReadAndOneByteMoreIsNot() throws Exception {
        refs().publish(local(), "hn1", " ".repeat(SnapshotRefs.BYTES_MAX));
        assertEquals(Map.of("hn1", " ".repeat(SnapshotRefs.BYTES_MAX)), refs().read(local()));
        refs().publish(local(), "hn1", " ".repeat(SnapshotRefs.BYTES_MAX + 1));
        SourceFailure failure = assertThrows(SourceFailure.class, () -> refs().read(local()));
        assertEquals(SourceFailure.Kind.TOO_LARGE, failure.kind());
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.startsWith(REF + ": more than "), message);
    }

    @Test
    void allTogetherHaveABoundToo() throws Exception {
        long fit = SnapshotRefs.TOTAL_BYTES_MAX / SnapshotRefs.BYTES_MAX;
        refs().publish(local(), "a0", " ".repeat(SnapshotRefs.BYTES_MAX));
        for (int i = 1; i < fit; i++) {
            bare.git("update-ref", "refs/vzgit/snapshots/a" + i, "refs/vzgit/snapshots/a0");
        }
        assertEquals(fit, refs().read(local()).size());
        refs().publish(local(), "b", " ");
        assertEquals(
                SourceFailure.Kind.TOO_LARGE,
                assertThrows(SourceFailure.class, () -> refs().read(local())).kind());
    }

    @Test
    void refOfSomethingElseIsNamed() throws Exception {
        bare.git("update-ref", REF, "main");
        SourceFailure failure = assertThrows(SourceFailure.class, () -> refs().read(local()));
        assertEquals(SourceFailure.Kind.MALFORMED, failure.kind());
        assertEquals("delete it: git push origin :" + REF, failure.nextStep());
    }

    @Test
    void symbolicLinkInPlaceOfTheFileIsNotFollowed() throws Exception {
        Files.createSymbolicLink(work.path().resolve("snapshot.json"), Path.of("/etc/passwd"));
        work.commit("x", "");
        work.git("push", "-q", bare.path().toString(), "HEAD:" + REF);
        assertEquals(
                SourceFailure.Kind.MALFORMED,
                assertThrows(SourceFailure.class, () -> refs().read(local())).kind());
    }

    private void fill(String commit, int nodes) throws IOException {
        StringBuilder packed = new StringBuilder("# pack-refs with: peeled fully-peeled sorted \n");
        packed.append(head).append(" refs/heads/main\n");
        for (int i = 0; i < nodes; i++) {
            packed.append(commit).append(" refs/vzgit/snapshots/n%05d%n".formatted(i));
        }
        Files.deleteIfExists(bare.path().resolve("refs/vzgit/snapshots/hn0"));
        Files.writeString(bare.path().resolve("packed-refs"), packed);
    }

    private List<String> objectDirectories() throws IOException {
        try (Stream<Path> files = Files.list(bare.path().resolve("objects"))) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    private Path token(String text) throws IOException {
        Path file = directory.resolve("token");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private SmartHttpServer server() throws IOException {
        return server(Optional.empty());
    }

    private SmartHttpServer server(Optional<String> token) throws IOException {
        return new SmartHttpServer(bare.path(), token);
    }

    private SourceLocation.Repository local() {
        return at(bare.path().toString());
    }

    private static SourceLocation.Repository at(String url) {
        return new SourceLocation.Repository(url, "HEAD", "");
    }

    private SnapshotRefs refs() {
        return new SnapshotRefs(
                new SourceSettings(
                        directory.resolve("cache"),
                        directory.resolve("nobody"),
                        tokenFile,
                        InstantSource.fixed(NOW)));
    }
}
