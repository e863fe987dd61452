package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.reconciler.review.NodeSnapshot;
import org.vzgit.schema.VeId;

class SnapshotCommandTest {
    @TempDir Path directory;
    private TestNode node;

    @BeforeEach
    void prepare() throws IOException {
        node = new TestNode(directory).withWeb1(100);
    }

    @Test
    void anEmptyNodeHasASnapshotToo() {
        NodeSnapshot snapshot = NodeSnapshot.parse(node.run("snapshot").out());
        assertEquals("hn1", snapshot.node().value());
        assertTrue(snapshot.ves().isEmpty());
        assertEquals("", snapshot.revision().id());
        assertEquals("6.18.0", snapshot.features().release());
    }

    @Test
    void itNamesTheNodeAndTheRevisionThatWereAppliedLast() {
        node.run("apply", "--dir", node.desired.toString());
        NodeSnapshot snapshot = NodeSnapshot.parse(node.run("snapshot").out());
        assertEquals("hn1", snapshot.node().value());
        assertEquals("directory", snapshot.revision().id());
        assertTrue(snapshot.ves().containsKey(new VeId(101)));
    }

    @Test
    void aFileIsReplacedAsAWhole() throws IOException {
        Path file = directory.resolve("hn1.json");
        assertEquals("", node.run("snapshot", "--node", "hn7", "--out", file.toString()).out());
        assertEquals("hn7", NodeSnapshot.parse(Files.readString(file)).node().value());
        assertFalse(Files.exists(directory.resolve("hn1.json.new")));
    }

    @Test
    void itIsWhatAReviewTakes() throws IOException {
        node.run("apply", "--dir", node.desired.toString());
        Path file = directory.resolve("hn1.json");
        node.run("snapshot", "--out", file.toString());
        String same = node.desired.toString();
        var result =
                node.run("plan", "--base-dir", same, "--head-dir", same, "--snapshot", file + "");
        assertEquals(0, result.code(), result.err());
    }

    @Test
    void aNameThatIsNoneIsWrongUsageAndAPlaceThatIsNotThereAFailure() {
        assertEquals(64, node.run("snapshot", "--node", "../x").code());
        assertEquals(1, node.run("snapshot", "--out", "/gone/away.json").code());
    }

    @Test
    void itChangesNothing() {
        node.run("apply", "--dir", node.desired.toString());
        int before = node.kernel.applied();
        node.run("snapshot");
        assertEquals(before, node.kernel.applied());
    }
}
