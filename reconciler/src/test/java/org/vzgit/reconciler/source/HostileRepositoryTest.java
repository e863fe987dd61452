package org.vzgit.reconciler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Origin;

/// Repositories that were made to do harm, or that changed while they were read.
class HostileRepositoryTest {
    @TempDir Path directory;
    private TestRepository work;

    @BeforeEach
    void prepare() throws IOException {
        work = TestRepository.withWorkTree(directory.resolve("work"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u001b[2J.yaml", "a\u009b2J.yaml", "a\u202elmay.yaml", "a\tb.yaml"})
    void aNameThatATerminalWouldObeyIsNotedAndNotRepeated(String name) throws Exception {
        work.commit(name, "x");
        for (Snapshot snapshot : List.of(commit("HEAD"), plain())) {
            Diagnostic finding = snapshot.findings().getFirst();
            assertEquals(DiagnosticCode.BAD_PATH, finding.code());
            assertEquals(
                    name.replaceAll("[\u001b\u009b\u202e]", "\ufffd"), finding.origin().path());
            assertEquals(List.of(), snapshot.files());
        }
    }

    @Test
    void aPathThatIsTooLongIsNotRepeatedAsItIsEither() throws Exception {
        String deep = "a\u001b[2J".repeat(20) + "/";
        work.commit(deep.repeat(7) + "b.yaml", "x");
        Diagnostic finding = commit("HEAD").findings().getFirst();
        assertEquals(DiagnosticCode.BAD_PATH, finding.code());
        assertFalse(finding.origin().path().contains("\u001b"));
    }

    @Test
    void theNameOfALinkIsNotRepeatedAsItIs() throws Exception {
        Files.createSymbolicLink(work.path().resolve("a\u001b[2J.yaml"), directory);
        work.commit("b.yaml", "x");
        Diagnostic finding = plain().findings().getFirst();
        assertEquals(DiagnosticCode.LINK_NOT_FOLLOWED, finding.code());
        assertEquals("a\ufffd[2J.yaml", finding.origin().path());
    }

    @Test
    void anAuthorCannotWriteToTheTerminalOfWhoReadsPlans() throws Exception {
        work.commit("a.yaml", "x");
        work.git(
                "commit",
                "-q",
                "--allow-empty",
                "-m",
                "attack",
                "--author",
                "Eve\u001b[2J\u009b31m\u202e <eve@example.org>");
        assertEquals(
                "Eve\ufffd[2J\ufffd31m\ufffd <eve@example.org>",
                commit("HEAD").revision().author());
    }

    @Test
    void theColumnOfABadByteCountsCharactersAndNotHalves() throws Exception {
        byte[] smile = "# \ud83d\ude00 ".getBytes(StandardCharsets.UTF_8);
        byte[] bad = java.util.Arrays.copyOf(smile, smile.length + 1);
        bad[smile.length] = (byte) 0xff;
        work.write("a.yaml", bad);
        work.commit();
        assertEquals(new Origin("a.yaml", 1, 5), commit("HEAD").findings().getFirst().origin());
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "nodes/..", "../work", "/nodes", "nodes/../../work"})
    void aSubdirectoryOutsideTheCommitIsRefused(String subdirectory) throws Exception {
        work.commit("nodes/a.yaml", "x");
        assertEquals(SourceFailure.Kind.BAD_LOCATION, failure("HEAD", subdirectory).kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "nodes/a.yaml", "nodes//deeper", "node", "nodes/./deeper"})
    void aSubdirectoryThatTheCommitDoesNotHaveIsNamed(String subdirectory) throws Exception {
        work.commit("nodes/a.yaml", "x", "nodes/deeper/b.yaml", "y");
        assertEquals(SourceFailure.Kind.NO_SUBDIRECTORY, failure("HEAD", subdirectory).kind());
    }

    @Test
    void aSubdirectoryIsTheSameHoweverItIsWritten() throws Exception {
        work.commit("nodes/a.yaml", "x");
        Snapshot plain = commit("HEAD", "nodes");
        assertEquals("a.yaml", plain.files().getFirst().path());
        for (String written : List.of("nodes/", "./nodes", "././nodes//")) {
            assertEquals(plain, commit("HEAD", written), written);
        }
        assertEquals(commit("HEAD", ""), commit("HEAD", "."));
        assertEquals(commit("HEAD", ""), commit("HEAD", "./"));
    }

    @Test
    void aSymbolicLinkIsNoSubdirectory() throws Exception {
        work.commit("nodes/a.yaml", "x");
        Files.createSymbolicLink(work.path().resolve("link"), Path.of("nodes"));
        work.commit();
        assertEquals(SourceFailure.Kind.NO_SUBDIRECTORY, failure("HEAD", "link").kind());
    }

    @Test
    void tagsBranchesAndIdsNameTheirCommits() throws Exception {
        String first = work.commit("a.yaml", "1");
        work.git("tag", "v1");
        work.git("tag", "-a", "-m", "annotated", "v1-signed-off");
        String second = work.commit("a.yaml", "2");
        work.git("branch", "next");
        for (String name :
                List.of("v1", "v1-signed-off", "main~1", first, first.substring(0, 10))) {
            assertEquals(first, commit(name).revision().id(), name);
        }
        for (String name : List.of("next", "main", "HEAD", "@", second)) {
            assertEquals(second, commit(name).revision().id(), name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "main:a.yaml", "HEAD^{tree}", "-x", "main~99", "deadbeef", " "})
    void whatNamesNoCommitIsAnUnknownRevision(String name) throws Exception {
        work.commit("a.yaml", "1");
        assertEquals(SourceFailure.Kind.UNKNOWN_REVISION, failure(name, "").kind());
    }

    @Test
    void aRepositoryWithoutACommitIsEmpty() {
        assertEquals(SourceFailure.Kind.EMPTY, failure("HEAD", "").kind());
    }

    @Test
    void aCommitWithoutDocumentsIsReadableAndWantsNothing() throws Exception {
        work.commit();
        assertEquals(List.of(), commit("HEAD").files());
        assertEquals(List.of(), commit("HEAD").findings());
    }

    @Test
    void rewrittenHistoryOnTheSameRootIsTheSameDesiredState() throws Exception {
        String root = work.commit("a.yaml", "1");
        work.commit("a.yaml", "2");
        Snapshot before = commit("main");
        work.git("reset", "-q", "--hard", root);
        work.commit("a.yaml", "3");
        Snapshot after = source().refresh(location("main", ""), before);
        assertNotEquals(before.revision(), after.revision());
        assertEquals("3", after.files().getFirst().text());
        assertEquals(before.repositoryId(), after.repositoryId());
    }

    @Test
    void anotherRootIsAnotherDesiredState() throws Exception {
        work.commit("a.yaml", "1");
        String before = commit("main").repositoryId();
        work.git("checkout", "-q", "--orphan", "anew");
        work.commit("a.yaml", "another history");
        assertNotEquals(before, commit("anew").repositoryId());
    }

    @Test
    void whatWasReadStaysWhatItWasWhileOthersCommit() throws Exception {
        work.commit("a.yaml", "1");
        Snapshot before = commit("main");
        assertSame(before, source().refresh(location("main", ""), before));
        work.commit("a.yaml", "2");
        assertEquals("1", before.files().getFirst().text());
        Snapshot after = source().refresh(location("main", ""), before);
        assertEquals("2", after.files().getFirst().text());
    }

    @Test
    void theWorkTreeIsNotLookedAt() throws Exception {
        work.commit("a.yaml", "committed");
        work.write("a.yaml", "edited".getBytes(StandardCharsets.UTF_8));
        work.write("b.yaml", "new".getBytes(StandardCharsets.UTF_8));
        assertEquals(
                List.of("committed"), commit("HEAD").files().stream().map(f -> f.text()).toList());
    }

    @Test
    void aCommitOfAnUnreachableSizeIsRefusedAsAWhole() throws Exception {
        for (int i = 0; i < 30; i++) {
            work.write(i + ".yaml", new byte[0]);
        }
        work.commit();
        SourceBounds bounds = new SourceBounds(29, 10, 100, 20, 2, 100);
        SourceFailure failure =
                assertThrows(
                        SourceFailure.class,
                        () -> new DesiredSource(settings(), bounds).open(location("HEAD", "")));
        assertEquals(SourceFailure.Kind.TOO_LARGE, failure.kind());
    }

    private Snapshot commit(String revision) throws SourceFailure {
        return commit(revision, "");
    }

    private Snapshot commit(String revision, String subdirectory) throws SourceFailure {
        return source().open(location(revision, subdirectory));
    }

    private Snapshot plain() throws SourceFailure {
        return source().open(SourceLocation.directory(work.path()));
    }

    private SourceFailure failure(String revision, String subdirectory) {
        return assertThrows(SourceFailure.class, () -> commit(revision, subdirectory));
    }

    private SourceLocation location(String revision, String subdirectory) {
        return new SourceLocation.Repository(work.path().toString(), revision, subdirectory);
    }

    private DesiredSource source() {
        return new DesiredSource(settings());
    }

    private SourceSettings settings() {
        return new SourceSettings(
                directory.resolve("cache"), directory, Optional.empty(), InstantSource.system());
    }
}
