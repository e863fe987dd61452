package org.vzgit.kernel.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// The program that tries to get out of a VE, built from `src/test/c/escape.c`.
final class EscapeProgram {
    private static final Path SOURCE = Path.of("src/test/c/escape.c");

    private EscapeProgram() {}

    static void build(Path output) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "no C compiler");
        Process gcc =
                new ProcessBuilder(
                                List.of(
                                        "gcc",
                                        "-std=gnu17",
                                        "-O1",
                                        "-static",
                                        "-Wall",
                                        "-Wextra",
                                        "-o",
                                        output.toString(),
                                        SOURCE.toString()))
                        .redirectErrorStream(true)
                        .start();
        String said = new String(gcc.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (gcc.waitFor() != 0 || !said.isEmpty()) {
            throw new IOException("gcc " + SOURCE + ": " + said);
        }
    }
}
