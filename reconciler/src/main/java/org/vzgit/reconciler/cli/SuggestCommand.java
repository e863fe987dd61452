package org.vzgit.reconciler.cli;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.vzgit.reconciler.authoring.LimitUse.Counted;
import org.vzgit.reconciler.authoring.Suggestions;
import org.vzgit.reconciler.review.NodeSnapshot;
import org.vzgit.reconciler.source.Snapshot;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.VeId;
import org.vzgit.schema.document.DesiredStateReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Looks at files only: neither at this node nor at any kernel.
@Command(
        name = "suggest",
        description =
                "Print a patch that right-sizes limits from what VEs used, with the reasons before"
                        + " it.",
        footer = {
            "",
            "A limit that refused something is raised by half; one of which less than half was"
                    + " ever",
            "used is lowered to a quarter above the highest use. A snapshot has seen only what",
            "happened since its VEs started: take it after a busy week.",
            "",
            "Example:",
            "  vzgit snapshot --out hn1.json",
            "  vzgit suggest --dir . --snapshot hn1.json | git apply"
        })
final class SuggestCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;

    @Mixin private final SourceOptions source = new SourceOptions();

    @Option(
            names = "--snapshot",
            required = true,
            paramLabel = "FILE",
            description = "What a node uses, from `vzgit snapshot`; one for each node.")
    private List<Path> snapshots = List.of();

    SuggestCommand(Console console, Globals globals) {
        this.console = console;
        this.globals = globals;
    }

    @Override
    public Integer call() throws CommandFailure {
        var location =
                source.location()
                        .orElseThrow(() ->
                                new CommandFailure(
                                        ExitCode.USAGE,
                                        "say which desired state: --repo REPO or --dir DIR"));
        Snapshot read = TargetReader.open(location, globals, console);
        DesiredState desired =
                read.complete(new DesiredStateReader().read(read.revision(), read.files()));
        Findings.warn(desired, console);
        String patch = Suggestions.of(desired, counters(), read.files());
        if (patch.isEmpty()) {
            console.say("Every limit fits what was used of it.");
        }
        console.print(patch);
        return ExitCode.OK.code();
    }

    private Map<VeId, Map<String, Counted>> counters() throws CommandFailure {
        Map<VeId, Map<String, Counted>> counters = new HashMap<>();
        for (NodeSnapshot snapshot : SnapshotFiles.read(snapshots)) {
            snapshot.ves()
                    .forEach((veid, ofVe) -> {
                        Map<String, Counted> counted = new TreeMap<>();
                        ofVe.forEach((name, counter) ->
                                counted.put(
                                        name, new Counted(counter.maxheld(), counter.failcnt())));
                        counters.put(veid, counted);
                    });
        }
        return counters;
    }
}
