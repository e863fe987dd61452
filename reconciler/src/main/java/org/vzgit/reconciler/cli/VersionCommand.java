package org.vzgit.reconciler.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.vzgit.reconciler.text.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "version",
        description = "Show which vzgit this is, and on which Java.",
        footer = {"", "Example:", "  vzgit version -o json"})
final class VersionCommand implements Callable<Integer> {
    private final Console console;

    @Mixin private final OutputOption output = new OutputOption();

    VersionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String java = Runtime.version().toString();
        console.print(
                output.json()
                        ? new Json()
                                .object()
                                .field("apiVersion", "vzgit/v1")
                                .field("kind", "Version")
                                .field("version", version())
                                .field("java", java)
                                .endObject()
                                .text()
                        : "vzgit " + version() + " (Java " + java + ")\n");
        return ExitCode.OK.code();
    }

    /// From the jar's manifest; classes that run from a directory have none.
    private static String version() {
        return Optional.ofNullable(VersionCommand.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
