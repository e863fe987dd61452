package org.vzgit.reconciler.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.source.Credentials;
import org.vzgit.reconciler.source.DesiredSource;
import org.vzgit.reconciler.source.SourceSettings;
import org.vzgit.reconciler.source.Trust;
import org.vzgit.reconciler.source.signature.Signers;

/// With which keys and caches this machine reads repositories, and which commits it follows.
///
/// @param home of the node
/// @param administration directory of the administrator's files
/// @param variables the environment
record SourceAccess(NodeHome home, Path administration, Map<String, String> variables) {
    private static final Path ETC = Path.of("/etc/vzgit");

    /// A home other than the default one is a test or a demo, with keys and signers of its own; but
    /// the token is the machine's.
    static SourceAccess of(NodeHome home, Map<String, String> variables) {
        Path administration =
                home.equals(NodeHome.DEFAULT) ? ETC : home.state().resolveSibling("etc");
        return new SourceAccess(home, administration, variables);
    }

    SourceSettings settings() {
        return new SourceSettings(
                home.state().resolve("repository"),
                Path.of(System.getProperty("user.home", "/root")),
                new Credentials(
                        file("token").or(() -> existing(ETC.resolve("token"))),
                        file("ssh-key"),
                        file("known_hosts"),
                        file("authority.pem")),
                InstantSource.system());
    }

    Trust trust() {
        return new Trust(home.state().resolve("trust"), Signers.in(administration));
    }

    DesiredSource source() {
        return new DesiredSource(settings(), trust());
    }

    /// A credential of the systemd unit (systemd.exec(5), LoadCredential=), else a file of the
    /// administrator.
    Optional<Path> file(String name) {
        return Optional.ofNullable(variables.get("CREDENTIALS_DIRECTORY"))
                .map(directory -> Path.of(directory, name))
                .filter(Files::exists)
                .or(() -> existing(administration.resolve(name)));
    }

    private static Optional<Path> existing(Path file) {
        return Optional.of(file).filter(Files::exists);
    }
}
