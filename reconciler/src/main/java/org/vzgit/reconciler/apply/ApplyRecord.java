package org.vzgit.reconciler.apply;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.reconciler.text.OperationText;
import org.vzgit.reconciler.text.VeNames;
import org.vzgit.schema.Origin;

/// Tells the listener and the journal what one apply does.
final class ApplyRecord {
    private final Journal journal;
    private final ProgressListener listener;
    private final InstantSource clock;
    private final VeNames names;
    private final JournalEntry.Run run;
    private Optional<String> problem = Optional.empty();

    ApplyRecord(Plan plan, Journal journal, ProgressListener listener, InstantSource clock) {
        this.journal = journal;
        this.listener = listener;
        this.clock = clock;
        this.names = VeNames.of(plan);
        this.run =
                new JournalEntry.Run(
                        runId(plan, clock), plan.revision().id(), plan.revision().author());
    }

    void started(Step step) {
        listener.started(step);
    }

    void ended(Step step, Outcome outcome) {
        listener.ended(step, outcome);
        attempt(() -> journal.append(entry(step, outcome)));
    }

    /// @return why entries are missing, if any are
    Optional<String> finish() {
        attempt(journal::sync);
        return problem;
    }

    /// After the first failure nothing more is written: a journal with holes looks complete.
    private void attempt(Write write) {
        if (problem.isEmpty()) {
            try {
                write.run();
            } catch (IOException failed) {
                problem = Optional.of("write the journal: " + failed);
            }
        }
    }

    private JournalEntry entry(Step step, Outcome outcome) {
        return new JournalEntry(clock.instant(), run, target(step), wanted(step), result(outcome));
    }

    private JournalEntry.Target target(Step step) {
        return new JournalEntry.Target(
                step.id(),
                OperationText.of(step.operation()).text(),
                switch (step.operation()) {
                    case VeOperation op -> op.veid().value();
                    case BuildTemplate _ -> 0;
                },
                names.of(step.operation()));
    }

    private static JournalEntry.Wanted wanted(Step step) {
        return new JournalEntry.Wanted(
                step.cause().field(),
                step.cause().from(),
                step.cause().to(),
                step.cause().origin().map(Origin::pathAndLine).orElse(""));
    }

    private static JournalEntry.Result result(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(long micros) -> new JournalEntry.Result("done", "", micros);
            case Outcome.Failed failed ->
                    new JournalEntry.Result("failed", failed.message(), failed.durationMicros());
            case Outcome.Skipped(String reason) -> new JournalEntry.Result("skipped", reason, 0);
            case Outcome.NotVerified(String difference) ->
                    new JournalEntry.Result("not verified", difference, 0);
        };
    }

    /// The time and the plan name an apply: two applies of one node never begin at the same
    /// nanosecond, because one process holds its lock.
    private static String runId(Plan plan, InstantSource clock) {
        String name = clock.instant() + " " + plan.node() + " " + plan.revision().id();
        return UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString()
                .substring(0, 8);
    }

    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }
}
