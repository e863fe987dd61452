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
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.source.SnapshotRefs;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.reconciler.source.TestRepository;

/// What an agent is told to tell a forge, and what a review reads of it.
class ForgeOptionsTest {
    @TempDir Path directory;
    private TestNode node;
    private TestRepository repository;

    @BeforeEach
    void prepare() throws IOException {
        node = new TestNode(directory);
        repository = TestRepository.withWorkTree(directory.resolve("repository"));
        repository.commit("web1.yaml", TestNode.ve("web1", 101, "beancounters: {numproc: 240}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10081", "x"})
    void intervalThatIsNoneIsWrongUsage(String minutes) {
        assertEquals(64, agent("--publish-snapshot", minutes).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"github", "github=http://api.example.org", "svn=https://x.example.org"})
    void forgeThatIsNoneIsWrongUsage(String forge) throws IOException {
        Path token = Files.writeString(directory.resolve("token"), "s3cr3t");
        var result = agent("--forge", forge, "--forge-token-file", token.toString());
        assertEquals(64, result.code());
        assertTrue(result.err().contains("--forge: "), result.err());
    }

    @Test
    void forgeWithoutATokenAndATokenWithoutAForgeAreWrongUsage() {
        var forge = agent("--forge", "github=https://api.example.org/repos/a/b");
        assertEquals(64, forge.code());
        assertTrue(forge.err().contains("--forge needs a token"), forge.err());
        assertEquals(64, agent("--forge-token-file", "/etc/vzgit/forge-token").code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--publish-snapshot=15", "--notes", "--forge=github=https://x.org/a"})
    void agentThatEndsAfterOnePassTellsNothing(String option) {
        var result = agent("--once", option);
        assertEquals(64, result.code());
        assertTrue(result.err().contains("without --once"), result.err());
    }

    @Test
    void directoryHasNoNotes() {
        var result =
                node.run("agent", "--dir", node.desired.toString(), "--node", "hn1", "--notes");
        assertEquals(64, result.code());
        assertTrue(result.err().contains("--notes needs a repository"), result.err());
    }

    @Test
    void directoryHasNoForge() {
        var result =
                node.run(
                        "agent",
                        "--dir",
                        node.desired.toString(),
                        "--node",
                        "hn1",
                        "--publish-snapshot",
                        "15");
        assertEquals(64, result.code());
        assertTrue(result.err().contains("--publish-snapshot needs a repository"), result.err());
    }

    @Test
    void reviewShowsWhatTheRefsOfTheRepositoryHave() throws Exception {
        publish("hn1", snapshot("hn1", 57, 93));
        var plain = review();
        assertFalse(plain.out().contains("held"), plain.out());
        assertEquals(2, plain.code());
        var result = review("--snapshot-refs");
        assertEquals(4, result.code(), result.err());
        assertTrue(result.out().contains("node hn1 · snapshot "), result.out());
        assertTrue(result.out().contains("held 57  maxheld 93"), result.out());
        assertTrue(result.out().contains("below held: refused"), result.out());
    }

    @Test
    void newerOfAFileAndARefCounts() throws Exception {
        publish("hn1", snapshot("hn1", 57, 93));
        Path file = directory.resolve("hn1.json");
        Files.writeString(file, snapshot("hn1", 12, 14).replace("2026-", "2027-"));
        var result = review("--snapshot-refs", "--snapshot", file.toString());
        assertTrue(result.out().contains("held 12  maxheld 14"), result.out());
        assertEquals(2, result.code());
    }

    @Test
    void repositoryWithoutSuchRefsIsReviewedWithout() {
        assertEquals(2, review("--snapshot-refs").code());
    }

    @Test
    void trailerOfTheCommitCountsForRefsToo() throws Exception {
        publish("hn1", snapshot("hn1", 57, 93));
        review("--snapshot-refs");
        repository.git(
                "commit", "-q", "--allow-empty", "-m", "cut\n\nVzgit-Allow-Cut: web1/numproc");
        var result =
                node.bare(
                        "plan",
                        "--repo",
                        repository.path().toString(),
                        "--base",
                        "main~2",
                        "--snapshot-refs");
        assertEquals(2, result.code(), result.out());
        assertTrue(result.out().contains("below held, allowed by the commit"), result.out());
    }

    @Test
    void refOfAnotherNodeOrOfNoneEndsTheReview() throws Exception {
        publish("hn1", snapshot("hn2", 57, 93));
        var result = review("--snapshot-refs");
        assertEquals(3, result.code());
        assertTrue(
                result.err()
                        .contains(
                                "refs/vzgit/snapshots/hn1: not a snapshot of that node: it is of"
                                        + " node hn2; delete it: git push origin"
                                        + " :refs/vzgit/snapshots/hn1"),
                result.err());
        publish("hn1", "{}");
        assertEquals(3, review("--snapshot-refs").code());
    }

    private void publish(String name, String json) throws Exception {
        var settings = SourceAccess.of(NodeHome.below(node.home), java.util.Map.of()).settings();
        new SnapshotRefs(settings)
                .publish(
                        new SourceLocation.Repository(repository.path().toString(), "HEAD", ""),
                        name,
                        json);
    }

    private TestNode.Result review(String... more) {
        List<String> all = new ArrayList<>(List.of("plan", "--repo", repository.path().toString()));
        try {
            if (repository.git("rev-list", "--count", "HEAD").equals("1")) {
                repository.commit(
                        "web1.yaml", TestNode.ve("web1", 101, "beancounters: {numproc: 50}"));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        all.addAll(List.of("--base", "main~1", "--head", "main"));
        all.addAll(List.of(more));
        return node.bare(all.toArray(String[]::new));
    }

    private TestNode.Result agent(String... more) {
        List<String> all =
                new ArrayList<>(
                        List.of("agent", "--repo", repository.path().toString(), "--node", "hn1"));
        all.addAll(List.of(more));
        return node.run(all.toArray(String[]::new));
    }

    private static String snapshot(String name, int held, int maxheld) {
        return """
        {
          "apiVersion": "vzgit/v1",
          "kind": "NodeSnapshot",
          "node": "%s",
          "takenAt": "2026-11-22T12:00:00Z",
          "revision": "",
          "kernel": {"release": "6.18.0", "cpus": 2, "controls": {"numproc": "cgroup-v2"}, "levels": {}},
          "ves": [
            {"veid": 101, "counters": {"numproc": {"held": %d, "maxheld": %d, "failcnt": 0}}}
          ]
        }
        """
                .formatted(name, held, maxheld);
    }
}
