package org.vzgit.reconciler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewerCommitsTest {
    @TempDir Path directory;
    private TestRepository work;
    private String first;

    @BeforeEach
    void makeRepository() throws IOException {
        work = TestRepository.withWorkTree(directory.resolve("work"));
        first = work.commit("a.yaml", "1");
    }

    private List<String> newer(String tip, String known) throws Exception {
        try (Repository repository = LocalRepository.open(work.path())) {
            return NewerCommits.of(repository, tip, known);
        }
    }

    @Test
    void newestComesFirstAndTheKnownOneIsNotAmongThem() throws Exception {
        String second = work.commit("a.yaml", "2");
        String third = work.commit("a.yaml", "3");
        assertEquals(List.of(third, second), newer(third, first));
        assertEquals(List.of(third), newer(third, second));
    }

    /// What stands on a side branch was never what the node could have taken.
    @Test
    void mergeCountsAndNotWhatItMerged() throws Exception {
        work.git("checkout", "-q", "-b", "side");
        work.commit("b.yaml", "1");
        work.git("checkout", "-q", "main");
        String second = work.commit("a.yaml", "2");
        work.git("merge", "-q", "--no-ff", "-m", "merge", "side");
        String merge = work.git("rev-parse", "HEAD");
        assertEquals(List.of(merge, second), newer(merge, first));
    }

    @Test
    void whatDoesNotGoOnFromTheKnownOneIsTheTipAlone() throws Exception {
        String second = work.commit("a.yaml", "2");
        work.git("reset", "-q", "--hard", first);
        work.commit("a.yaml", "3");
        String other = work.commit("a.yaml", "4");
        assertEquals(List.of(other), newer(other, second));
    }

    @Test
    void asManyAreFoundAsNodesTellOfAndOneMoreIsTheTipAlone() throws Exception {
        StringBuilder commits = new StringBuilder();
        for (int i = 0; i < NewerCommits.COMMITS_MAX; i++) {
            commits.append(
                    "commit refs/heads/main\ncommitter A <a@example.org> %d +0000\ndata 0\n%s"
                            .formatted(
                                    1_800_000_000 + i, i == 0 ? "from " + first + "\n\n" : "\n"));
        }
        work.write(
                "../commits", commits.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        work.git(
                "-c",
                "alias.import=!git fast-import --quiet --force < " + directory.resolve("commits"),
                "import");
        String tip = work.git("rev-parse", "main");
        assertEquals(NewerCommits.COMMITS_MAX, newer(tip, first).size());
        String more = work.git("commit-tree", "-p", tip, "-m", "x", tip + "^{tree}");
        assertEquals(List.of(more), newer(more, first));
    }
}
