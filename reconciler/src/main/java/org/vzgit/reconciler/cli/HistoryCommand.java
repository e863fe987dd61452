package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.vzgit.reconciler.apply.Journal;
import org.vzgit.reconciler.apply.JournalEntry;
import org.vzgit.reconciler.text.Json;
import org.vzgit.reconciler.text.Table;
import org.vzgit.schema.Revision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "history",
        description = "Show what was applied on this node, by which commit, newest first.",
        footer = {"", "Example:", "  vzgit history web1 -n 5"})
final class HistoryCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;

    @Mixin private final OutputOption output = new OutputOption();

    @Option(
            names = {"-n", "--most"},
            paramLabel = "N",
            defaultValue = "20",
            description = "How many at most (default: 20).")
    private int most;

    @Parameters(
            arity = "0..1",
            paramLabel = "VE",
            defaultValue = "",
            description = "Only those of this VE, by name or veid.")
    private String ve = "";

    HistoryCommand(Console console, Globals globals) {
        this.console = console;
        this.globals = globals;
    }

    @Override
    public Integer call() throws IOException {
        Journal.Page page = Journals.of(globals.home()).newest(most, this::concerns);
        console.print(output.json() ? json(page.entries()) : text(page.entries()));
        if (page.damaged() > 0) {
            console.say("vzgit: " + page.damaged() + " damaged journal lines were passed over");
        }
        return ExitCode.OK.code();
    }

    private boolean concerns(JournalEntry entry) {
        return ve.isEmpty()
                || entry.target().name().equals(ve)
                || Integer.toString(entry.target().veid()).equals(ve);
    }

    private static String text(List<JournalEntry> entries) {
        Table table = new Table("TIME", "COMMIT", "VE", "OPERATION", "CHANGE", "RESULT", "AUTHOR");
        for (JournalEntry entry : entries) {
            JournalEntry.Wanted wanted = entry.wanted();
            table.row(
                    entry.time().toString().substring(0, 19) + "Z",
                    new Revision(entry.run().commit(), "").shortId(),
                    entry.target().name(),
                    entry.target().operation(),
                    wanted.field() + " " + wanted.from() + " → " + wanted.to(),
                    entry.result().status(),
                    entry.run().author());
        }
        return table.text();
    }

    private static String json(List<JournalEntry> entries) {
        Json json = new Json().object().field("apiVersion", "vzgit/v1").field("kind", "History");
        json.key("entries").array();
        for (JournalEntry entry : entries) {
            fields(json.object(), entry);
            json.endObject();
        }
        return json.endArray().endObject().text();
    }

    /// What the journal says about one operation, as fields of an object.
    static void fields(Json json, JournalEntry entry) {
        json.field("time", entry.time().toString()).field("apply", entry.run().id());
        json.field("commit", entry.run().commit()).field("author", entry.run().author());
        json.field("veid", entry.target().veid()).field("name", entry.target().name());
        json.field("operation", entry.target().operation());
        json.field("field", entry.wanted().field()).field("from", entry.wanted().from());
        json.field("to", entry.wanted().to()).field("origin", entry.wanted().origin());
        json.field("result", entry.result().status()).field("detail", entry.result().detail());
        json.field("micros", entry.result().micros());
    }
}
