package org.vzgit.reconciler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Revision;
import org.vzgit.schema.document.DesiredStateReader;

/// Trees and refs that were made to mislead.
class HostileTreeTest {
    @TempDir Path directory;
    private TestRepository work;

    @BeforeEach
    void prepare() throws IOException {
        work = TestRepository.withWorkTree(directory.resolve("work"));
        work.commit("real/a.yaml", "x", "docs/v1.md", "text");
    }

    @ParameterizedTest
    @CsvSource({
        "ves, real",
        "ves, ./real/",
        "deep/ves, ../real",
        "ves, ..",
        "ves, /",
        "ves, gone",
        "ves, ../outside",
        "ves, ves",
        "ves.yaml, real/a.yaml",
        "ves.yml, docs/v1.md"
    })
    void aLinkThatMayHideDocumentsIsAnErrorSoThatNothingIsTakenForRemoved(
            String link, String target) throws Exception {
        link(link, target);
        for (Snapshot snapshot : both()) {
            assertEquals(
                    List.of(DiagnosticCode.LINK_NOT_FOLLOWED),
                    snapshot.findings().stream().map(finding -> finding.code()).toList());
            assertEquals(link, snapshot.findings().getFirst().origin().path());
            var read = new DesiredStateReader().read(snapshot.revision(), snapshot.files());
            assertFalse(snapshot.complete(read).complete());
        }
    }

    @ParameterizedTest
    @CsvSource({"latest.md, docs/v1.md", "docs/latest, v1.md", ".hidden, real", "x, real/a.yaml"})
    void aLinkToAFileBesideTheDocumentsIsNobodysBusiness(String link, String target)
            throws Exception {
        link(link, target);
        for (Snapshot snapshot : both()) {
            assertEquals(List.of(), snapshot.findings());
            assertEquals(1, snapshot.files().size());
        }
    }

    @Test
    void aLinkTextOfAMegabyteIsNotRead() throws Exception {
        Path text = Files.writeString(directory.resolve("text"), "a".repeat(1 << 20));
        String blob = work.git("hash-object", "-w", text.toString());
        work.git("update-index", "--add", "--cacheinfo", "120000," + blob + ",ves");
        work.git("commit", "-q", "-m", "huge link");
        assertEquals(DiagnosticCode.LINK_NOT_FOLLOWED, commit().findings().getFirst().code());
    }

    @Test
    void aHundredThousandEntriesBesideTheDocumentsAreWalkedPast() throws Exception {
        String blob = work.git("rev-parse", "HEAD:docs/v1.md");
        StringBuilder entries = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            entries.append("100644 blob ").append(blob).append("\tfile").append(i).append('\n');
        }
        Path listing = Files.writeString(directory.resolve("listing"), entries);
        String tree = tree(listing);
        work.git("read-tree", "--prefix=many/", tree);
        work.git("commit", "-q", "-m", "many");
        assertEquals(List.of("real/a.yaml"), commit().files().stream().map(f -> f.path()).toList());
        assertEquals(List.of(), commit().findings());
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".", ".git", "a/b", ""})
    void aForgedTreeEntryNeverLeavesTheTree(String name) throws Exception {
        byte[] id = new byte[20];
        String blob = work.git("rev-parse", "HEAD:real/a.yaml");
        for (int i = 0; i < 20; i++) {
            id[i] = (byte) Integer.parseInt(blob.substring(2 * i, 2 * i + 2), 16);
        }
        byte[] head = ("100644 " + name + "\0").getBytes(StandardCharsets.UTF_8);
        byte[] entry = java.util.Arrays.copyOf(head, head.length + 20);
        System.arraycopy(id, 0, entry, head.length, 20);
        Path raw = Files.write(directory.resolve("raw"), entry);
        String tree = work.git("hash-object", "-t", "tree", "-w", "--literally", raw.toString());
        String forged = work.git("commit-tree", tree, "-m", "forged");
        work.git("update-ref", "refs/heads/main", forged);
        if (name.equals(".git")) {
            assertEquals(List.of(), commit().files());
        } else {
            SourceFailure failure = assertThrows(SourceFailure.class, this::commit);
            assertEquals(SourceFailure.Kind.MALFORMED, failure.kind());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "refs/heads/-x",
                "refs/heads/--upload-pack=x",
                "refs/heads/ä\u202e",
                "refs/heads/HEAD",
                "refs/heads/refs/heads/main",
                "refs/tags/main",
                "refs/vzgit-taken/x",
                "refs/heads/4f0c2d91"
            })
    void aRefWithAnOddNameMovesNoOther(String odd) throws Exception {
        String good = work.git("rev-parse", "HEAD");
        work.commit("real/a.yaml", "evil");
        work.git("update-ref", odd, "HEAD");
        work.git("reset", "-q", "--hard", good);
        try (SmartHttpServer server = new SmartHttpServer(work.path(), Optional.empty())) {
            var branch = new SourceLocation.Repository(server.url(), "refs/heads/main", "");
            assertEquals(good, source().open(branch).revision().id());
            var named = new SourceLocation.Repository(server.url(), odd, "");
            assertTrue(source().open(named).revision().id().length() == 40);
            assertEquals(good, source().openOffline(branch).revision().id());
        }
    }

    private String tree(Path listing) throws IOException {
        ProcessBuilder make = new ProcessBuilder("git", "-C", work.path() + "", "mktree");
        Process process = make.redirectInput(listing.toFile()).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private void link(String link, String target) throws IOException {
        Path path = work.path().resolve(link);
        Files.createDirectories(path.getParent());
        Files.createSymbolicLink(path, Path.of(target));
        work.commit();
    }

    private List<Snapshot> both() throws SourceFailure {
        Snapshot plain = source().open(SourceLocation.directory(work.path()));
        assertEquals(Revision.DIRECTORY, plain.revision().id());
        return List.of(commit(), plain);
    }

    private Snapshot commit() throws SourceFailure {
        return source().open(new SourceLocation.Repository(work.path() + "", "main", ""));
    }

    private DesiredSource source() {
        return new DesiredSource(
                new SourceSettings(
                        directory.resolve("cache"),
                        directory,
                        Optional.empty(),
                        InstantSource.system()));
    }
}
