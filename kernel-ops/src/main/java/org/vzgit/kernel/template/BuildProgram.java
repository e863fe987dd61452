package org.vzgit.kernel.template;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;

/// Runs a program that makes a root file system, confined: in namespaces of its own for processes,
/// mounts, IPC and the host name, so that what packages' scripts start ends with it, and without
/// the capabilities that reach the kernel itself. The network stays: packages come over it.
record BuildProgram(String tried, Consumer<String> progress) {
    /// Clock, modules, reboot, ports, kernel programs, the kernel's log: no package needs them to
    /// be unpacked.
    private static final String WITHOUT =
            "--bounding-set=-sys_module,-sys_rawio,-sys_time,-sys_boot,-bpf,-perfmon,-syslog";

    /// A distribution takes two minutes from a slow mirror, one with a desktop half an hour.
    private static final long MINUTES_MAX = 120;

    /// What is told of a failure: the last words.
    private static final int TAIL_LINES = 5;

    @FunctionalInterface
    interface Feed {
        void into(OutputStream program) throws IOException;
    }

    /// @param feed what the program reads
    void run(List<String> command, Feed feed) throws OperationFailure {
        List<String> confined = new ArrayList<>(List.of("setpriv", WITHOUT, "unshare"));
        confined.addAll(List.of("--mount", "--pid", "--fork", "--mount-proc", "--ipc", "--uts"));
        confined.add("--kill-child");
        confined.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(confined).redirectErrorStream(true);
        builder.environment().keySet().retainAll(List.of("PATH", "http_proxy", "https_proxy"));
        // Debian's tools write this time where they would write the present one.
        builder.environment().put("SOURCE_DATE_EPOCH", "0");
        builder.environment().put("LC_ALL", "C.UTF-8");
        try {
            await(builder.start(), feed);
        } catch (IOException e) {
            throw new OperationFailure(FailureKind.BROKEN, tried + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationFailure(FailureKind.DEADLINE, tried + ": EINTR", e);
        }
    }

    private void await(Process process, Feed feed)
            throws IOException, InterruptedException, OperationFailure {
        List<String> tail = new ArrayList<>();
        Thread reader = Thread.ofVirtual().start(() -> read(process.getInputStream(), tail));
        try {
            try (OutputStream in = process.getOutputStream()) {
                feed.into(in);
            } catch (IOException e) {
                // EPIPE: the program has ended, and says why; anything else is the feed's failure.
                if (process.isAlive() && !process.waitFor(1, TimeUnit.SECONDS)) {
                    throw e;
                }
            }
            boolean ended = process.waitFor(MINUTES_MAX, TimeUnit.MINUTES);
            reader.join(TimeUnit.SECONDS.toMillis(1));
            if (!ended || process.exitValue() != 0) {
                throw new OperationFailure(
                        ended ? FailureKind.BROKEN : FailureKind.DEADLINE,
                        tried + ": " + last(tail));
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private void read(InputStream output, List<String> tail) {
        try (var lines =
                new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                progress.accept(line);
                synchronized (tail) {
                    tail.add(line);
                    if (tail.size() > TAIL_LINES) {
                        tail.removeFirst();
                    }
                }
            }
        } catch (IOException _) {
            // The program was ended; its exit code says so.
        }
    }

    private static String last(List<String> tail) {
        synchronized (tail) {
            return tail.isEmpty() ? "it ended without a word" : String.join("; ", tail);
        }
    }
}
