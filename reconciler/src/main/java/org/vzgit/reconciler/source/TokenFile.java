package org.vzgit.reconciler.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/// A file with an access token for a server. Read again for each use, so that it may be replaced.
public record TokenFile(Path file) {
    /// The longest tokens in use are JSON web tokens of a few KiB; a larger file is the wrong one.
    static final int BYTES_MAX = 16 * 1024;

    /// @throws IOException with the reason, and never with anything of what the file has
    public String read() throws IOException {
        String token = secret();
        // Whoever builds a request of it would name it in the error about such a character.
        if (token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IOException("it has blanks or other characters that no token has");
        }
        return token;
    }

    /// The same for a secret that is in no request, and may have any characters.
    public String secret() throws IOException {
        if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            throw new IOException("everybody can read it; run: chmod o-r " + file);
        }
        if (Files.size(file) > BYTES_MAX) {
            throw new IOException("more than " + BYTES_MAX + " bytes, that is no token");
        }
        String token = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
        if (token.isEmpty()) {
            throw new IOException("it is empty");
        }
        return token;
    }
}
