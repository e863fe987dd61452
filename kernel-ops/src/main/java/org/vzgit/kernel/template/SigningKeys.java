package org.vzgit.kernel.template;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vzgit.schema.PackageTrust;

/// The keys of one repository as files that package managers read.
final class SigningKeys {
    /// A keyring of a distribution has some 50 KB; a file of the node that is larger is none.
    static final long FILE_BYTES_MAX = 1 << 20;

    private static final String ARMOR = "-----BEGIN PGP";

    private SigningKeys() {}

    /// @param directory where the files are put
    /// @param name what their names begin with; of the repository, so that a message which names a
    ///   file names the repository too
    static List<Path> write(PackageTrust trust, Path directory, String name) throws IOException {
        return switch (trust) {
            case PackageTrust.Keys(List<String> keys) -> write(keys, directory, name);
            case PackageTrust.OfNode _, PackageTrust.Unsigned _ -> List.of();
        };
    }

    private static List<Path> write(List<String> keys, Path directory, String name)
            throws IOException {
        List<Path> files = new ArrayList<>();
        for (String key : keys) {
            byte[] bytes =
                    key.startsWith("/")
                            ? read(Path.of(key))
                            : key.getBytes(StandardCharsets.US_ASCII);
            boolean armored = new String(bytes, StandardCharsets.US_ASCII).startsWith(ARMOR);
            // apt tells the two forms apart by the end of the name.
            String file = name + "-" + (files.size() + 1) + (armored ? ".asc" : ".gpg");
            files.add(Files.write(directory.resolve(file), bytes));
        }
        return files;
    }

    private static byte[] read(Path file) throws IOException {
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw new IOException(file + " is larger than a file of keys can be");
        }
        return Files.readAllBytes(file);
    }
}
