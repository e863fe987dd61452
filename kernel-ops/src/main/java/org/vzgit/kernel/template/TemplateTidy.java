package org.vzgit.kernel.template;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.ArrayList;
import java.util.List;

/// Takes out of a built tree what belongs to the hour or the host of the build, or to one machine:
/// with the same packages the same template comes out, and no two VEs share a key.
///
/// Nobody says that an archive's files are harmless, so no link is followed.
final class TemplateTidy {
    /// Directories of which the files go; an init makes others of them anew.
    private static final List<List<String>> EMPTIED =
            List.of(
                    List.of("run"),
                    List.of("tmp"),
                    List.of("var", "log"),
                    List.of("var", "log", "apt"),
                    List.of("var", "cache", "apt"),
                    List.of("var", "cache", "ldconfig"),
                    List.of("var", "lib", "apt", "lists"),
                    List.of("var", "lib", "apt", "lists", "partial"));

    private static final List<String> OF_ONE_MACHINE = List.of("hostname", "resolv.conf");

    private TemplateTidy() {}

    static void tidy(Path tree) throws IOException {
        emptyDevices(tree.resolve("dev"));
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(tree)) {
            SecureDirectoryStream<Path> root = Beneath.secure(stream);
            for (List<String> path : EMPTIED) {
                Beneath.in(root, path, directory -> Beneath.deleteFiles(directory, _ -> true));
            }
            Beneath.in(root, List.of("var", "lib", "dbus"), bus -> delete(bus, "machine-id"));
            Beneath.in(root, List.of("etc"), TemplateTidy::tidyEtc);
            Beneath.in(
                    root,
                    List.of("etc", "ssh"),
                    ssh -> Beneath.deleteFiles(ssh, name -> name.startsWith("ssh_host_")));
        }
    }

    /// With its directories: those of a VE that was running are of no use to another one, and an
    /// archive leaves them out. A link in its place is not followed.
    private static void emptyDevices(Path dev) throws IOException {
        if (!Files.isDirectory(dev, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(dev)) {
            stream.forEach(entries::add);
        }
        for (Path entry : entries) {
            FileTree.delete(entry);
        }
    }

    /// An empty machine-id has every VE make its own at its first boot (machine-id(5)).
    private static void tidyEtc(SecureDirectoryStream<Path> etc) throws IOException {
        for (String name : OF_ONE_MACHINE) {
            delete(etc, name);
        }
        if (Beneath.isFile(etc, "machine-id")) {
            Beneath.overwrite(etc, "machine-id", "");
        }
    }

    private static void delete(SecureDirectoryStream<Path> directory, String name)
            throws IOException {
        if (Beneath.isFile(directory, name)) {
            directory.deleteFile(Path.of(name));
        }
    }
}
