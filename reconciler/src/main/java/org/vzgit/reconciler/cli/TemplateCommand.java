package org.vzgit.reconciler.cli;

import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.vzgit.kernel.Observer;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.template.TemplateBuilds;
import org.vzgit.kernel.template.TemplateBuilds.Built;
import org.vzgit.reconciler.diff.LiveMark;
import org.vzgit.reconciler.text.SafeText;
import org.vzgit.reconciler.text.Table;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "template",
        description = "Build, list and remove the templates of this node.",
        footer = {
            "",
            "  build NAME     make the template of this name, from its document, and have new",
            "                 VEs begin as it",
            "  update NAME    the same: where nothing is new, nothing changes",
            "  list           the versions in the cache, and which VEs stand on them",
            "  remove REF     delete a version, as NAME@VERSION, on which no VE stands",
            "",
            "A version never changes once it is there. VEs keep theirs; to have a newer one a VE",
            "has to be made anew.",
            "",
            "Examples:",
            "  vzgit template build debian-12 --dir /srv/desired-state",
            "  vzgit template remove debian-12@3f2c9ab1d0e4f567"
        })
final class TemplateCommand implements Callable<Integer> {
    enum Action {
        build,
        update,
        list,
        remove
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
            case build, update ->
                    NodeWork.exclusively(globals.home(), "vzgit template build", this::build);
            case remove ->
                    NodeWork.exclusively(globals.home(), "vzgit template remove", this::remove);
        };
    }

    private TemplateBuilds builds() {
        return new TemplateBuilds(globals.home(), line -> console.say(SafeText.of(line)));
    }

    private String named() throws CommandFailure {
        return name.orElseThrow(
                () -> new CommandFailure(ExitCode.USAGE, "template " + action + " needs a name"));
    }

    private int build() throws CommandFailure {
        String wanted = named();
        DesiredState desired = targets.read(target).desired();
        TemplateSpec spec =
                desired.templates().values().stream()
                        .filter(one -> one.name().value().equals(wanted))
                        .findFirst()
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.INVALID_INPUT,
                                        "no document describes template " + wanted));
        if (!spec.isBuiltByHand()) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "template " + wanted + " needs no building, or its source is not supported");
        }
        try {
            Built built = builds().build(spec);
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
        ObservedNode live = observe();
        SortedMap<String, Set<String>> users = users(live);
        Table table = new Table("TEMPLATE", "NEW VES", "VES");
        for (String version : live.templates()) {
            boolean current =
                    live.available().values().stream().anyMatch(ref -> ref.text().equals(version));
            table.row(
                    version,
                    current ? "yes" : "no",
                    String.join(", ", users.getOrDefault(version, Set.of())));
        }
        console.print(table.text());
        return ExitCode.OK.code();
    }

    private ObservedNode observe() throws CommandFailure {
        try (Observer observer = observers.open(globals.home())) {
            return observer.observe();
        }
    }

    /// Of a VE whose mark cannot be read nobody knows what it stands on.
    private static SortedMap<String, Set<String>> users(ObservedNode live) {
        SortedMap<String, Set<String>> users = new TreeMap<>();
        for (ObservedVe ve : live.ves().values()) {
            LiveMark.of(ve)
                    .map(OwnerMark::template)
                    .ifPresent(template ->
                            users.computeIfAbsent(template.text(), _ -> new TreeSet<>())
                                    .add(ve.veid().toString()));
        }
        return users;
    }

    private int remove() throws CommandFailure {
        TemplateRef template = ref(named());
        ObservedNode live = observe();
        Set<String> users = users(live).getOrDefault(template.text(), Set.of());
        if (!users.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "VE " + String.join(", ", users) + " stands on " + template.text());
        }
        requireKnownUsers(live);
        try {
            builds().remove(template);
        } catch (OperationFailure failure) {
            throw told(failure);
        }
        console.print(template.text() + " is gone\n");
        return ExitCode.OK.code();
    }

    private static void requireKnownUsers(ObservedNode live) throws CommandFailure {
        for (ObservedVe ve : live.ves().values()) {
            if (LiveMark.of(ve).isEmpty()) {
                throw new CommandFailure(
                        ExitCode.REFUSED,
                        "nobody knows what VE " + ve.veid() + " stands on: its mark is unreadable");
            }
        }
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
