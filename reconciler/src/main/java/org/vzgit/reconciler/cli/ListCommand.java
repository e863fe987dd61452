package org.vzgit.reconciler.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vzgit.kernel.Observer;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.status.VeList;
import org.vzgit.reconciler.status.VeView;
import org.vzgit.reconciler.text.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "list",
        description = "List VEs with vzlist's columns and options.",
        footer = {
            "",
            "Examples:",
            "  vzgit list -a",
            "  vzgit list -o ctid,numproc,numproc.l,physpages.m -s -numproc",
            "  vzgit list -L"
        })
final class ListCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;
    private final Observers observers;
    private final TargetReader targets;

    @Mixin private final TargetOptions options = new TargetOptions();

    @Option(
            names = {"-a", "--all"},
            description = "Also those that do not run.")
    private boolean all;

    @Option(
            names = {"-S", "--stopped"},
            description = "Only those that do not run.")
    private boolean stopped;

    @Option(
            names = {"-H", "--no-header"},
            description = "No header.")
    private boolean noHeader;

    @Option(
            names = {"-t", "--no-trim"},
            description = "Do not cut values to the width of their column.")
    private boolean noTrim;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FIELD[,FIELD]",
            defaultValue = VeList.DEFAULT_COLUMNS,
            description = "Which columns (default: ${DEFAULT-VALUE}); json is the same as -j.")
    private String columns = VeList.DEFAULT_COLUMNS;

    @Option(names = "-1", description = "The same as -H -o ctid.")
    private boolean bare;

    @Option(
            names = {"-j", "--json"},
            description = "JSON; all columns where -o names none.")
    private boolean json;

    @Option(
            names = {"-s", "--sort"},
            paramLabel = "[-]FIELD",
            defaultValue = "ctid",
            description = "Sort by a column; - before it reverses.")
    private String sort = "ctid";

    @Option(
            names = {"-L", "--list-fields"},
            description = "List the columns that there are.")
    private boolean listFields;

    ListCommand(Console console, Globals globals, Observers observers, TargetReader targets) {
        this.console = console;
        this.globals = globals;
        this.observers = observers;
        this.targets = targets;
    }

    @Override
    public Integer call() throws CommandFailure {
        if (listFields) {
            console.print(String.join("\n", VeList.fieldNames()) + "\n");
            return ExitCode.OK.code();
        }
        boolean asksDocuments;
        try {
            asksDocuments = asksDocuments();
        } catch (IllegalArgumentException unknownField) {
            throw usage(unknownField);
        }
        ObservedNode observed;
        try (Observer observer = observers.open(globals.home())) {
            observed = observer.observe();
        }
        boolean read = all || stopped || asksDocuments;
        List<VeView> ves =
                (read ? views(observed) : live(observed)).stream().filter(this::shown).toList();
        try {
            console.print(render(VeList.sorted(ves, sort)));
        } catch (IllegalArgumentException unknownField) {
            throw usage(unknownField);
        }
        return ExitCode.OK.code();
    }

    private boolean shown(VeView ve) {
        return stopped ? !ve.running() : all || ve.running();
    }

    private static CommandFailure usage(IllegalArgumentException unknownField) {
        return new CommandFailure(
                ExitCode.USAGE, String.valueOf(unknownField.getMessage()), unknownField);
    }

    /// All columns, in JSON, ask for nothing that the kernel does not have.
    private boolean asksDocuments() {
        boolean named = !columns.equals("json") && !columns.equals("text");
        return named && VeList.asksDocuments(columns)
                || VeList.asksDocuments(sort.startsWith("-") ? sort.substring(1) : sort);
    }

    /// Documents are read only where they are shown: of VEs that do not run, and for columns that
    /// the kernel knows nothing of. Else a running VE is listed as the kernel has it, and so it is
    /// even while Git is down.
    private List<VeView> views(ObservedNode observed) throws CommandFailure {
        if (!targets.knowsSource(options)) {
            return live(observed);
        }
        Target target = targets.readFollowed(options);
        return VeView.all(target.desired(), target.aim().node(), observed);
    }

    private static List<VeView> live(ObservedNode observed) {
        return observed.ves().values().stream()
                .map(ve -> new VeView(ve.veid(), Optional.empty(), ve))
                .toList();
    }

    private String render(List<VeView> ves) {
        if (json || columns.equals("json")) {
            boolean named = !columns.equals(VeList.DEFAULT_COLUMNS) && !columns.equals("json");
            return json(
                    VeList.of(named ? columns : String.join(",", VeList.fieldNames())).rows(ves));
        }
        return bare
                ? VeList.of("ctid").text(ves, false, true)
                : VeList.of(columns.equals("text") ? VeList.DEFAULT_COLUMNS : columns)
                        .text(ves, !noHeader, !noTrim);
    }

    /// An array of objects, as vzlist prints it.
    private static String json(List<? extends Map<String, String>> rows) {
        Json text = new Json().array();
        for (Map<String, String> row : rows) {
            text.object();
            row.forEach(text::field);
            text.endObject();
        }
        return text.endArray().text();
    }
}
