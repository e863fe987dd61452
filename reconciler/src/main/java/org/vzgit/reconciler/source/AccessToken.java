package org.vzgit.reconciler.source;

import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/// Answers a server's question for a password with the content of a token file, and only the server
/// that the repository URL names, down to the port: a redirect must not carry the token elsewhere.
final class AccessToken extends CredentialsProvider {
    /// Forges accept any user name beside a token; this one says what it is (GitHub's convention).
    private static final String USER = "x-access-token";

    private final ServerOrigin server;
    private final Path file;
    private volatile Redaction sent = Redaction.NONE;

    AccessToken(ServerOrigin server, Path file) {
        this.server = server;
        this.file = file;
    }

    /// What must not be repeated of an answer: the token that was sent last.
    Redaction sent() {
        return sent;
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
        if (!server.equals(ServerOrigin.of(uri)) || !supports(items)) {
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
        String name = uri.getUser() == null ? USER : uri.getUser();
        switch (item) {
            case CredentialItem.Username user -> user.setValue(name);
            case CredentialItem.Password password -> {
                String token = new TokenFile(file).read();
                sent = Redaction.basic(name, token);
                password.setValue(token.toCharArray());
            }
            default -> throw new IllegalStateException("not supported: " + item.getPromptText());
        }
    }

    /// Travels through JGit, whose interface has no checked exception here.
    static final class TokenUnreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TokenUnreadable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
