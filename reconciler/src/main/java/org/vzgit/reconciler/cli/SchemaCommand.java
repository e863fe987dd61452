package org.vzgit.reconciler.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.vzgit.reconciler.text.Table;
import org.vzgit.schema.document.DocumentKind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "schema",
        description = "Print the JSON Schema of a kind of document, for editors and programs.",
        footer = {
            "",
            "Without a KIND it lists the kinds.",
            "",
            "Example:",
            "  vzgit schema VE > ve.v1.schema.json"
        })
final class SchemaCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            arity = "0..1",
            paramLabel = "KIND",
            description = "VE, Profile, Node, Template; Review, NodeSnapshot, SavedPlan.")
    private Optional<String> kind = Optional.empty();

    SchemaCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws CommandFailure {
        if (kind.isEmpty()) {
            console.print(kinds());
        } else {
            console.print(text(kind.get()).stripTrailing() + "\n");
        }
        return ExitCode.OK.code();
    }

    private static String text(String name) throws CommandFailure {
        return DocumentKind.named(name)
                .map(DocumentKind::schemaText)
                .or(() -> OutputKind.named(name).map(OutputKind::schemaText))
                .orElseThrow(() -> new CommandFailure(ExitCode.USAGE, "there is no kind " + name));
    }

    private static String kinds() {
        Table table = new Table("KIND", "SCHEMA");
        for (DocumentKind kind : DocumentKind.values()) {
            table.row(kind.written(), kind.schemaName());
        }
        for (OutputKind kind : OutputKind.values()) {
            table.row(kind.written(), kind.schemaName());
        }
        return table.text();
    }
}
