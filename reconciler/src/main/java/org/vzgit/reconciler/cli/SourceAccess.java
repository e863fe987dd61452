package org.vzgit.reconciler.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.source.SourceSettings;

/// With which keys and caches this machine reads repositories.
final class SourceAccess {
    private static final Path TOKEN = Path.of("/etc/vzgit/token");

    private SourceAccess() {}

    static SourceSettings settings(NodeHome home) {
        return new SourceSettings(
                home.state().resolve("repository"),
                Path.of(System.getProperty("user.home", "/root")),
                Optional.of(TOKEN).filter(Files::exists),
                InstantSource.system());
    }
}
