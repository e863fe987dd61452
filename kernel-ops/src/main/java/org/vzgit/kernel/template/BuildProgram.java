package org.vzgit.kernel.template;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;

/// Runs a program that makes a root file system, confined: in namespaces of its own for processes,
/// mounts, IPC and the host name, so that what packages' scripts start ends with it, and without
/// the capabilities that reach the kernel itself. The network stays unless somebody takes it:
/// packages come over it.
record BuildProgram(String tried, Consumer<String> progress) {
    /// Clock, modules, reboot, ports, kernel programs, the kernel's log: no package needs them to
    /// be unpacked.
    private static final String WITHOUT =
            "--bounding-set=-sys_module,-sys_rawio,-sys_time,-sys_boot,-bpf,-perfmon,-syslog";

    /// A distribution takes two minutes from a slow mirror, one with a desktop half an hour.
    private static final Duration PROGRAM_MAX = Duration.ofHours(2);

    @FunctionalInterface
    interface Feed {
        void into(OutputStream program) throws IOException;
    }

    /// @param network whether it sees that of the node
    /// @param most how long it may take
    record Bounds(boolean network, Duration most) {}

    /// @param feed what the program reads
    void run(List<String> command, Feed feed) throws OperationFailure {
        run(command, new Bounds(true, PROGRAM_MAX), feed);
    }

    /// Everything that the program has started is gone when this returns, however it returns.
    void run(List<String> command, Bounds bounds, Feed feed) throws OperationFailure {
        List<String> confined = new ArrayList<>(List.of("setpriv", WITHOUT, "unshare"));
        confined.addAll(List.of("--mount", "--pid", "--fork", "--mount-proc", "--ipc", "--uts"));
        if (!bounds.network()) {
            confined.add("--net");
        }
        confined.add("--kill-child");
        confined.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(confined).redirectErrorStream(true);
        builder.environment().keySet().retainAll(List.of("PATH", "http_proxy", "https_proxy"));
        // Debian's tools and rpm write this time where they would write the present one.
        builder.environment().put("SOURCE_DATE_EPOCH", "0");
        builder.environment().put("LC_ALL", "C.UTF-8");
        try {
            await(builder.start(), bounds.most(), feed);
        } catch (IOException e) {
            throw new OperationFailure(FailureKind.BROKEN, tried + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperationFailure(FailureKind.DEADLINE, tried + ": EINTR", e);
        }
    }

    private void await(Process process, Duration most, Feed feed)
            throws IOException, InterruptedException, OperationFailure {
        LastWords words = new LastWords(progress);
        Thread reader = Thread.ofVirtual().start(() -> words.read(process.getInputStream()));
        try {
            try (OutputStream in = process.getOutputStream()) {
                feed.into(in);
            } catch (IOException e) {
                // EPIPE: the program has ended, and says why; anything else is the feed's failure.
                if (process.isAlive() && !process.waitFor(1, TimeUnit.SECONDS)) {
                    throw e;
                }
            }
            boolean ended = process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                throw new OperationFailure(
                        FailureKind.DEADLINE,
                        tried + ": ran longer than " + most.toSeconds() + "s; " + words.text());
            }
            reader.join(TimeUnit.SECONDS.toMillis(1));
            if (process.exitValue() != 0) {
                throw new OperationFailure(FailureKind.BROKEN, tried + ": " + words.text());
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
