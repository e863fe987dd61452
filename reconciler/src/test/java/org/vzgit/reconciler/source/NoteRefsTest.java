package org.vzgit.reconciler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Written by us, read by the git program.
class NoteRefsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final String REF = "refs/notes/vzgit/hn1";

    @TempDir Path directory;
    private TestRepository work;
    private TestRepository bare;
    private String head;

    @BeforeEach
    void makeRepository() throws IOException {
        work = TestRepository.withWorkTree(directory.resolve("work"));
        head = work.commit("web1.yaml", "one\n");
        bare = TestRepository.bareCloneOf(work, directory.resolve("ves.git"));
    }

    @Test
    void gitShowsTheNotesOfAllNodesBelowTheCommit() throws Exception {
        add(local(), "hn1", head, "pending: applies 3 operations");
        add(local(), "hn1", head, "success: as this commit wants it");
        add(local(), "hn2", head, "failure: cannot be done: 1 VE, web1");
        assertEquals(
                """
                change

                Notes (vzgit/hn1):
                    2026-11-22T12:00:00Z pending: applies 3 operations
                    2026-11-22T12:00:00Z success: as this commit wants it

                Notes (vzgit/hn2):
                    2026-11-22T12:00:00Z failure: cannot be done: 1 VE, web1\
                """,
                shown());
        assertEquals("", bare.git("fsck", "--strict", "--no-dangling"));
    }

    private String shown() throws IOException {
        String log = bare.git("log", "--notes=vzgit/*", "--format=medium", "main");
        return log.substring(log.indexOf("change")).stripIndent();
    }

    @Test
    void historyDoesNotGrowAndNoOtherRefIsTouched() throws Exception {
        String second = work.commit("web1.yaml", "two\n");
        for (int i = 0; i < 5; i++) {
            add(local(), "hn1", head, "failure: " + i);
            add(local(), "hn1", second, "success: " + i);
        }
        assertEquals("1", bare.git("rev-list", "--count", REF));
        assertEquals(List.of(head, second).stream().sorted().toList(), noted(REF));
        assertEquals(head, bare.git("rev-parse", "main"));
        assertEquals(
                List.of("refs/heads/main", REF),
                bare.git("for-each-ref", "--format=%(refname)").lines().toList());
    }

    @Test
    void theSameAgainWritesNothing() throws Exception {
        add(local(), "hn1", head, "success: good");
        String before = bare.git("rev-parse", REF);
        List<String> files = objectFiles();
        add(local(), "hn1", head, "success: good");
        assertEquals(before, bare.git("rev-parse", REF));
        assertEquals(files, objectFiles());
    }

    @Test
    void localRepositoryGetsPacksAndNoLooseObjects() throws Exception {
        List<String> before = objectDirectories();
        add(local(), "hn1", head, "success: good");
        add(local(), "hn1", head, "failure: bad");
        assertEquals(before, objectDirectories());
    }

    @Test
    void overHttpTheNextNoteOfANodeFetchesNothing() throws Exception {
        try (SmartHttpServer server = new SmartHttpServer(bare.path(), Optional.empty())) {
            add(at(server.url()), "hn1", head, "pending: applies 3 operations");
            add(at(server.url()), "hn1", head, "success: good");
            assertFalse(server.requests.contains("fetch"), server.requests.toString());
            assertEquals(2, server.requests.stream().filter("push"::equals).count());
            server.requests.clear();
            add(at(server.url()), "hn1", head, "success: good");
            assertFalse(server.requests.contains("push"), server.requests.toString());
        }
        assertEquals(
                "2026-11-22T12:00:00Z pending: applies 3 operations\n"
                        + "2026-11-22T12:00:00Z success: good",
                bare.git("notes", "--ref", REF, "show", head));
        assertEquals("1", bare.git("rev-list", "--count", REF));
    }

    /// A node that was installed anew has no cache, and what it wrote before is not lost.
    @Test
    void aNodeWithoutACacheGoesOnFromWhatTheServerHas() throws Exception {
        try (SmartHttpServer server = new SmartHttpServer(bare.path(), Optional.empty())) {
            add(at(server.url()), "hn1", head, "failure: bad");
            Files.move(directory.resolve("cache"), directory.resolve("old"));
            add(at(server.url()), "hn1", head, "success: good");
        }
        assertEquals(2, bare.git("notes", "--ref", REF, "show", head).lines().count());
    }

    @Test
    void cloneDoesNotFetchThem() throws Exception {
        add(local(), "hn1", head, "success: good");
        TestRepository clone = TestRepository.bareCloneOf(work, directory.resolve("clone.git"));
        clone.git("fetch", "-q", bare.path().toString());
        assertFalse(clone.git("for-each-ref").contains("vzgit"));
    }

    @Test
    void notesThatOthersMadeThereAreReplacedByOurs() throws Exception {
        bare.git("notes", "--ref", REF, "add", "-m", "looks good to me", head);
        add(local(), "hn1", head, "success: good");
        assertEquals(
                "2026-11-22T12:00:00Z success: good",
                bare.git("notes", "--ref", REF, "show", head));
        assertEquals("1", bare.git("rev-list", "--count", REF));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD^{tree}", "HEAD:web1.yaml", "HEAD"})
    void aRefOfSomethingElseIsReplaced(String something) throws Exception {
        bare.git("update-ref", REF, bare.git("rev-parse", something));
        add(local(), "hn1", head, "success: good");
        assertEquals(List.of(head), noted(REF));
    }

    @Test
    void moreEntriesThanAreReadAndANoteAboveTheBoundDoNoHarm() throws Exception {
        byte[] old = "2026-11-22T11:00:00Z success: x\n".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i <= NoteRefs.ENTRIES_MAX; i++) {
            work.write("%040x".formatted(i), old);
        }
        work.write("f".repeat(40), new byte[NoteRefs.NOTE_BYTES_MAX + 1]);
        work.commit();
        work.git("push", "-q", bare.path().toString(), "HEAD:" + REF);
        add(local(), "hn1", head, "success: good");
        assertEquals(NodeNotes.COMMITS_MAX, noted(REF).size());
        assertTrue(noted(REF).contains(head));
        assertEquals("1", bare.git("rev-list", "--count", REF));
    }

    @Test
    void symbolicLinkInPlaceOfANoteIsNotFollowed() throws Exception {
        Files.createSymbolicLink(work.path().resolve(head), Path.of("/etc/passwd"));
        work.commit();
        work.git("push", "-q", bare.path().toString(), "HEAD:" + REF);
        add(local(), "hn1", head, "success: good");
        assertEquals(
                "2026-11-22T12:00:00Z success: good",
                bare.git("notes", "--ref", REF, "show", head));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a..b", "a.lock", "a.", "../heads/main", "a/b"})
    void nameThatIsNoneForARefIsRefused(String node) throws Exception {
        SourceFailure failure =
                assertThrows(SourceFailure.class, () -> add(local(), node, head, "success"));
        assertEquals(SourceFailure.Kind.BAD_LOCATION, failure.kind());
        assertFalse(bare.git("for-each-ref").contains("vzgit"));
    }

    @Test
    void refusedRefNamesTheRightThatIsMissing() throws Exception {
        try (SmartHttpServer server = new SmartHttpServer(bare.path(), Optional.empty())) {
            server.refusal = Optional.of("not here");
            SourceFailure failure =
                    assertThrows(
                            SourceFailure.class,
                            () -> add(at(server.url()), "hn1", head, "success"));
            assertEquals(SourceFailure.Kind.DENIED, failure.kind());
            assertEquals("let the token or key write refs/notes/vzgit/*", failure.nextStep());
            server.refusal = Optional.empty();
            add(at(server.url()), "hn1", head, "success");
        }
        assertEquals(List.of(head), noted(REF));
    }

    @Test
    void serverThatIsGoneIsUnreachable() throws Exception {
        SmartHttpServer server = new SmartHttpServer(bare.path(), Optional.empty());
        server.close();
        SourceFailure failure =
                assertThrows(
                        SourceFailure.class, () -> add(at(server.url()), "hn1", head, "success"));
        assertEquals(SourceFailure.Kind.UNREACHABLE, failure.kind());
    }

    @Test
    void aNoteIsAboutAFullId() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new NoteRefs.Note(head.substring(1), NOW, "success"));
    }

    private List<String> noted(String ref) throws IOException {
        return bare.git("ls-tree", "--name-only", ref).lines().sorted().toList();
    }

    private List<String> objectDirectories() throws IOException {
        try (Stream<Path> files = Files.list(bare.path().resolve("objects"))) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    private List<String> objectFiles() throws IOException {
        try (Stream<Path> files = Files.walk(bare.path().resolve("objects"))) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    private SourceLocation.Repository local() {
        return at(bare.path().toString());
    }

    private static SourceLocation.Repository at(String url) {
        return new SourceLocation.Repository(url, "HEAD", "");
    }

    private void add(SourceLocation.Repository where, String node, String commit, String text)
            throws SourceFailure {
        var settings =
                new SourceSettings(
                        directory.resolve("cache"),
                        directory.resolve("nobody"),
                        Optional.empty(),
                        InstantSource.fixed(NOW));
        new NoteRefs(settings).add(where, node, new NoteRefs.Note(commit, NOW, text));
    }
}
