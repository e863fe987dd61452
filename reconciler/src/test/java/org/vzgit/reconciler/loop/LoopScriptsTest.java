package org.vzgit.reconciler.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every script of `src/test/cases-loop`.
class LoopScriptsTest {
    private static final Path SCRIPTS = Path.of("src", "test", "cases-loop");

    @TempDir Path directory;

    static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scripts")
    void scriptHolds(Path script) throws Exception {
        new LoopScript(directory).run(script);
    }

    @Test
    void unmetExpectationFailsTheScript() throws Exception {
        Path script = directory.resolve("wrong.txt");
        Files.writeString(script, "ve 101 state: running\npass\nexpect not running 101\n");
        boolean failed = false;
        try {
            new LoopScript(directory.resolve("world")).run(script);
        } catch (AssertionError expected) {
            failed = expected.toString().contains("wrong.txt:3");
        }
        assertTrue(failed);
    }
}
