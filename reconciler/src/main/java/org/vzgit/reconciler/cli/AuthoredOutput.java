package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.vzgit.kernel.sys.AtomicFile;
import org.vzgit.reconciler.authoring.AuthoredFiles;
import org.vzgit.reconciler.text.DiagnosticText;
import org.vzgit.schema.ActionScript;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.Severity;

/// Hands over files that a command made: below a directory, or one after the other on standard
/// output. What is there already stays as it is.
record AuthoredOutput(Console console, Globals globals, Optional<Path> directory) {

    /// @return [ExitCode#INVALID_INPUT] when something of the input was in error
    ExitCode give(AuthoredFiles made) throws CommandFailure {
        boolean colour =
                console.surroundings().errIsTerminal()
                        && console.palette(globals.color) == org.vzgit.reconciler.text.Palette.ANSI;
        for (Diagnostic note : made.notes()) {
            console.err().print(DiagnosticText.of(note, colour));
        }
        if (directory.isPresent()) {
            write(directory.get(), made.files());
        } else {
            print(made.files());
        }
        boolean errors = made.notes().stream().anyMatch(note -> note.severity() == Severity.ERROR);
        console.say("%d files, %d notes".formatted(made.files().size(), made.notes().size()));
        return errors ? ExitCode.INVALID_INPUT : ExitCode.OK;
    }

    private void print(SortedMap<String, String> files) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> file : files.entrySet()) {
            if (ActionScript.actionOf(file.getKey()).isPresent()) {
                console.say(file.getKey() + " is no document; it is written with --out");
            } else {
                text.append(text.isEmpty() ? "" : "---\n");
                text.append("# ").append(file.getKey()).append('\n').append(file.getValue());
            }
        }
        console.print(text.toString());
    }

    private static void write(Path directory, SortedMap<String, String> files)
            throws CommandFailure {
        List<Path> taken =
                files.keySet().stream().map(directory::resolve).filter(Files::exists).toList();
        if (!taken.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    taken.getFirst()
                            + " is there already"
                            + (taken.size() > 1 ? ", and " + (taken.size() - 1) + " more" : "")
                            + "; nothing was written");
        }
        for (Map.Entry<String, String> file : files.entrySet()) {
            write(directory.resolve(file.getKey()), file.getValue());
        }
    }

    private static void write(Path file, String text) throws CommandFailure {
        try {
            Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(Path.of(".")));
            AtomicFile.replace(file, text);
        } catch (IOException failure) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, "write " + file + ": " + failure, failure);
        }
    }

    /// The plain files directly in a directory, sorted, or the file itself.
    static List<Path> filesOf(Path path) throws CommandFailure {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException failure) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, "list " + path + ": " + failure, failure);
        }
    }
}
