package org.vzgit.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.vzgit.reconciler.review.AllowedCuts;
import org.vzgit.reconciler.review.Review;
import org.vzgit.reconciler.review.ReviewRequest;
import org.vzgit.reconciler.review.Reviewer;
import org.vzgit.schema.DesiredState;

/// A review of a commit that touches ten VEs: as CI starts it, and the comparison alone.
///
/// The nearest published figure is argocd-diff-preview's own demo: 99 s for 4 applications, most of
/// it a cluster that renders them. It does more (templates), so the ratio says what a reviewer
/// waits for, not whose code is faster.
final class ReviewBench {
    private static final int[] SIZES = {1000, 10_000};
    private static final int TOUCHED = 10;

    /// For 1,000 VEs, cold, with the virtual machine.
    private static final double GOAL = 1000;

    private static final int WARM_UP = 2;
    private static final int ROUNDS = 10;

    private final Path script;
    private final Path place;
    private final Report report;

    ReviewBench(Path script, Path place, Report report) {
        this.script = script;
        this.place = place;
        this.report = report;
    }

    void run() throws Exception {
        report.title("Review of a commit that touches 10 VEs");
        double[] perVe = new double[SIZES.length];
        for (int i = 0; i < SIZES.length; i++) {
            cold(SIZES[i]);
            perVe[i] = warm(SIZES[i]) / SIZES[i];
        }
        report.note(
                String.format(
                        Locale.ROOT,
                        "comparison per VE, %d against %d: %.2f (1 is linear)",
                        SIZES[1],
                        SIZES[0],
                        perVe[1] / perVe[0]));
    }

    /// `plan --base HEAD~1 --head HEAD`: a new virtual machine, Git, two revisions, the answer.
    private void cold(int size) throws Exception {
        Path repository = place.resolve("review-" + size);
        Files.createDirectories(repository);
        git(repository, "init", "-q", "-b", "main");
        Fleet.running(size).write(repository);
        commit(repository);
        touched(size).write(repository);
        commit(repository);
        List<String> words =
                List.of(
                        script.toString(),
                        "plan",
                        "--no-detailed-exitcode",
                        "--repo",
                        repository.toString(),
                        "--base",
                        "HEAD~1");
        Sample sample = new Sample();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            if (round == 0) {
                sample.restart();
            }
            sample.time(() -> Programs.run(words));
        }
        if (size == SIZES[0]) {
            report.time("plan --base --head, " + size + " VEs, cold", sample, GOAL);
        } else {
            report.time("plan --base --head, " + size + " VEs, cold", sample);
        }
    }

    private double warm(int size) throws Exception {
        DesiredState base = Fleet.running(size).desired();
        DesiredState head = touched(size).desired();
        ReviewRequest request =
                new ReviewRequest(
                        base,
                        head,
                        java.util.Collections.emptySortedSet(),
                        List.of(),
                        AllowedCuts.NONE);
        Sample sample = new Sample();
        for (int round = -5 * ROUNDS; round < 5 * ROUNDS; round++) {
            if (round == 0) {
                sample.restart();
            }
            sample.time(() -> {
                Review review = Reviewer.review(request);
                if (!review.hasChanges()) {
                    throw new IllegalStateException("nothing was found");
                }
            });
        }
        report.time("the comparison alone, " + size + " VEs, warm", sample);
        return sample.medianMillis();
    }

    private static Fleet touched(int size) {
        return Fleet.running(size).with(index -> index < TOUCHED ? 1 : 0);
    }

    private static void commit(Path repository) throws Exception {
        git(repository, "add", "-A");
        git(
                repository,
                "-c",
                "user.name=bench",
                "-c",
                "user.email=bench@example.org",
                "commit",
                "-q",
                "-m",
                "change");
    }

    private static void git(Path repository, String... arguments) throws Exception {
        List<String> words = new java.util.ArrayList<>(List.of("git", "-C", repository.toString()));
        words.addAll(List.of(arguments));
        Programs.run(words);
    }
}
