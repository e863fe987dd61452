package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.vzgit.reconciler.apply.JournalEntry;
import org.vzgit.reconciler.apply.JournalTail;
import org.vzgit.reconciler.text.Json;
import org.vzgit.reconciler.text.SafeText;
import org.vzgit.schema.Revision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "events",
        description = "Show what is done on this node, oldest first, and go on as it happens.",
        footer = {"", "Example:", "  vzgit events --follow"})
final class EventsCommand implements Callable<Integer> {
    /// A person who watches takes a second for at once; a look costs one stat(2).
    private static final long PAUSE_MILLIS = 500;

    /// A day: whoever watches for longer starts it again.
    private static final int SECONDS_MAX = 86_400;

    private final Console console;
    private final Globals globals;

    @Mixin private final OutputOption output = new OutputOption();

    @Option(
            names = {"-n", "--most"},
            paramLabel = "N",
            defaultValue = "10",
            description = "How many of the past at most (default: 10).")
    private int most;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until interrupted.")
    private boolean follow;

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            defaultValue = "" + SECONDS_MAX,
            description = "With --follow, for how long at most (default: a day).")
    private int seconds;

    EventsCommand(Console console, Globals globals) {
        this.console = console;
        this.globals = globals;
    }

    @Override
    public Integer call() throws IOException, CommandFailure {
        if (seconds < 0 || seconds > SECONDS_MAX) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--for: " + seconds + " is not 0 to " + SECONDS_MAX);
        }
        // Before the past is read: between the two nothing is lost, and at worst told twice.
        JournalTail tail = new JournalTail(Journals.directory(globals.home()));
        Journals.of(globals.home())
                .newest(most, _ -> true)
                .entries()
                .reversed()
                .forEach(this::tell);
        if (follow) {
            follow(tail);
        }
        return ExitCode.OK.code();
    }

    private void follow(JournalTail tail) throws IOException {
        long looks = seconds * 1_000L / PAUSE_MILLIS;
        try {
            for (long look = 0; look <= looks; look++) {
                List<JournalEntry> entries = tail.poll();
                entries.forEach(this::tell);
                if (look < looks) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(JournalEntry entry) {
        console.print(output.json() ? json(entry) : text(entry));
    }

    private static String text(JournalEntry entry) {
        JournalEntry.Wanted wanted = entry.wanted();
        String change = wanted.from().isEmpty() ? wanted.to() : wanted.from() + " → " + wanted.to();
        return SafeText.of(line(entry, change)) + "\n";
    }

    private static String line(JournalEntry entry, String change) {
        JournalEntry.Wanted wanted = entry.wanted();
        return "%s %s %s: %s%s %s%s"
                .formatted(
                        entry.time().toString().substring(0, 19) + "Z",
                        new Revision(entry.run().commit(), "").shortId(),
                        entry.target().name(),
                        entry.target().operation(),
                        change.isEmpty() ? "" : " (" + wanted.field() + " " + change + ")",
                        entry.result().status().toUpperCase(Locale.ROOT),
                        entry.result().detail().isEmpty() ? "" : ": " + entry.result().detail());
    }

    private static String json(JournalEntry entry) {
        Json json = new Json().object().field("apiVersion", "vzgit/v1").field("kind", "Event");
        HistoryCommand.fields(json, entry);
        return json.endObject().text().strip().replaceAll("\\s*\n\\s*", "") + "\n";
    }
}
