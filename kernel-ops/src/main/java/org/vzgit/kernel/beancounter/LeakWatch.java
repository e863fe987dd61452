package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.AtomicFile;

/// Audits the counters every few minutes and keeps what was put right in a file, a line each:
///
/// ```
/// 2026-11-22T18:00:00Z VE 101: numothersock held was 1 too high
/// ```
public final class LeakWatch implements AutoCloseable {
    /// A leak is small and rare, and an audit looks at every process of the node some times.
    static final Duration INTERVAL = Duration.ofMinutes(5);

    /// A screen or two; a node that fills it has a problem that the last ones show as well.
    static final int LINES_MAX = 100;

    private final Audit audit;
    private final Path report;
    private final InstantSource clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("beancounter-audit").factory());

    /// What is asked: [KernelBeancounters#audit].
    @FunctionalInterface
    public interface Audit {
        List<Correction> run() throws OperationFailure;
    }

    /// @param report the file; its directory is made when there is something to report
    public LeakWatch(Audit audit, Path report, InstantSource clock) {
        this.audit = audit;
        this.report = report;
        this.clock = clock;
    }

    /// From now on, until [#close]. The first audit is at once: an upgrade may have lost something.
    public LeakWatch start() {
        var _ =
                thread.scheduleWithFixedDelay(
                        this::lookQuietly, 0, INTERVAL.toSeconds(), TimeUnit.SECONDS);
        return this;
    }

    /// An exception would end all later audits.
    private void lookQuietly() {
        try {
            look();
        } catch (IOException | OperationFailure | RuntimeException _) {
            // The next one finds what this one could not.
        }
    }

    /// One audit.
    void look() throws IOException, OperationFailure {
        List<Correction> corrections = audit.run();
        if (corrections.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>();
        if (Files.exists(report)) {
            lines.addAll(Files.readAllLines(report));
        }
        String time = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        corrections.forEach(each -> lines.add(time + " " + each.text()));
        List<String> last = lines.subList(Math.max(0, lines.size() - LINES_MAX), lines.size());
        Files.createDirectories(report.toAbsolutePath().getParent());
        AtomicFile.replace(report, String.join("\n", last) + "\n");
    }

    /// Waits for an audit that is under way, which takes milliseconds.
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            var _ = thread.awaitTermination(Sampler.INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
