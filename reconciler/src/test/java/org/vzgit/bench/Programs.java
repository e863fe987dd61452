package org.vzgit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Other programs, and files that they make.
final class Programs {
    /// Far longer than anything that is measured here.
    private static final long LIMIT_NANOS = 120_000_000_000L;

    /// A look costs microseconds; what is waited for takes milliseconds.
    private static final long BETWEEN_LOOKS_NANOS = 50_000;

    private Programs() {}

    /// Runs a program; it must succeed. Its output is not shown, or it would be measured too.
    static void run(List<String> words) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(words)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        end(builder.start(), words);
    }

    static void end(Process process, List<String> words) throws IOException, InterruptedException {
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException(String.join(" ", words) + ": exit code " + code);
        }
    }

    static void await(Path file) throws IOException {
        await(() -> Files.exists(file));
    }

    /// What is looked at.
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }

    static void await(Condition condition) throws IOException {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > LIMIT_NANOS) {
                throw new IOException("waited in vain");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
        }
    }
}
