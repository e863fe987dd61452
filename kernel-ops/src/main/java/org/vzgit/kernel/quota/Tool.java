package org.vzgit.kernel.quota;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;

/// A program of the host that makes or mounts file systems.
record Tool(String name) {
    /// Where root's programs are; a service's PATH may lack them.
    private static final List<Path> PLACES =
            List.of(Path.of("/usr/sbin"), Path.of("/sbin"), Path.of("/usr/bin"), Path.of("/bin"));

    /// mkfs on a slow disk takes seconds, growing by terabytes about a minute.
    private static final long LIMIT_SECONDS = 300;

    /// What is kept of the program's words for the message: a few lines.
    private static final int OUTPUT_MAX = 2000;

    boolean isThere() {
        return PLACES.stream().anyMatch(place -> Files.isExecutable(place.resolve(name)));
    }

    /// Runs the program and waits for its success.
    void run(String... arguments) throws OperationFailure {
        List<String> command = new ArrayList<>(List.of(path().toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            finish(process, String.join(" ", command));
        } catch (IOException e) {
            throw new OperationFailure(FailureKind.BROKEN, name + ": " + e.getMessage(), e);
        }
    }

    private static void finish(Process process, String command)
            throws IOException, OperationFailure {
        try (var output = process.getInputStream()) {
            String words =
                    new String(output.readNBytes(OUTPUT_MAX), StandardCharsets.UTF_8).strip();
            boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (!ended || process.exitValue() != 0) {
                throw new OperationFailure(
                        ended ? FailureKind.BROKEN : FailureKind.DEADLINE, command + ": " + words);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationFailure(FailureKind.BUSY, command + ": EINTR", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private Path path() {
        return PLACES.stream()
                .map(place -> place.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of(name));
    }
}
