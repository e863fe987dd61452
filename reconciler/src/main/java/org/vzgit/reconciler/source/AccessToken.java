package org.vzgit.reconciler.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/// Answers a server's question for a password with the content of a token file, and only the server
/// that the repository URL names: a redirect must not carry the token elsewhere.
final class AccessToken extends CredentialsProvider {
    /// Forges accept any user name beside a token; this one says what it is (GitHub's convention).
    private static final String USER = "x-access-token";

    /// The longest tokens in use are JSON web tokens of a few KiB; a larger file is the wrong one.
    private static final int BYTES_MAX = 16 * 1024;

    private final String host;
    private final Path file;

    AccessToken(String host, Path file) {
        this.host = host;
        this.file = file;
    }

    @Override
    public boolean isInteractive() {
        return false;
    }

    @Override
    public boolean supports(CredentialItem... items) {
        for (CredentialItem item : items) {
            if (!(item instanceof CredentialItem.Username
                    || item instanceof CredentialItem.Password)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) {
        if (!host.equals(uri.getHost()) || !supports(items)) {
            return false;
        }
        try {
            for (CredentialItem item : items) {
                answer(uri, item);
            }
            return true;
        } catch (IOException unreadable) {
            // The answer "none" makes JGit fail with "not authorized", which names no file.
            throw new TokenUnreadable(
                    "read token file " + file + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private void answer(URIish uri, CredentialItem item) throws IOException {
        switch (item) {
            case CredentialItem.Username user ->
                    user.setValue(uri.getUser() == null ? USER : uri.getUser());
            case CredentialItem.Password password -> password.setValue(read().toCharArray());
            default -> throw new IllegalStateException("not supported: " + item.getPromptText());
        }
    }

    private String read() throws IOException {
        if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            throw new IOException("everybody can read it; run: chmod o-r " + file);
        }
        if (Files.size(file) > BYTES_MAX) {
            throw new IOException("more than " + BYTES_MAX + " bytes, that is no token");
        }
        String token = Files.readString(file).strip();
        if (token.isEmpty()) {
            throw new IOException("it is empty");
        }
        return token;
    }

    /// Travels through JGit, whose interface has no checked exception here.
    static final class TokenUnreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TokenUnreadable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
