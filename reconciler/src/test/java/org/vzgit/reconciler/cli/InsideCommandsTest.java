package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands that run something in VEs.
class InsideCommandsTest {
    @TempDir Path directory;
    private TestNode node;

    @BeforeEach
    void runThreeVes() throws IOException {
        node = new TestNode(directory).withWeb1(100);
        node.write("web2.yaml", labelled("web2", 102, "tier: web"));
        node.write("db1.yaml", labelled("db1", 103, "tier: db"));
        assertEquals(0, node.run("apply", "--dir", node.desired.toString()).code());
    }

    private static String labelled(String name, int veid, String label) {
        return TestNode.ve(name, veid, "hostname: " + name)
                .replace("{name: " + name, "{labels: {" + label + "}, name: " + name);
    }

    @Test
    void eachLineBeginsWithTheNameAndASummaryFollows() {
        var result = node.run("exec", "--name", "web*", "--", "sh", "-c", "echo $VEID; echo e >&2");
        assertEquals(0, result.code());
        assertEquals(List.of("web1: 101", "web2: 102"), result.out().lines().sorted().toList());
        assertEquals(
                List.of("2 VEs: 2 succeeded", "web1: e", "web2: e"),
                result.err().lines().sorted().toList());
    }

    @Test
    void theExitCodeIsTheHighestAndTheSummaryNamesEach() {
        var result =
                node.run("exec", "--name", "*", "--", "sh", "-c", "test $VEID = 101 || exit 3");
        assertEquals(3, result.code());
        assertEquals("3 VEs: 1 succeeded, 2 failed: web2 3, db1 3\n", result.err());
    }

    @Test
    void aLabelIsLookedUpInTheDocuments() {
        var result = node.run("exec", "--label", "tier=db", "--", "sh", "-c", "echo $VEID");
        assertEquals("db1: 103\n", result.out());
        assertEquals(
                "no running VE is meant; see vzgit list",
                node.run("exec", "--label", "tier=db", "--name", "web*", "--", "true")
                        .err()
                        .lines()
                        .findFirst()
                        .orElseThrow()
                        .replaceFirst("^.*?: ?(?=no running)", ""));
    }

    @Test
    void aVeThatCannotBeJoinedGives125() {
        var result = node.run("exec", "--name", "web1", "--", "fail-to-join");
        assertEquals(125, result.code());
        assertTrue(result.err().contains("web1: VE 101 does not run\n"), result.err());
    }

    @Test
    void noMoreRunAtOnceThanAskedFor() throws IOException {
        Path busy = Files.createDirectory(directory.resolve("busy"));
        // Fails where another one is at work: a directory can be made once only.
        String script = "mkdir " + busy + "/one && sleep 0.1 && rmdir " + busy + "/one";
        assertEquals(
                0,
                node.run("exec", "--name", "*", "--parallel", "1", "--", "sh", "-c", script)
                        .code());
    }

    @Test
    void theBoundOfVesAtOnceIsChecked() {
        String most = Integer.toString(VeSelection.PARALLEL_MAX);
        String more = Integer.toString(VeSelection.PARALLEL_MAX + 1);
        assertEquals(0, node.run("exec", "--name", "*", "--parallel", most, "--", "true").code());
        for (String wrong : List.of("0", more)) {
            assertEquals(
                    64, node.run("exec", "--name", "*", "--parallel", wrong, "--", "true").code());
        }
    }

    @Test
    void anEndlessLineIsPrintedInPieces() {
        int more = ManyRuns.LINE_MAX + 1;
        String script = "head -c " + more + " /dev/zero | tr '\\0' x";
        var lines =
                node.run("exec", "--name", "web1", "--", "sh", "-c", script).out().lines().toList();
        assertEquals(List.of("web1: " + "x".repeat(ManyRuns.LINE_MAX), "web1: x"), lines);
    }

    @Test
    void whatAVeSaysDoesNotReachTheTerminalAsControl() {
        var result = node.run("exec", "--name", "web1", "--", "printf", "\\033]0;title\\007\\n");
        assertEquals("web1: \ufffd]0;title\ufffd\n", result.out());
    }

    @Test
    void aScriptIsHandedOverWithItsNameAndArguments() throws IOException {
        Path script = Files.writeString(directory.resolve("check.sh"), "echo hello\n");
        assertEquals(42, node.run("runscript", "web1", script.toString(), "--", "--fast").code());
        assertEquals(
                List.of(List.of("101", "script check.sh", "check.sh", "--fast")), node.ranInside);
    }

    @Test
    void aScriptThatIsNotThereIsToldBeforeAnythingRuns() {
        var result = node.run("runscript", "--name", "*", "/nonexistent/script");
        assertEquals(64, result.code());
        assertTrue(result.err().contains("/nonexistent/script: not a readable file"), result.err());
        assertEquals(64, node.run("runscript", "web1").code());
        assertEquals(64, node.run("exec", "web1").code());
    }
}
