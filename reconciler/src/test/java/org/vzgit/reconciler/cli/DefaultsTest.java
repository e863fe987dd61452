package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.schema.NodeName;

class DefaultsTest {
    @TempDir Path directory;

    private NodeHome home() {
        return NodeHome.below(directory.resolve("home"));
    }

    private Defaults read(NodeHome home) throws CommandFailure {
        return Defaults.of(home, directory.resolve("vzgit.conf"));
    }

    @Test
    void nothingIsRememberedAtFirst() throws CommandFailure {
        assertEquals(new Defaults(Optional.empty(), Optional.empty()), read(home()));
    }

    @Test
    void repositoryIsRememberedWhole() throws CommandFailure {
        Defaults wanted =
                new Defaults(
                        Optional.of(
                                new SourceLocation.Repository(
                                        "ssh://git@h/d.git?a=b", "main~2", "nodes/x")),
                        Optional.of(new NodeName("hn1")));
        wanted.remember(home());
        assertEquals(wanted, read(home()));
    }

    @Test
    void directoryIsRemembered() throws CommandFailure {
        Defaults wanted =
                new Defaults(
                        Optional.of(SourceLocation.directory(Path.of("/srv/desired"))),
                        Optional.empty());
        wanted.remember(home());
        assertEquals(wanted, read(home()));
    }

    @Test
    void rememberingTheSameWritesNothing() throws CommandFailure, IOException {
        Defaults wanted = new Defaults(Optional.empty(), Optional.of(new NodeName("hn1")));
        wanted.remember(home());
        Path file = home().state().resolve("source");
        Object before = Files.getAttribute(file, "unix:ino");
        wanted.remember(home());
        assertEquals(before, Files.getAttribute(file, "unix:ino"));
        try (var files = Files.list(home().state())) {
            assertEquals(1, files.count(), "no part file stays");
        }
    }

    @Test
    void administratorsFileIsForTheDefaultHomeOnly() throws IOException, CommandFailure {
        Files.writeString(
                directory.resolve("vzgit.conf"),
                """
                # the desired state of this site

                repo = /srv/desired.git
                node=hn7
                """);
        Defaults written = read(NodeHome.DEFAULT);
        assertEquals(Optional.of(new NodeName("hn7")), written.node());
        assertEquals(
                Optional.of(SourceLocation.repository("/srv/desired.git")), written.location());
        assertFalse(read(home()).node().isPresent());
    }

    @Test
    void damagedFileIsNamed() throws IOException {
        Files.createDirectories(home().state());
        Files.writeString(home().state().resolve("source"), "repo\n");
        CommandFailure failure = assertThrows(CommandFailure.class, () -> read(home()));
        assertEquals(ExitCode.TOOL_FAILED, failure.exitCode());
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains("state/source"), message);
    }
}
