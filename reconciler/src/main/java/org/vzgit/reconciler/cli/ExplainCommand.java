package org.vzgit.reconciler.cli;

import java.util.concurrent.Callable;
import org.vzgit.reconciler.review.RuleText;
import org.vzgit.reconciler.text.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = "Tell more about a message code, a field of a VE, or the exit codes.",
        footer = {
            "",
            "Examples:",
            "  vzgit explain VZ1003",
            "  vzgit explain numproc",
            "  vzgit explain cpu.units",
            "  vzgit explain exit-codes"
        })
final class ExplainCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "TOPIC", description = "VZnnnn, a field, or exit-codes.")
    private String topic = "";

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandFailure {
        if (topic.equals("exit-codes")) {
            console.print(exitCodes());
        } else {
            console.print(
                    Topics.find(topic)
                            .or(() ->
                                    RuleText.find(topic).map(text -> topic + "\n\n" + text + "\n"))
                            .orElseThrow(() ->
                                    new CommandFailure(
                                            ExitCode.USAGE,
                                            "nothing is known about "
                                                    + topic
                                                    + Topics.suggestion(topic))));
        }
        return ExitCode.OK.code();
    }

    private static String exitCodes() {
        StringBuilder text = new StringBuilder();
        for (ExitCode code : ExitCode.values()) {
            text.append("%3d  %s\n".formatted(code.code(), code.meaning()));
        }
        return text.toString();
    }
}
