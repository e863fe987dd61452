package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.VeSpec;

/// The desired state that the demo uses is what new users copy.
final class ExamplesTest {
    private static final Path ROOT = Path.of("../examples/desired-state");

    @Test
    void examplesHaveNoFindings() {
        DesiredState state = States.read(files());
        assertEquals(List.of(), state.diagnostics());
        assertEquals("[101, 102, 103]", state.ves().keySet().toString());
        assertEquals(6, state.documents());
    }

    @Test
    void examplesUseOnlyWhatIsCarriedOut() {
        DesiredState state = States.read(files());
        assertTrue(state.ves().values().stream().map(VeSpec::unsupported).allMatch(List::isEmpty));
    }

    static List<SourceFile> files() {
        try (Stream<Path> paths = Files.walk(ROOT)) {
            return paths.filter(Files::isRegularFile).sorted().map(ExamplesTest::file).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SourceFile file(Path path) {
        try {
            return new SourceFile(ROOT.relativize(path).toString(), Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
