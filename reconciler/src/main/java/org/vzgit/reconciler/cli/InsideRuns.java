package org.vzgit.reconciler.cli;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.vzgit.kernel.Observer;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.process.VeCommand;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.schema.VeId;

/// Finds the VEs that a command is for and runs it there.
final class InsideRuns {
    private final Console console;
    private final Globals globals;
    private final Ports ports;
    private final TargetReader targets;

    InsideRuns(Console console, Globals globals, Ports ports, TargetReader targets) {
        this.console = console;
        this.globals = globals;
        this.ports = ports;
        this.targets = targets;
    }

    /// @param ve name or veid
    int inOne(String ve, VeCommand command) throws CommandFailure {
        VeId veid = VeArgument.find(ve, observed());
        try (Insides.Inside inside = ports.insides().open(globals.home())) {
            return inside.run(veid, command);
        } catch (OperationFailure failure) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, String.valueOf(failure.getMessage()), failure);
        }
    }

    int inMany(VeSelection selection, VeCommand command) throws CommandFailure {
        int parallel = selection.parallel();
        SortedMap<VeId, String> chosen = selection.of(observed(), labels(selection));
        if (chosen.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, "no running VE is meant; see vzgit list");
        }
        try (Insides.Inside inside = ports.insides().open(globals.home())) {
            return new ManyRuns(console, inside, command).in(chosen, parallel);
        }
    }

    private ObservedNode observed() throws CommandFailure {
        try (Observer observer = ports.observers().open(globals.home())) {
            return observer.observe();
        }
    }

    /// Labels are in the documents only; they are read where somebody asks for them.
    private Function<VeId, Map<String, String>> labels(VeSelection selection)
            throws CommandFailure {
        if (!selection.asksForLabels()) {
            return _ -> Map.of();
        }
        Target target = targets.read(selection.target);
        return veid ->
                Optional.ofNullable(target.desired().vesOn(target.aim().node()).get(veid))
                        .<Map<String, String>>map(spec -> spec.labels())
                        .orElseGet(TreeMap::new);
    }
}
