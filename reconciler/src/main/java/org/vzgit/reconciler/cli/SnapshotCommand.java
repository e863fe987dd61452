package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vzgit.kernel.Observer;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.apply.JournalEntry;
import org.vzgit.reconciler.review.NodeSnapshot;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Revision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Has no way to an executor: what it is given can only look.
@Command(
        name = "snapshot",
        description =
                "Write down what the VEs of this node use now, for `plan --base --snapshot` to show"
                        + " beside the limits that a change would set.",
        footer = {
            "",
            "The file holds counters and no secrets. Keep it where reviews run, for example as an",
            "artefact of a job on the node that runs every few minutes.",
            "",
            "Example:",
            "  vzgit snapshot --node hn1 --out hn1.snapshot.json"
        })
final class SnapshotCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;
    private final Observers observers;
    private final TargetReader targets;

    @Option(
            names = "--node",
            paramLabel = "NAME",
            description = "Which node this is (default: the one applied last, or the host name).")
    private Optional<String> node = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Replace FILE (default: standard output).")
    private Optional<Path> out = Optional.empty();

    SnapshotCommand(Console console, Globals globals, Observers observers, TargetReader targets) {
        this.console = console;
        this.globals = globals;
        this.observers = observers;
        this.targets = targets;
    }

    @Override
    public Integer call() throws CommandFailure {
        NodeName name = targets.thisNode(node);
        ObservedNode observed;
        try (Observer observer = observers.open(globals.home())) {
            observed = observer.observe();
        }
        NodeSnapshot snapshot =
                NodeSnapshot.of(name, InstantSource.system().instant(), lastApplied(), observed);
        if (out.isPresent()) {
            OwnFile.write(out.get(), snapshot.json());
        } else {
            console.print(snapshot.json());
        }
        return ExitCode.OK.code();
    }

    /// What the journal has last. A journal that cannot be read is no reason to take no snapshot.
    private Revision lastApplied() {
        try {
            List<JournalEntry> last = Journals.of(globals.home()).newest(1, _ -> true).entries();
            return new Revision(last.isEmpty() ? "" : last.getFirst().run().commit(), "");
        } catch (IOException _) {
            return new Revision("", "");
        }
    }
}
