package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.ObservedNode;

/// Every row of docs/exit-codes.md, reached by a command line.
class ExitCodesTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| (.+) \\|$");

    @TempDir Path directory;
    private TestNode node;

    @BeforeEach
    void prepare() throws IOException {
        node = new TestNode(directory).withWeb1(100);
    }

    @Test
    void theTableOfTheDocumentationIsTheTableOfTheProgram() throws IOException {
        Matcher rows = ROW.matcher(Files.readString(Path.of("../docs/exit-codes.md")));
        List<String> documented = rows.results().map(r -> r.group(1) + " " + r.group(2)).toList();
        List<String> defined =
                List.of(ExitCode.values()).stream().map(c -> c.code() + " " + c.meaning()).toList();
        assertEquals(defined, documented);
    }

    @Test
    void zeroWhenThereIsNothingToDo() {
        assertEquals(0, onDirectory("apply").code());
        for (String command : List.of("apply", "plan", "status", "list", "ubc", "history")) {
            assertEquals(0, node.run(command).code(), command);
        }
        assertEquals(0, node.run("agent", "--once").code());
    }

    @Test
    void oneWhenTheToolFailed() {
        assertEquals(1, node.run("plan", "--dir", directory.resolve("gone").toString()).code());
        assertEquals(1, node.run("exec", "nobody", "true").code());
        node.on(_ -> {
            throw new CommandFailure(ExitCode.TOOL_FAILED, "open the kernel: EPERM");
        });
        for (String command : List.of("plan", "apply", "status")) {
            assertEquals(1, onDirectory(command).code(), command);
        }
    }

    @Test
    void twoWhenThereAreChanges() {
        assertEquals(2, onDirectory("plan").code());
        assertEquals(2, onDirectory("status").code());
        assertEquals(2, node.run("apply", "--dry-run", "--dir", node.desired.toString()).code());
    }

    @Test
    void threeWhenTheInputIsInvalidEvenWhereThereAreChangesToo() throws IOException {
        node.write("web2.yaml", TestNode.ve("web2", 102, "hostnam: web2"));
        assertEquals(3, onDirectory("plan").code());
        assertEquals(3, node.bare("validate", node.desired.toString()).code());
        assertEquals(3, onDirectory("apply").code());
        assertEquals(3, node.run("agent", "--once").code());
    }

    @Test
    void fourWhenOnlyWhatIsRefusedIsLeft() throws IOException {
        node.write("web2.yaml", TestNode.ve("web2", 102, "jquota: true"));
        assertEquals(2, onDirectory("plan").code(), "web1 can still be made");
        assertEquals(4, onDirectory("apply").code());
        assertEquals(4, node.run("plan").code());
        assertEquals(4, node.run("agent", "--once").code());
    }

    @Test
    void sixWhenAnOperationFailed() {
        node.on(_ -> new Refusing(node.kernel));
        assertEquals(6, onDirectory("apply").code());
        assertEquals(6, node.run("agent", "--once").code());
    }

    @Test
    void sixComesBeforeThreeAndFour() throws IOException {
        node.write("web2.yaml", TestNode.ve("web2", 102, "hostnam: web2"));
        node.write("web3.yaml", TestNode.ve("web3", 103, "jquota: true"));
        node.on(_ -> new Refusing(node.kernel));
        assertEquals(6, onDirectory("apply").code());
    }

    @Test
    void sevenWhenSomethingNeedsAPerson() throws IOException {
        onDirectory("apply");
        node.write("web2.yaml", TestNode.ve("web2", 102, "jquota: true"));
        assertEquals(7, node.run("status").code());
        node.write("web2.yaml", TestNode.ve("web2", 102, "hostnam: web2"));
        assertEquals(7, node.run("status").code());
    }

    @Test
    void sixtyFourOnWrongUsageAndOneLineSaysWhichHelpToRead() {
        for (String[] wrong :
                List.of(
                        new String[] {"plan", "--no-such-option"},
                        new String[] {"apply", "--dir"},
                        new String[] {"list", "-n", "1"},
                        new String[] {"history", "-n", "many"},
                        new String[] {"exec"},
                        new String[] {"no-such-command"})) {
            var result = node.run(wrong);
            assertEquals(64, result.code(), String.join(" ", wrong));
            assertEquals("", result.out());
            String last = result.err().lines().toList().getLast();
            assertTrue(last.startsWith("See vzgit") && last.endsWith("--help"), last);
        }
    }

    @Test
    void aDryRunIsGivenNothingThatCouldChangeTheNode() {
        node.on(_ -> new Refusing(node.kernel));
        var result = node.run("apply", "--dry-run", "--dir", node.desired.toString());
        assertEquals(2, result.code(), result.err());
        assertEquals(0, node.kernel.applied());
        assertFalse(Files.exists(node.home));
    }

    @Test
    void theExitCodeOfACommandInsideIsPassedOn() {
        onDirectory("apply");
        assertEquals(42, node.run("exec", "web1", "--", "sh", "-c", "exit 42").code());
    }

    private TestNode.Result onDirectory(String command) {
        return node.run(command, "--dir", node.desired.toString());
    }

    /// Can be looked at; every change fails.
    private record Refusing(Kernel kernel) implements Kernel {
        @Override
        public ObservedNode observe() {
            return kernel.observe();
        }

        @Override
        public void apply(Operation operation) throws OperationFailure {
            throw new OperationFailure(FailureKind.DENIED, operation + ": EPERM");
        }

        @Override
        public void close() {
            kernel.close();
        }
    }
}
