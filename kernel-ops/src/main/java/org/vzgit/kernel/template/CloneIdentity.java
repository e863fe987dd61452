package org.vzgit.kernel.template;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayList;
import java.util.List;

/// Takes from copied files what only one machine in the world should have.
///
/// The source's root has written them: every step goes through an open directory and follows no
/// link, so that no file of the host is touched (openat(2), `O_NOFOLLOW`).
final class CloneIdentity {
    /// Empty means: to be made at the next boot (machine-id(5)). A missing one would let the
    /// template's show through.
    private static final String MACHINE_ID = "machine-id";

    /// Init systems read it and rename the VE; the name that a VE is launched with is its
    /// document's.
    private static final String HOSTNAME = "hostname";

    private final SshHostKeys keys;

    CloneIdentity(SshHostKeys keys) {
        this.keys = keys;
    }

    /// @param upper the clone's files, which nobody else uses yet. What is not in them, because the
    ///   source had never changed it, is the template's and stays
    void renew(Path upper) throws IOException {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(upper)) {
            SecureDirectoryStream<Path> root = Beneath.secure(stream);
            Beneath.in(root, "etc", this::renewEtc);
            Beneath.in(
                    root,
                    "var",
                    var -> Beneath.in(var, "lib", lib -> Beneath.in(lib, "dbus", this::renewBus)));
        }
    }

    private void renewEtc(SecureDirectoryStream<Path> etc) throws IOException {
        if (Beneath.isFile(etc, MACHINE_ID)) {
            Beneath.overwrite(etc, MACHINE_ID, "");
        }
        if (Beneath.isFile(etc, HOSTNAME)) {
            Beneath.overwrite(etc, HOSTNAME, "");
        }
        Beneath.in(etc, "ssh", this::renewKeys);
    }

    /// A copy of the machine id where D-Bus has no link to it; made again by its next start.
    private void renewBus(SecureDirectoryStream<Path> bus) throws IOException {
        if (Beneath.isFile(bus, MACHINE_ID)) {
            bus.deleteFile(Path.of(MACHINE_ID));
        }
    }

    /// A server without any key does not start, and Debian makes keys only when the package is
    /// installed: of each kind that was there a new one is.
    private void renewKeys(SecureDirectoryStream<Path> ssh) throws IOException {
        List<String> names = new ArrayList<>();
        for (Path entry : ssh) {
            names.add(entry.getFileName().toString());
        }
        for (String name : names) {
            var algorithm = SshHostKeys.Algorithm.ofPrivateFile(name);
            if (algorithm.isPresent() && Beneath.isFile(ssh, name)) {
                SshHostKeys.Pair pair = keys.generate(algorithm.get());
                Beneath.overwrite(ssh, name, pair.privateText());
                if (Beneath.isFile(ssh, name + ".pub")) {
                    Beneath.overwrite(ssh, name + ".pub", pair.publicText());
                }
            }
        }
    }
}
