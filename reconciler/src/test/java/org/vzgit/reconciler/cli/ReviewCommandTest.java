package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.reconciler.source.TestRepository;

/// `plan --base --head` on repositories and directories.
class ReviewCommandTest {
    private static final String NODE =
            """
            apiVersion: vzgit/v1
            kind: Node
            metadata: {name: hn1}
            spec: {}
            """;

    @TempDir Path directory;
    private TestNode node;
    private TestRepository repository;

    @BeforeEach
    void prepare() throws IOException {
        node =
                new TestNode(directory)
                        .on(_ -> {
                            throw new AssertionError("a review opens the kernel");
                        });
        repository = TestRepository.withWorkTree(directory.resolve("repository"));
        repository.commit("hn1.yaml", NODE, "web1.yaml", web1(240));
    }

    @Test
    void twoCommitsAreCompared() throws IOException {
        repository.commit("web1.yaml", web1(100));
        var result = plan("--base", "main~1", "--head", "main");
        assertEquals(2, result.code(), result.err());
        assertTrue(result.out().contains("~ numproc  240 → 100  live  web1.yaml:8"), result.out());
        assertFalse(Files.exists(node.home));
    }

    @Test
    void headIsTheDefaultAndNoChangesEndWithZero() throws IOException {
        repository.commit("readme.txt", "words");
        var result = plan("--base", "HEAD~1");
        assertEquals(0, result.code());
        assertTrue(result.out().startsWith("No changes: "), result.out());
    }

    @Test
    void theWorkTreeIsComparedWithACommit() throws IOException {
        Files.writeString(repository.path().resolve("web1.yaml"), web1(100));
        var result =
                plan("--base", "HEAD", "--head-dir", repository.path().toString(), "-o", "json");
        assertEquals(2, result.code(), result.err());
        assertTrue(result.out().contains("\"to\": \"100\""), result.out());
    }

    @Test
    void twoDirectoriesAreCompared() throws IOException {
        node.withWeb1(100);
        String other = node.desired.toString();
        String base = repository.path().toString();
        assertEquals(2, node.bare("plan", "--base-dir", base, "--head-dir", other).code());
        assertEquals(0, node.bare("plan", "--base-dir", base, "--head-dir", base).code());
    }

    @Test
    void aRenamedVeInAMovedFileIsNoDeletion() throws IOException {
        repository.git("rm", "-q", "web1.yaml");
        repository.commit("team/www.yaml", web1(240).replace("name: web1", "name: www"));
        var result = plan("--base", "HEAD~1");
        assertTrue(result.out().contains("1 live on 1 node"), result.out());
        assertFalse(result.out().contains("STOP"), result.out());
    }

    @Test
    void errorsInHeadEndWithThreeAndInBaseWithAWarningOnly() throws IOException {
        repository.commit("web1.yaml", web1(240).replace("numproc", "nmproc"));
        assertEquals(3, plan("--base", "HEAD~1").code());
        repository.commit("web1.yaml", web1(100));
        var repaired = plan("--base", "HEAD~1");
        assertEquals(4, repaired.code(), repaired.out());
        assertTrue(repaired.out().contains("base revision have errors"), repaired.out());
    }

    @Test
    void aCutBelowWhatIsHeldEndsWithFourUntilTheCommitSaysSo() throws IOException {
        repository.commit("web1.yaml", web1(50));
        Path snapshot = snapshot("{\"numproc\": {\"held\": 57, \"maxheld\": 93, \"failcnt\": 12}}");
        var refused = plan("--base", "HEAD~1", "--snapshot", snapshot.toString());
        assertEquals(4, refused.code());
        assertTrue(refused.out().contains("held 57  maxheld 93  failcnt 12"), refused.out());
        repository.git(
                "commit", "-q", "--amend", "-m", "smaller\n\nVzgit-Allow-Cut: web1/numproc\n");
        var allowed = plan("--base", "HEAD~1", "--snapshot", snapshot.toString());
        assertEquals(2, allowed.code(), allowed.out());
        assertTrue(allowed.out().contains("allowed by the commit"), allowed.out());
    }

    @Test
    void aTrailerInTheMiddleOfAMessageAllowsNothing() throws IOException {
        repository.commit("web1.yaml", web1(50));
        repository.git(
                "commit", "-q", "--amend", "-m", "x\n\nVzgit-Allow-Cut: web1/numproc\n\nmore text");
        Path snapshot = snapshot("{\"numproc\": {\"held\": 57}}");
        assertEquals(4, plan("--base", "HEAD~1", "--snapshot", snapshot.toString()).code());
    }

    @Test
    void aSnapshotThatIsNoneIsNamedAndNothingIsPlanned() throws IOException {
        Path file = Files.writeString(directory.resolve("x.json"), "{}");
        var result = plan("--base", "HEAD", "--snapshot", file.toString());
        assertEquals(3, result.code());
        assertEquals("", result.out());
        assertTrue(result.err().contains("x.json: not a node snapshot"), result.err());
        assertEquals(1, plan("--base", "HEAD", "--snapshot", "/gone.json").code());
    }

    @Test
    void changesMayEndWithZeroForRunnersThatStopAtAnythingElse() throws IOException {
        repository.commit("web1.yaml", web1(100));
        assertEquals(0, plan("--base", "HEAD~1", "--no-detailed-exitcode").code());
        repository.commit("web1.yaml", web1(240).replace("numproc", "nmproc"));
        assertEquals(3, plan("--base", "HEAD~1", "--no-detailed-exitcode").code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "markdown", "md", "MD", "sarif", "junit", "github"})
    void everyFormatIsPrinted(String format) throws IOException {
        repository.commit("web1.yaml", web1(100));
        var result = plan("--base", "HEAD~1", "-o", format);
        assertEquals(2, result.code(), result.err());
        assertTrue(result.out().contains("numproc"), result.out());
    }

    @Test
    void pathsAreFromTheRootOfTheRepositoryWhereTheStateIsBelowIt() throws IOException {
        repository.commit("state/web2.yaml", web1(1).replace("web1", "web2").replace("101", "102"));
        repository.commit("state/web2.yaml", web1(2).replace("web1", "web2").replace("101", "102"));
        var result = plan("--subdir", "state", "--base", "HEAD~1", "-o", "github");
        assertTrue(result.out().contains("file=state/web2.yaml,line=8,"), result.out());
    }

    @Test
    void oneNodeOfSeveralIsReviewed() throws IOException {
        repository.commit(
                "hn2.yaml",
                NODE.replace("hn1", "hn2"),
                "web2.yaml",
                web1(1).replace("web1", "web2").replace("101", "102").replace("hn1", "hn2"));
        repository.commit("web1.yaml", web1(7));
        assertTrue(plan("--base", "HEAD~2", "--node", "hn2").out().contains("1 create on 1 node"));
        var unknown = plan("--base", "HEAD~2", "--node", "hn3");
        assertEquals(64, unknown.code());
        assertTrue(unknown.err().contains("known: [hn1, hn2]"), unknown.err());
    }

    @Test
    void optionsThatContradictEachOtherAreWrongUsage() {
        assertEquals(64, plan("--head", "HEAD").code());
        assertEquals(64, plan("--base", "a", "--base-dir", "b").code());
        assertEquals(64, plan("--base", "HEAD", "--head", "a", "--head-dir", "b").code());
        assertEquals(64, plan("--base-dir", "a").code());
        assertEquals(64, plan("--base", "HEAD", "--rev", "main").code());
        assertEquals(64, plan("--base", "HEAD", "--max-bytes", "999").code());
        assertEquals(64, plan("--base", "HEAD", "-o", "yaml").code());
        assertEquals(64, node.run("plan", "-o", "sarif").code());
    }

    @Test
    void aRevisionThatIsNotThereIsNamed() {
        var result = plan("--base", "nowhere");
        assertEquals(1, result.code());
        assertTrue(result.err().contains("has no revision nowhere"), result.err());
    }

    @Test
    void theSchemasOfOutputsArePrinted() {
        for (OutputKind kind : OutputKind.values()) {
            assertEquals(kind.schemaText(), node.bare("schema", kind.written()).out());
            assertTrue(node.bare("schema").out().contains(kind.schemaName()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut-below-held", "restart", "next-start"})
    void theCodesOfAReviewAreExplained(String code) {
        var result = node.bare("explain", code);
        assertEquals(0, result.code());
        assertTrue(result.out().startsWith(code + "\n\n"), result.out());
    }

    private TestNode.Result plan(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("--home", node.home.toString(), "plan", "--repo"));
        all.add(repository.path().toString());
        all.addAll(List.of(arguments));
        return node.bare(all.toArray(String[]::new));
    }

    private Path snapshot(String counters) throws IOException {
        return Files.writeString(
                directory.resolve("hn1.json"),
                """
                {"apiVersion": "vzgit/v1", "kind": "NodeSnapshot", "node": "hn1",
                 "takenAt": "2026-11-22T11:59:18Z", "revision": "",
                 "kernel": {"release": "6.18.0", "cpus": 2, "controls": {"numproc": "cgroup-v2"}},
                 "ves": [{"veid": 101, "counters": %s}]}
                """
                        .formatted(counters));
    }

    private static String web1(int numproc) {
        return TestNode.ve("web1", 101, "beancounters: {numproc: " + numproc + "}");
    }
}
