package org.vzgit.kernel.template;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Has VEs of a template with Debian's SSH server make their host keys when the server first
/// starts. Debian makes them when the package is installed, which would give all VEs the same ones;
/// distributions of rpm packages make them at boot by themselves.
final class FirstBootKeys {
    private static final String UNIT = "/usr/lib/systemd/system/ssh.service";
    private static final String DROP_IN = "ssh.service.d";
    private static final String NAME = "vzgit-host-keys.conf";

    /// ssh-keygen -A makes the kinds that are missing (ssh-keygen(1)). Debian's own check comes
    /// after it, because it fails without keys.
    private static final String TEXT =
            """
            # Written by vzgit: this file system began without host keys.
            [Service]
            ExecStartPre=
            ExecStartPre=/usr/bin/ssh-keygen -A
            ExecStartPre=/usr/sbin/sshd -t
            """;

    private FirstBootKeys() {}

    /// Nothing where there is no such server.
    static void provide(Path tree) throws IOException {
        Optional<Path> units = TreeInit.resolve(tree, "/etc/systemd/system");
        if (TreeInit.resolve(tree, UNIT).isEmpty() || units.isEmpty()) {
            return;
        }
        Path directory = units.get().resolve(DROP_IN);
        if (Files.isSymbolicLink(directory)) {
            return;
        }
        if (!Files.exists(directory)) {
            FileTree.makeDirectory(directory, "rwxr-xr-x");
        }
        try (var stream = Files.newDirectoryStream(directory)) {
            Beneath.replace(Beneath.secure(stream), NAME, TEXT.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
