package org.vzgit.reconciler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitTrailersTest {
    private static final String KEY = "Vzgit-Allow-Cut";

    @TempDir Path directory;
    private TestRepository repository;

    @BeforeEach
    void prepare() throws IOException {
        repository = TestRepository.withWorkTree(directory.resolve("repository"));
        repository.commit("a.txt", "a");
    }

    @Test
    void aMessageWithoutTrailersHasNone() throws Exception {
        assertEquals(List.of(), trailers("smaller"));
    }

    @Test
    void allOfOneKeyAreReadInTheirOrder() throws Exception {
        assertEquals(
                List.of("web2/numproc", "web1/numproc"),
                trailers(
                        """
                        smaller

                        Signed-off-by: Ada Admin <ada@example.org>
                        Vzgit-Allow-Cut: web2/numproc
                        Vzgit-Allow-Cut: web1/numproc
                        """));
    }

    @Test
    void theKeyIsWrittenInAnyCase() throws Exception {
        assertEquals(List.of("web1/numproc"), trailers("x\n\nvzgit-allow-cut: web1/numproc\n"));
    }

    @Test
    void onlyTheLastParagraphCounts() throws Exception {
        assertEquals(List.of(), trailers("x\n\nVzgit-Allow-Cut: web1/numproc\n\nmore words\n"));
        assertEquals(List.of(), trailers("Vzgit-Allow-Cut: web1/numproc\n"));
    }

    @Test
    void onlyTheNamedCommitCounts() throws Exception {
        trailers("x\n\nVzgit-Allow-Cut: web1/numproc\n");
        repository.commit("a.txt", "b");
        assertEquals(List.of(), read("HEAD"));
        assertEquals(List.of("web1/numproc"), read("HEAD~1"));
    }

    @Test
    void aHundredTrailersCountAndTheNextDoesNot() throws Exception {
        assertEquals(100, trailers("x\n\n" + (KEY + ": a/b\n").repeat(100)).size());
        assertEquals(100, trailers("x\n\n" + (KEY + ": a/b\n").repeat(101)).size());
    }

    @Test
    void aValueOfAThousandCharactersCountsAndALongerOneDoesNot() throws Exception {
        String most = "a/" + "b".repeat(998);
        assertEquals(List.of(most), trailers("x\n\n" + KEY + ": " + most + "\n"));
        assertEquals(List.of(), trailers("x\n\n" + KEY + ": " + most + "b\n"));
    }

    @Test
    void aDirectoryHasNoMessage() throws Exception {
        assertEquals(
                List.of(), source().trailers(SourceLocation.directory(repository.path()), KEY));
    }

    private List<String> trailers(String message) throws Exception {
        repository.git("commit", "-q", "--allow-empty", "--amend", "-m", message);
        return read("HEAD");
    }

    private List<String> read(String revision) throws Exception {
        return source().trailers(
                        new SourceLocation.Repository(repository.path().toString(), revision, ""),
                        KEY);
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
