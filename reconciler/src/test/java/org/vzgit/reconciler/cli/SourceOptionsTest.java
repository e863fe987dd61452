package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vzgit.reconciler.source.SourceLocation;

class SourceOptionsTest {
    private final SourceOptions options = new SourceOptions();

    @Test
    void nothingNamedIsNothing() throws CommandFailure {
        assertEquals(Optional.empty(), options.location());
    }

    @Test
    void urlStaysAsItIs() throws CommandFailure {
        options.repository = Optional.of("ssh://git@example.org/desired.git");
        options.revision = Optional.of("v1");
        options.subdirectory = Optional.of("site/a");
        assertEquals(
                Optional.of(
                        new SourceLocation.Repository(
                                "ssh://git@example.org/desired.git", "v1", "site/a")),
                options.location());
    }

    @Test
    void localPathBecomesAbsolute() throws CommandFailure {
        options.repository = Optional.of("src");
        assertEquals(
                Optional.of(SourceLocation.repository(Path.of("src").toAbsolutePath() + "")),
                options.location());
    }

    @Test
    void directoryBecomesAbsolute() throws CommandFailure {
        options.directory = Optional.of(Path.of("src"));
        assertEquals(
                Optional.of(SourceLocation.directory(Path.of("src").toAbsolutePath())),
                options.location());
    }
}
