package org.vzgit.kernel.beancounter;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;

/// A process in namespaces and a cgroup of its own that takes and gives back resources as it is
/// told (`main/c/probe`): what a VE would be to the beancounters.
final class Probe implements AutoCloseable {
    /// It ends at once at the end of its input; ten seconds are for a machine that is emulated.
    private static final int END_SECONDS = 10;

    /// A self-test takes a second. A probe that hangs must not hang whoever asks it, for ever.
    private static final int LIFE_SECONDS = 300;

    private final Process process;
    private final Writer input;
    private final BufferedReader output;

    private Probe(Process process) {
        this.process = process;
        var _ =
                CompletableFuture.runAsync(
                        process::destroyForcibly,
                        CompletableFuture.delayedExecutor(LIFE_SECONDS, TimeUnit.SECONDS));
        input = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII);
        output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /// @param done how many it got, or gave back
    /// @param errno the name of what stopped it; `0` when nothing did
    record Answer(int done, String errno) {}

    /// Starts one.
    ///
    /// @param program the program's file
    /// @param procs the `cgroup.procs` of the cgroup that it joins first
    static Probe start(Path program, Path procs) throws OperationFailure {
        try {
            Probe probe =
                    new Probe(
                            new ProcessBuilder(program.toString(), procs.toString())
                                    .redirectErrorStream(true)
                                    .start());
            String first = probe.output.readLine();
            if (!"ready 0".equals(first)) {
                probe.close();
                throw new OperationFailure(
                        FailureKind.BROKEN,
                        "start " + program + ": " + (first == null ? "it ended" : first));
            }
            return probe;
        } catch (IOException e) {
            throw new OperationFailure(FailureKind.BROKEN, "start " + program + ": " + e, e);
        }
    }

    long pid() {
        return process.pid();
    }

    /// @param what one of the probe's own names, mostly that of a beancounter
    /// @param by how many more to hold; negative to give back
    Answer change(String what, int by) throws OperationFailure {
        try {
            input.write(what + " " + by + "\n");
            input.flush();
            String line = output.readLine();
            if (line == null) {
                throw new OperationFailure(
                        FailureKind.BROKEN, "ask the probe for " + what + ": it ended");
            }
            String[] words = line.split(" ", 2);
            if (words.length < 2) {
                throw new OperationFailure(
                        FailureKind.BROKEN, "ask the probe for " + what + ": " + line);
            }
            return new Answer(Integer.parseInt(words[0]), words[1]);
        } catch (IOException | NumberFormatException e) {
            throw new OperationFailure(FailureKind.BROKEN, "ask the probe for " + what, e);
        }
    }

    /// Ends it and waits: all that it held is given back, but for what the kernel defers.
    @Override
    public void close() {
        try (output) {
            input.close();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
