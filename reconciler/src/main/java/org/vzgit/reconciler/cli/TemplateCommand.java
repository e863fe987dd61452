package org.vzgit.reconciler.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vzgit.kernel.Observer;
import org.vzgit.kernel.linux.StoppedVeFiles;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.template.TemplateBuilds;
import org.vzgit.kernel.template.TemplateBuilds.Built;
import org.vzgit.kernel.template.TemplateFiles;
import org.vzgit.reconciler.text.SafeText;
import org.vzgit.reconciler.text.Table;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "template",
        description = "Build, look at, move and remove the templates of this node.",
        footer = {
            "",
            "  build NAME     make the template of this name, from its document, and have new",
            "                 VEs begin as it; with --from-ve from a stopped VE instead",
            "  update NAME    the same: where nothing is new, nothing changes",
            "  list           the versions in the cache, and which VEs stand on them",
            "  show REF       one version, as NAME@VERSION, or the current one of NAME",
            "  export REF     write a version into a tar file (--to) and tell its SHA-256",
            "  import NAME    make a template from a tar file (--file, --sha256)",
            "  remove REF     delete a version, as NAME@VERSION, on which no VE stands",
            "",
            "A version never changes once it is there. VEs keep theirs; to have a newer one a VE",
            "has to be made anew.",
            "",
            "Examples:",
            "  vzgit template build debian-12 --dir /srv/desired-state",
            "  vzgit template build golden --from-ve web1",
            "  vzgit template export debian-12 --to /srv/debian-12.tar.zst",
            "  vzgit template remove debian-12@3f2c9ab1d0e4f567"
        })
final class TemplateCommand implements Callable<Integer> {
    enum Action {
        build,
        update,
        list,
        show,
        export,
        // A word of Java; people write it without the line.
        import_,
        remove;

        @Override
        public String toString() {
            return name().replace("_", "");
        }
    }

    private final Console console;
    private final Globals globals;
    private final Observers observers;
    private final TargetReader targets;

    @Parameters(
            index = "0",
            paramLabel = "ACTION",
            description = "What to do: ${COMPLETION-CANDIDATES}.")
    private Action action = Action.list;

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Which template.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--from-ve",
            paramLabel = "VE",
            description = "build: the stopped VE whose files it has; no document is read.")
    private Optional<String> fromVe = Optional.empty();

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "export: where to write; .gz, .bz2, .xz and .zst are compressed.")
    private Optional<Path> to = Optional.empty();

    @Option(names = "--file", paramLabel = "FILE", description = "import: the tar file.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--sha256", paramLabel = "SUM", description = "import: its SHA-256.")
    private Optional<String> sha256 = Optional.empty();

    @Mixin private final TargetOptions target = new TargetOptions();

    TemplateCommand(Console console, Globals globals, Observers observers, TargetReader targets) {
        this.console = console;
        this.globals = globals;
        this.observers = observers;
        this.targets = targets;
    }

    @Override
    public Integer call() throws CommandFailure {
        return switch (action) {
            case list -> list();
            case show -> show();
            case export -> export();
            case build, update, import_ ->
                    NodeWork.exclusively(globals.home(), "vzgit template " + action, this::build);
            case remove ->
                    NodeWork.exclusively(globals.home(), "vzgit template remove", this::remove);
        };
    }

    private TemplateBuilds builds() {
        return new TemplateBuilds(
                globals.home(),
                (veid, place) -> new StoppedVeFiles(globals.home()).bring(veid, place),
                this::tell);
    }

    private void tell(String line) {
        console.say(SafeText.of(line));
    }

    private String named() throws CommandFailure {
        return name.orElseThrow(
                () -> new CommandFailure(ExitCode.USAGE, "template " + action + " needs a name"));
    }

    private <T> T needed(Optional<T> option, String word) throws CommandFailure {
        return option.orElseThrow(
                () -> new CommandFailure(ExitCode.USAGE, "template " + action + " needs " + word));
    }

    private TemplateSpec ordered() throws CommandFailure {
        String wanted = named();
        if (action == Action.import_) {
            String path = needed(file, "--file").toAbsolutePath().toString();
            return TemplateOrder.fromFile(wanted, path, needed(sha256, "--sha256"));
        }
        return fromVe.isPresent()
                ? TemplateOrder.fromVe(wanted, fromVe.get())
                : TemplateOrder.documented(wanted, targets.read(target).desired());
    }

    private int build() throws CommandFailure {
        TemplateSpec spec = ordered();
        var source = TemplateOrder.source(spec, observe());
        try {
            Built built = builds().build(spec, source);
            console.print(
                    built.template().text()
                            + (built.fresh() ? " is new" : " is the same as before")
                            + "\n");
            return ExitCode.OK.code();
        } catch (OperationFailure failure) {
            throw told(failure);
        }
    }

    private static CommandFailure told(OperationFailure failure) {
        ExitCode code =
                failure.kind() == FailureKind.REJECTED ? ExitCode.REFUSED : ExitCode.TOOL_FAILED;
        return new CommandFailure(code, String.valueOf(failure.getMessage()), failure);
    }

    private int list() throws CommandFailure {
        TemplateUsers users = new TemplateUsers(observe());
        Table table = new Table("TEMPLATE", "NEW VES", "VES");
        for (String version : users.live().templates()) {
            table.row(version, yes(users.isCurrent(version)), users.text(version));
        }
        console.print(table.text());
        return ExitCode.OK.code();
    }

    private static String yes(boolean is) {
        return is ? "yes" : "no";
    }

    private int show() throws CommandFailure {
        TemplateUsers users = new TemplateUsers(observe());
        TemplateRef template = chosen(users.live());
        TemplateFiles.Facts facts;
        try {
            facts = new TemplateFiles(globals.home(), template).facts();
        } catch (OperationFailure failure) {
            throw told(failure);
        }
        String ves = users.text(template.text());
        console.print(
                String.format(
                        Locale.ROOT,
                        "template  %s%nnew VEs   %s%nsince     %s%nfiles     %d%nbytes     %d%n"
                                + "init      %s%nVEs       %s%n",
                        template.text(),
                        yes(users.isCurrent(template.text())),
                        facts.since(),
                        facts.files(),
                        facts.bytes(),
                        SafeText.of(facts.init().orElse("none")),
                        ves.isEmpty() ? "none" : ves));
        return ExitCode.OK.code();
    }

    private int export() throws CommandFailure {
        Path place = needed(to, "--to");
        TemplateRef template = chosen(observe());
        try {
            String sum = new TemplateFiles(globals.home(), template).export(place, this::tell);
            console.print(sum + "  " + SafeText.of(place.toString()) + "\n");
        } catch (OperationFailure failure) {
            throw told(failure);
        }
        return ExitCode.OK.code();
    }

    /// The version that is named, or the current one of a name.
    private TemplateRef chosen(ObservedNode live) throws CommandFailure {
        String wanted = named();
        if (wanted.contains("@")) {
            return ref(wanted);
        }
        return live.available().values().stream()
                .filter(one -> one.name().value().equals(wanted))
                .findFirst()
                .orElseThrow(() ->
                        new CommandFailure(
                                ExitCode.TOOL_FAILED,
                                "template "
                                        + wanted
                                        + " is not in this node's cache; see vzgit template list"));
    }

    private ObservedNode observe() throws CommandFailure {
        try (Observer observer = observers.open(globals.home())) {
            return observer.observe();
        }
    }

    private int remove() throws CommandFailure {
        TemplateRef template = ref(named());
        new TemplateUsers(observe()).requireNone(template);
        try {
            builds().remove(template);
        } catch (OperationFailure failure) {
            throw told(failure);
        }
        console.print(template.text() + " is gone\n");
        return ExitCode.OK.code();
    }

    private static TemplateRef ref(String text) throws CommandFailure {
        int at = text.lastIndexOf('@');
        try {
            return new TemplateRef(
                    new TemplateName(text.substring(0, Math.max(at, 0))), text.substring(at + 1));
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    text + " is not a version; vzgit template list shows them",
                    wrong);
        }
    }
}
