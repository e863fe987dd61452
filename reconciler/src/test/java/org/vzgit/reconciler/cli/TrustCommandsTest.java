package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.reconciler.source.TestRepository;

/// What a person sees of a commit that the node refuses, and how they take it after all.
class TrustCommandsTest {
    @TempDir Path directory;
    private TestNode node;
    private TestRepository repository;
    private String first;
    private String second;

    @BeforeEach
    void applySecondCommit() throws IOException {
        node = new TestNode(directory).withWeb1(100);
        repository = TestRepository.withWorkTree(node.desired);
        first = repository.commit();
        node.withWeb1(200);
        second = repository.commit();
        var applied = apply();
        assertEquals(0, applied.code(), applied.err());
    }

    @Test
    void rewoundHistoryIsRefusedWithExitCodeFourAndChangesNothing() throws IOException {
        rewind();
        for (List<String> command :
                List.of(List.of("apply"), List.of("plan"), List.of("agent", "--once"))) {
            var result = node.run(command.toArray(String[]::new));
            assertEquals(4, result.code(), command + result.err());
            assertTrue(
                    result.err().contains("was rewound: " + first.substring(0, 12)), result.err());
            assertTrue(result.err().contains("vzgit accept " + first), result.err());
        }
        assertTrue(numproc().contains("200"), numproc());
    }

    @Test
    void statusGoesByTheCommitThatTheNodeFollowsAndTellsWhy() throws IOException {
        rewind();
        var status = node.run("status");
        assertEquals(0, status.code(), status.err());
        assertTrue(status.out().contains(second.substring(0, 7)), status.out());
        assertTrue(status.err().startsWith("vzgit: refused: "), status.err());
    }

    @Test
    void anAcceptedRewindIsAppliedOnce() throws IOException {
        rewind();
        var accepted = node.run("accept", first.substring(0, 10));
        assertEquals(0, accepted.code(), accepted.err());
        assertTrue(accepted.out().contains(" from " + first + " on.\n"), accepted.out());
        assertEquals(0, apply().code());
        assertTrue(numproc().contains("100"), numproc());
        repository.git("reset", "-q", "--hard", second);
        assertEquals(0, apply().code(), "this goes on from what was accepted");
        rewind();
        assertEquals(4, apply().code());
    }

    @Test
    void aCommitThatIsNotThereCannotBeAccepted() {
        var result = node.run("accept", "deadbeef");
        assertEquals(1, result.code(), result.err());
        assertEquals(64, node.run("accept").code());
        assertEquals(64, node.run("accept", "main", "--dir", node.desired.toString()).code());
    }

    @Test
    void planAndStatusRememberNothing() throws IOException {
        TestNode other = new TestNode(Files.createDirectory(directory.resolve("other")));
        for (String command : List.of("plan", "status")) {
            other.run(command, "--repo", node.desired.toString(), "--node", "hn1");
        }
        assertFalse(Files.exists(other.home.resolve("state")));
    }

    @Test
    void signersOnTheNodeAreAskedAndNamedInTheRefusal() throws IOException {
        Path etc = Files.createDirectories(node.home.resolve("etc"));
        Files.writeString(etc.resolve("allowed_signers"), "# nobody yet\n");
        node.withWeb1(300);
        String unsigned = repository.commit();
        var refused = apply();
        assertEquals(4, refused.code(), refused.err());
        assertEquals(
                "vzgit: commit "
                        + unsigned.substring(0, 12)
                        + " of "
                        + node.desired
                        + " at HEAD, by Ada Admin <ada@example.org>, is not signed; sign it, or"
                        + " allow its signer in /etc/vzgit; if it is to count as it is: vzgit"
                        + " accept "
                        + unsigned
                        + "\n",
                refused.err());
        assertEquals(0, node.run("validate", "--repo", node.desired.toString()).code());
    }

    private TestNode.Result apply() {
        return node.run("-q", "apply", "--repo", node.desired.toString(), "--node", "hn1");
    }

    private void rewind() throws IOException {
        repository.git("reset", "-q", "--hard", first);
    }

    private String numproc() {
        return node.run("list", "-H", "-o", "numproc.l").out();
    }
}
