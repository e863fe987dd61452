package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vzgit.kernel.Observer;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.ubc.Trouble;
import org.vzgit.reconciler.ubc.UbcDifference;
import org.vzgit.reconciler.ubc.UbcExport;
import org.vzgit.reconciler.ubc.UbcLevels;
import org.vzgit.reconciler.ubc.UbcSnapshots;
import org.vzgit.reconciler.ubc.UbcTable;
import org.vzgit.schema.VeId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "ubc",
        description = "Show user beancounters as /proc/user_beancounters does.",
        footer = {
            "",
            "With -q only rows in trouble: a failcnt, or more held than half, or at the highest"
                    + " more",
            "than four fifths, of the bound. Counters live as long as the VE runs; --since counts",
            "failcnt from an earlier look or from the commit that was applied then.",
            "",
            "Examples:",
            "  vzgit ubc -q",
            "  vzgit ubc --bc web1",
            "  vzgit ubc --watch -q",
            "  vzgit ubc --since 3f2a91c",
            "  vzgit ubc --levels"
        })
final class UbcCommand implements Callable<Integer> {
    private final Console console;
    private final Globals globals;
    private final Observers observers;

    @Parameters(paramLabel = "VE", arity = "0..1", description = "Only this VE, by name or veid.")
    private Optional<String> ve = Optional.empty();

    @Option(
            names = "--bc",
            paramLabel = "VE",
            description = "The rows of one VE as /proc/bc/ID/resources has them.")
    private Optional<String> bc = Optional.empty();

    @Option(names = "--levels", description = "How well this node carries out each beancounter.")
    private boolean levels;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text (the default), json or prometheus.")
    private UbcFormat format = UbcFormat.TEXT;

    @Option(
            names = {"-w", "--watch"},
            description = "Look again and again, and show what changed; ends on Ctrl-C.")
    private boolean watch;

    @Option(
            names = {"-n", "--interval"},
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "Between two looks (default: 1).")
    private int interval = 1;

    @Option(
            names = "--count",
            paramLabel = "LOOKS",
            defaultValue = "2147483647",
            description = "End after so many looks.")
    private int count = Integer.MAX_VALUE;

    @Option(
            names = "--since",
            paramLabel = "COMMIT",
            description =
                    "Count failcnt from this commit on; last: from the last look with --since.")
    private Optional<String> since = Optional.empty();

    @Option(
            names = "--held",
            paramLabel = "SHARE",
            defaultValue = "0.5",
            description = "With -q: share of the bound that is in use (default: 0.5).")
    private double held = Trouble.DEFAULT.held();

    @Option(
            names = "--maxheld",
            paramLabel = "SHARE",
            defaultValue = "0.8",
            description = "With -q: share of the bound that was in use (default: 0.8).")
    private double maxheld = Trouble.DEFAULT.maxheld();

    UbcCommand(Console console, Globals globals, Observers observers) {
        this.console = console;
        this.globals = globals;
        this.observers = observers;
    }

    @Override
    public Integer call() throws CommandFailure {
        if (interval < 0 || count < 1 || !(held > 0) || !(maxheld > 0)) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--interval, --count, --held and --maxheld are above 0");
        }
        try (Observer observer = observers.open(globals.home())) {
            return watch ? watch(observer) : once(observer.observe());
        }
    }

    private int once(ObservedNode node) throws CommandFailure {
        if (levels) {
            console.print(
                    format == UbcFormat.JSON
                            ? UbcLevels.json(node.features().levels())
                            : UbcLevels.text(node.features().levels()));
        } else if (bc.isPresent()) {
            VeId veid = VeArgument.find(bc.get(), node);
            console.print(UbcTable.of(node).resourcesOf(veid));
        } else {
            console.print(render(table(node), node));
        }
        return ExitCode.OK.code();
    }

    private UbcTable table(ObservedNode node) throws CommandFailure {
        UbcTable all = UbcTable.of(node);
        UbcTable chosen = ve.isPresent() ? all.only(VeArgument.find(ve.get(), node)) : all;
        UbcTable counted = since.isPresent() ? relative(chosen, all) : chosen;
        return globals.quiet
                ? counted.inTrouble(new Trouble(Trouble.share(held), Trouble.share(maxheld)))
                : counted;
    }

    private UbcTable relative(UbcTable chosen, UbcTable all) throws CommandFailure {
        UbcSnapshots snapshots = Snapshots.of(globals.home());
        String from = since.orElse("last");
        try {
            if (from.equals("last")) {
                UbcTable before = snapshots.last().orElse(UbcTable.EMPTY);
                snapshots.keepLast(all);
                return chosen.since(before);
            }
            return chosen.since(
                    snapshots
                            .at(from)
                            .orElseThrow(() ->
                                    new CommandFailure(
                                            ExitCode.TOOL_FAILED,
                                            "no counters were kept for commit "
                                                    + from
                                                    + ": it was not applied since the last reboot,"
                                                    + " or long ago")));
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(ExitCode.USAGE, "--since: " + wrong.getMessage(), wrong);
        } catch (IOException failure) {
            throw new CommandFailure(ExitCode.TOOL_FAILED, "--since: " + failure, failure);
        }
    }

    private String render(UbcTable table, ObservedNode node) {
        return switch (format) {
            case JSON -> new UbcExport(table, node).json();
            case PROMETHEUS -> new UbcExport(table, node).prometheus();
            case TEXT -> globals.quiet ? table.rows() : table.text();
        };
    }

    private int watch(Observer observer) throws CommandFailure {
        ObservedNode node = observer.observe();
        UbcTable before = table(node);
        console.print(render(before, node));
        for (int look = 1; look < count && pause(); look++) {
            UbcTable now = table(observer.observe());
            console.print(UbcDifference.text(before, now));
            before = now;
        }
        return ExitCode.OK.code();
    }

    /// @return whether to go on
    private boolean pause() {
        try {
            Thread.sleep(Duration.ofSeconds(interval));
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
