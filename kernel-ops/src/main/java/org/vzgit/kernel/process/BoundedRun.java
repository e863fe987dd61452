package org.vzgit.kernel.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/// Waits for a program that somebody else wrote: not for ever, and without keeping all that it
/// says.
///
/// @param most after this it is ended, with all that it started and did not leave to itself
public record BoundedRun(Duration most) {
    /// The end of what was said: the reason of a failure is mostly in the last lines. Goes into
    /// errors, and so into the journal.
    static final int SAID_MAX = 2048;

    /// For a program that was asked to end, and for the last words in the pipe of one that has
    /// ended: a daemon that it left behind may hold the pipe open for ever.
    private static final Duration GRACE = Duration.ofSeconds(2);

    /// @param code empty when it was ended, because of its time or of an interrupt
    /// @param said the last [#SAID_MAX] bytes of its output
    public record Ended(OptionalInt code, String said) {
        public boolean isWell() {
            return code.isPresent() && code.getAsInt() == 0;
        }
    }

    /// @param process its errors are part of its output
    public Ended await(Process process) throws InterruptedException {
        Tail tail = new Tail(process.getInputStream());
        Thread reader = Thread.ofVirtual().start(tail);
        try {
            boolean ended = process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
            reader.join(ended ? GRACE : Duration.ofMillis(1));
            return new Ended(
                    ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty(), tail.text());
        } finally {
            end(process);
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        if (process.isAlive()) {
            // SIGTERM first: what runs a command in a VE passes it on.
            process.destroy();
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    /// Reads to the end, so that the program never waits for a reader, and keeps the last bytes.
    private static final class Tail implements Runnable {
        private final InputStream in;
        private final byte[] last = new byte[SAID_MAX];
        private long total;

        Tail(InputStream in) {
            this.in = in;
        }

        @Override
        public void run() {
            byte[] chunk = new byte[SAID_MAX];
            try {
                for (int got = in.read(chunk); got >= 0; got = in.read(chunk)) {
                    keep(chunk, got);
                }
            } catch (IOException _) {
                // Closed under it: what was read is what there is.
            }
        }

        private synchronized void keep(byte[] chunk, int got) {
            for (int i = 0; i < got; i++) {
                last[(int) (total++ % SAID_MAX)] = chunk[i];
            }
        }

        synchronized String text() {
            int length = (int) Math.min(total, SAID_MAX);
            byte[] ordered = new byte[length];
            for (int i = 0; i < length; i++) {
                ordered[i] = last[(int) ((total - length + i) % SAID_MAX)];
            }
            return new String(ordered, StandardCharsets.UTF_8).strip();
        }
    }
}
