package org.vzgit.reconciler.source.signature;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

/// The lines of one file in the format ALLOWED SIGNERS of ssh-keygen(1), in their order.
record AllowedKeys(List<AllowedKey> lines) {
    AllowedKeys {
        lines = List.copyOf(lines);
    }

    /// @param local where times without `Z` are meant
    /// @throws IOException when it cannot be read, or a line is none
    static AllowedKeys read(Path file, ZoneId local) throws IOException {
        List<AllowedKey> lines = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                try {
                    lines.add(AllowedKeyLine.parse(line, local));
                } catch (IllegalArgumentException wrong) {
                    throw new IOException(
                            "read " + file + ":" + number + ": " + Printable.of(wrong.getMessage()),
                            wrong);
                }
            }
        }
        return new AllowedKeys(lines);
    }

    /// Whose a key is.
    ///
    /// @param when the time of the commit
    /// @return the principals of the first line that allows the key, or the name in a certificate
    ///   that the line's authority may give
    Optional<String> signer(PublicKey key, String namespace, Instant when) {
        boolean certified = key instanceof OpenSshCertificate;
        String wanted =
                PublicKeyEntry.toString(
                        key instanceof OpenSshCertificate certificate
                                ? certificate.getCaPubKey()
                                : key);
        for (AllowedKey line : lines) {
            if (line.authority() == certified
                    && line.key().equals(wanted)
                    && line.allows(namespace, when)) {
                Optional<String> name = name(line, key);
                if (name.isPresent()) {
                    return name;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> name(AllowedKey line, PublicKey key) {
        return key instanceof OpenSshCertificate certificate
                ? line.certifies(List.copyOf(certificate.getPrincipals()))
                : Optional.of(String.join(",", line.principals()));
    }
}
