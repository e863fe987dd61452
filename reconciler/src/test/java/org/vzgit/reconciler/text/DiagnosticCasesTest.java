package org.vzgit.reconciler.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Revision;
import org.vzgit.schema.document.DesiredStateReader;
import org.vzgit.schema.document.SourceFile;

/// Each folder below `diagnostics` is a desired state with errors; `expected.txt` is exactly what a
/// user sees. `-Dvzgit.golden.write=true` writes it anew, for review in the diff.
final class DiagnosticCasesTest {
    private static final Path CASES = Path.of("src/test/resources/diagnostics");

    private static final DesiredStateReader READER = new DesiredStateReader();

    static Stream<Path> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void findingsReadExactlyAsExpected(Path folder) throws IOException {
        String text =
                findings(folder).stream().map(DiagnosticText::of).collect(Collectors.joining());
        Path expected = folder.resolve("expected.txt");
        if (Boolean.getBoolean("vzgit.golden.write")) {
            Files.writeString(expected, text);
        }
        assertEquals(Files.readString(expected), text);
    }

    /// What only the reading of a repository finds, that of OpenVZ's files, or a look at the node;
    /// `reconciler.source`, `reconciler.authoring` and `reconciler.cli` have their tests.
    private static final Set<DiagnosticCode> OF_THE_SOURCE =
            EnumSet.of(
                    DiagnosticCode.NOT_TEXT,
                    DiagnosticCode.LINK_NOT_FOLLOWED,
                    DiagnosticCode.BAD_PATH,
                    DiagnosticCode.SUBMODULE_NOT_READ,
                    DiagnosticCode.CONF_SYNTAX,
                    DiagnosticCode.CONF_NOT_CARRIED,
                    DiagnosticCode.CONF_CHANGED,
                    DiagnosticCode.CONF_DUPLICATE,
                    DiagnosticCode.BOUND_NOT_KEPT);

    @Test
    void everyCodeOfADocumentIsProducedByACase() throws IOException {
        Set<DiagnosticCode> produced = EnumSet.noneOf(DiagnosticCode.class);
        for (Path folder : cases().toList()) {
            findings(folder).forEach(finding -> produced.add(finding.code()));
        }
        assertEquals(EnumSet.complementOf(EnumSet.copyOf(OF_THE_SOURCE)), produced);
    }

    private static List<Diagnostic> findings(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<SourceFile> sources =
                    files.filter(file -> Files.isRegularFile(file))
                            .filter(file -> !file.endsWith("expected.txt"))
                            .map(file -> source(folder, file))
                            .toList();
            return READER.read(new Revision(Revision.DIRECTORY, "test"), sources).diagnostics();
        }
    }

    private static SourceFile source(Path folder, Path file) {
        try {
            return new SourceFile(folder.relativize(file).toString(), Files.readString(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
