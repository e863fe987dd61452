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
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Origin;
import org.vzgit.schema.document.SourceFile;

/// Every bound at its limit and one above, for both ways to read.
class CommitBoundsTest {
    private static final SourceBounds SMALL = new SourceBounds(3, 10, 25, 20, 2, 8);

    @TempDir Path directory;
    private TestRepository work;

    enum From {
        COMMIT,
        DIRECTORY
    }

    @BeforeEach
    void makeRepository() throws IOException {
        work = TestRepository.withWorkTree(directory.resolve("work"));
    }

    @ParameterizedTest
    @EnumSource
    void filesUpToTheBoundAreRead(From from) throws Exception {
        commit("1.yaml", "2.yaml", "3.yaml");
        assertEquals(3, read(from).files().size());
        commit("4.yaml");
        assertEquals(
                SourceFailure.Kind.TOO_LARGE,
                assertThrows(SourceFailure.class, () -> read(from)).kind());
    }

    @ParameterizedTest
    @EnumSource
    void oneTooLargeFileIsNotedAndTheOthersAreRead(From from) throws Exception {
        work.commit("fits.yaml", "1234567890", "large.yaml", "12345678901");
        Snapshot snapshot = read(from);
        assertEquals(List.of(new SourceFile("fits.yaml", "1234567890")), snapshot.files());
        assertEquals(List.of(DiagnosticCode.TOO_LARGE), codes(snapshot));
    }

    @ParameterizedTest
    @EnumSource
    void totalSizeIsBounded(From from) throws Exception {
        work.commit("1.yaml", "1234567890", "2.yaml", "1234567890", "3.yaml", "12345");
        assertEquals(3, read(from).files().size());
        work.commit("3.yaml", "123456");
        assertThrows(SourceFailure.class, () -> read(from));
    }

    @ParameterizedTest
    @EnumSource
    void longPathIsNoted(From from) throws Exception {
        commit("a23456789012345.yaml", "a234567890123456.yaml");
        Snapshot snapshot = read(from);
        assertEquals(1, snapshot.files().size());
        assertEquals(List.of(DiagnosticCode.BAD_PATH), codes(snapshot));
    }

    @ParameterizedTest
    @EnumSource
    void deepDirectoryIsNoted(From from) throws Exception {
        commit("1/2/a.yaml", "1/2/3/b.yaml");
        Snapshot snapshot = read(from);
        assertEquals(List.of(new SourceFile("1/2/a.yaml", "x")), snapshot.files());
        assertEquals(List.of(DiagnosticCode.BAD_PATH), codes(snapshot));
    }

    @ParameterizedTest
    @EnumSource
    void entriesOfOtherKindsAreBoundedToo(From from) throws Exception {
        // The directory reader sees .git as one more entry.
        commit("1", "2", "3", "4", "5", "6", "7.yaml");
        assertEquals(1, read(from).files().size());
        commit("8", "9");
        assertThrows(SourceFailure.class, () -> read(from));
    }

    @ParameterizedTest
    @EnumSource
    void linksAreNotFollowed(From from) throws Exception {
        Files.writeString(directory.resolve("secret"), "secret");
        Files.createSymbolicLink(work.path().resolve("a.yaml"), directory.resolve("secret"));
        Files.createSymbolicLink(work.path().resolve("dir"), directory);
        work.commit("b.yaml", "x");
        Snapshot snapshot = read(from);
        assertEquals(List.of(new SourceFile("b.yaml", "x")), snapshot.files());
        assertEquals(
                List.of(DiagnosticCode.LINK_NOT_FOLLOWED, DiagnosticCode.LINK_NOT_FOLLOWED),
                codes(snapshot));
    }

    @ParameterizedTest
    @EnumSource
    void invalidUtf8IsNotedWithItsPosition(From from) throws Exception {
        work.write("a.yaml", "a: 1\nb: \u00ff\n".getBytes(StandardCharsets.ISO_8859_1));
        work.commit("b.yaml", "x");
        Snapshot snapshot = read(from);
        Diagnostic finding = snapshot.findings().getFirst();
        assertEquals(new Origin("a.yaml", 2, 4), finding.origin());
        assertEquals("byte 0xff is not UTF-8", finding.message());
        assertEquals(List.of(new SourceFile("b.yaml", "x")), snapshot.files());
    }

    @ParameterizedTest
    @EnumSource
    void controlCharactersInAPathAreNotRepeated(From from) throws Exception {
        commit("a\u001b[31m.yaml");
        Diagnostic finding = read(from).findings().getFirst();
        assertEquals(DiagnosticCode.BAD_PATH, finding.code());
        assertFalse(finding.origin().path().contains("\u001b"));
    }

    @Test
    void submoduleIsNotedOnly() throws Exception {
        String id = work.commit("a.yaml", "x");
        work.git("update-index", "--add", "--cacheinfo", "160000," + id + ",sub");
        work.git("commit", "-q", "-m", "submodule");
        Snapshot snapshot = read(From.COMMIT);
        assertEquals(List.of(DiagnosticCode.SUBMODULE_NOT_READ), codes(snapshot));
        assertTrue(snapshot.complete(stateOf(snapshot)).complete());
    }

    @Test
    void forgedTreeEntryIsRefused() throws Exception {
        String blob = work.git("rev-parse", work.commit("a.yaml", "x") + ":a.yaml");
        Path forged = directory.resolve("tree");
        byte[] id = java.util.HexFormat.of().parseHex(blob);
        byte[] name = "40000 ..\0".getBytes(StandardCharsets.US_ASCII);
        byte[] content = java.util.Arrays.copyOf(name, name.length + id.length);
        byte[] tree = java.util.HexFormat.of().parseHex(work.git("rev-parse", "HEAD^{tree}"));
        System.arraycopy(tree, 0, content, name.length, id.length);
        Files.write(forged, content);
        String treeId =
                work.git("hash-object", "-t", "tree", "-w", "--literally", forged.toString());
        String commit = work.git("commit-tree", treeId, "-m", "forged");
        work.git("update-ref", "refs/heads/main", commit);
        SourceFailure failure = assertThrows(SourceFailure.class, () -> read(From.COMMIT));
        assertEquals(SourceFailure.Kind.MALFORMED, failure.kind());
    }

    @Test
    void unreadFileMakesTheStateIncomplete() throws Exception {
        work.commit("a.yaml", "12345678901");
        Snapshot snapshot = read(From.COMMIT);
        DesiredState state = snapshot.complete(stateOf(snapshot));
        assertFalse(state.complete());
        assertTrue(state.hasErrors());
    }

    @Test
    void byteOrderMarkIsNoText() throws Exception {
        work.commit("a.yaml", "\uFEFFx");
        assertEquals("x", read(From.COMMIT).files().getFirst().text());
    }

    private void commit(String... paths) throws IOException {
        String[] files = new String[2 * paths.length];
        for (int i = 0; i < paths.length; i++) {
            files[2 * i] = paths[i];
            files[2 * i + 1] = "x";
        }
        work.commit(files);
    }

    private Snapshot read(From from) throws SourceFailure {
        var settings =
                new SourceSettings(
                        directory.resolve("cache"),
                        directory,
                        Optional.empty(),
                        InstantSource.system());
        return new DesiredSource(settings, SMALL)
                .open(
                        switch (from) {
                            case COMMIT -> SourceLocation.repository(work.path().toString());
                            case DIRECTORY -> SourceLocation.directory(work.path());
                        });
    }

    private static List<DiagnosticCode> codes(Snapshot snapshot) {
        return snapshot.findings().stream().map(Diagnostic::code).toList();
    }

    private static DesiredState stateOf(Snapshot snapshot) {
        return new DesiredState(
                snapshot.revision(),
                new TreeMap<>(),
                new TreeSet<>(),
                true,
                new TreeMap<>(),
                new TreeMap<>(),
                List.of());
    }
}
