package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vzgit.reconciler.apply.JournalEntry;
import org.vzgit.reconciler.source.LineAuthor;
import org.vzgit.reconciler.source.SourceFailure;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.reconciler.text.Json;
import org.vzgit.reconciler.text.Table;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "blame",
        description =
                "Show which commit wants each field of a VE, whose it is, and since when it"
                        + " is applied here.",
        footer = {
            "",
            "The commit is the one that wrote the line, in the VE's document or in a profile. The",
            "time is that of the journal of this node, and - where the journal says nothing.",
            "",
            "Example:",
            "  vzgit blame web1 numproc"
        })
final class BlameCommand implements Callable<Integer> {
    /// More than a VE has fields, and as far back as the journal goes for most nodes.
    private static final int ENTRIES_MAX = 20_000;

    private final Console console;
    private final Globals globals;
    private final TargetReader targets;

    @Mixin private final TargetOptions options = new TargetOptions();

    @Mixin private final OutputOption output = new OutputOption();

    @Parameters(paramLabel = "VE", description = "By name or veid.")
    private String ve = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FIELD",
            defaultValue = "",
            description = "Only this one: cpu.units or cpuunits.")
    private String field = "";

    BlameCommand(Console console, Globals globals, TargetReader targets) {
        this.console = console;
        this.globals = globals;
        this.targets = targets;
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        Target target = targets.readFollowed(options);
        if (target.aim().location() instanceof SourceLocation.Directory) {
            throw new CommandFailure(ExitCode.USAGE, "a directory has no commits; use --repo");
        }
        VeSpec spec = find(target);
        Map<VeField, Origin> fields = fields(spec);
        Map<Origin, LineAuthor> authors = authors(target, fields);
        Map<VeField, String> applied = applied(spec, fields);
        console.print(
                output.json()
                        ? json(spec, target, new Found(fields, authors, applied))
                        : text(new Found(fields, authors, applied)));
        return ExitCode.OK.code();
    }

    private VeSpec find(Target target) throws CommandFailure {
        return target.desired().vesOn(target.aim().node()).values().stream()
                .filter(spec -> spec.veid().toString().equals(ve) || spec.name().value().equals(ve))
                .findFirst()
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.TOOL_FAILED,
                                "no document wants VE " + ve + " on node " + target.aim().node()));
    }

    private Map<VeField, Origin> fields(VeSpec spec) throws CommandFailure {
        Map<VeField, Origin> written = new EnumMap<>(VeField.class);
        for (VeField candidate : VeField.values()) {
            if (field.isEmpty()
                    || candidate.path().equals(field)
                    || candidate.display().equals(field)) {
                spec.originOf(candidate).ifPresent(origin -> written.put(candidate, origin));
            }
        }
        if (written.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED,
                    "VE "
                            + spec.name()
                            + " has no line with "
                            + (field.isEmpty() ? "a field" : field)
                            + "; it has its default, or no such name (see vzgit schema VE)");
        }
        return written;
    }

    private Map<Origin, LineAuthor> authors(Target target, Map<VeField, Origin> fields)
            throws CommandFailure {
        try {
            return SourceAccess.of(globals.home(), console.surroundings().variables())
                    .source()
                    .authors(target.aim().location(), target.desired().revision(), fields.values());
        } catch (SourceFailure failure) {
            throw CommandFailure.of(failure);
        }
    }

    /// The newest time at which each field was done; a VE's creation did all of them.
    private Map<VeField, String> applied(VeSpec spec, Map<VeField, Origin> fields)
            throws IOException {
        List<JournalEntry> done =
                Journals.of(globals.home())
                        .newest(
                                ENTRIES_MAX,
                                entry ->
                                        entry.target().veid() == spec.veid().value()
                                                && entry.result().status().equals("done"))
                        .entries();
        Map<VeField, String> times = new EnumMap<>(VeField.class);
        for (VeField one : fields.keySet()) {
            Optional<JournalEntry> entry =
                    done.stream().filter(e -> e.wanted().field().equals(one.display())).findFirst();
            entry.or(() -> done.stream().reduce((_, older) -> older))
                    .ifPresent(e -> times.put(one, e.time().toString().substring(0, 19) + "Z"));
        }
        return times;
    }

    private static String text(Found found) {
        Table table =
                new Table("FIELD", "COMMIT", "AUTHOR", "SIGNED BY", "APPLIED", "WHERE", "LINE");
        found.fields()
                .forEach((field, origin) -> {
                    Optional<LineAuthor> author = found.author(origin);
                    table.row(
                            field.path(),
                            author.map(a -> new Revision(a.commit(), "").shortId()).orElse("?"),
                            author.map(LineAuthor::author).orElse("?"),
                            author.map(LineAuthor::signer).filter(s -> !s.isEmpty()).orElse("-"),
                            found.applied().getOrDefault(field, "-"),
                            origin.pathAndLine(),
                            author.map(LineAuthor::line).orElse(""));
                });
        return table.text();
    }

    private static String json(VeSpec spec, Target target, Found found) {
        Json json = new Json().object().field("apiVersion", "vzgit/v1").field("kind", "Blame");
        json.field("veid", spec.veid().value()).field("name", spec.name().value());
        json.field("node", target.aim().node().toString());
        json.field("commit", target.desired().revision().id()).key("fields").array();
        found.fields()
                .forEach((field, origin) -> {
                    json.object().field("field", field.path());
                    json.field("origin", origin.pathAndLine());
                    json.field("applied", found.applied().getOrDefault(field, ""));
                    found.author(origin)
                            .ifPresent(author -> {
                                json.field("commit", author.commit());
                                json.field("author", author.author());
                                json.field("signer", author.signer());
                                json.field("written", author.when().toString());
                                json.field("line", author.line());
                            });
                    json.endObject();
                });
        return json.endArray().endObject().text();
    }

    private record Found(
            Map<VeField, Origin> fields,
            Map<Origin, LineAuthor> authors,
            Map<VeField, String> applied) {
        Optional<LineAuthor> author(Origin origin) {
            return Optional.ofNullable(authors.get(origin));
        }
    }
}
