package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    @TempDir Path directory;
    private TestNode node;

    @BeforeEach
    void prepare() throws IOException {
        node = new TestNode(directory);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "validate",
                "plan",
                "apply",
                "status",
                "list",
                "ubc",
                "exec",
                "enter",
                "runscript",
                "template",
                "agent",
                "doctor",
                "sync",
                "cancel",
                "suspend",
                "resume",
                "hold",
                "release",
                "history",
                "events",
                "blame",
                "revert",
                "accept",
                "explain",
                "schema",
                "version",
                "completion"
            })
    void everyCommandTeachesWithAnExample(String command) {
        var help = node.bare(command, "--help");
        assertEquals(0, help.code());
        assertEquals("", help.err());
        assertTrue(help.out().startsWith("Usage: vzgit " + command), help.out());
        String example = help.out().substring(help.out().indexOf("Example"));
        assertTrue(example.contains("vzgit " + command), help.out());
        assertTrue(node.bare("--help").out().contains("\n  " + command + " "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "wipe"})
    void commandsForTheBuildAreNotListed(String command) {
        assertFalse(node.bare("--help").out().contains("\n  " + command + " "));
    }

    @Test
    void nothingToDoIsWrongUsage() {
        var result = node.bare();
        assertEquals(64, result.code());
        assertEquals("", result.out());
        assertEquals("vzgit: say what to do\nSee vzgit --help\n", result.err());
    }

    @Test
    void typosAreGuessed() {
        var result = node.bare("statsu");
        assertEquals(64, result.code());
        assertTrue(result.err().contains("status"), result.err());
    }

    @Test
    void unknownOptionNamesTheCommandToAsk() {
        var result = node.bare("plan", "--no-such-option");
        assertEquals(64, result.code());
        assertTrue(result.err().contains("--no-such-option"), result.err());
        assertTrue(result.err().endsWith("See vzgit plan --help\n"), result.err());
    }

    @Test
    void globalOptionsStandBeforeOrAfterTheCommand() {
        assertEquals(0, node.bare("-q", "version").code());
        assertEquals(0, node.bare("version", "-q").code());
    }

    @Test
    void wrongValueOfAnOptionIsWrongUsage() {
        assertEquals(64, node.bare("version", "-o", "xml").code());
        assertEquals(64, node.bare("version", "--color", "sometimes").code());
    }
}
