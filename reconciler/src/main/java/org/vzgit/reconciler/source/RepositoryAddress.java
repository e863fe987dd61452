package org.vzgit.reconciler.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/// How a repository is reached: opened in place, or fetched.
sealed interface RepositoryAddress {
    /// On this machine.
    record Local(Path path) implements RepositoryAddress {}

    /// @param ssh by SSH with known host keys; else by HTTP with TLS, or plain on this machine
    record Remote(String url, boolean ssh) implements RepositoryAddress {}

    /// `user@host:path`, as Git writes SSH addresses.
    Pattern SCP_LIKE = Pattern.compile("(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9._-]+:(?!//).+");

    static RepositoryAddress parse(String url) throws SourceFailure {
        if (!url.contains("://")) {
            boolean path = url.startsWith("/") || url.startsWith(".");
            return !path && SCP_LIKE.matcher(url).matches()
                    ? new Remote(url, true)
                    : new Local(Path.of(url).toAbsolutePath().normalize());
        }
        URI uri = uri(url);
        return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
            case "file" -> new Local(Path.of(uri.getPath()).normalize());
            case "ssh" -> new Remote(url, true);
            case "https" -> new Remote(url, false);
            case "http" -> plain(url, uri);
            default -> throw unsafe(url, uri.getScheme() + ":// is not supported");
        };
    }

    private static URI uri(String url) throws SourceFailure {
        try {
            URI uri = new URI(url);
            String user = uri.getUserInfo();
            if (user != null && user.indexOf(':') >= 0) {
                // The message must not repeat the URL: it would end up in logs.
                throw unsafe("the repository URL", "it has a password in it");
            }
            return uri;
        } catch (URISyntaxException malformed) {
            throw new SourceFailure(
                    SourceFailure.Kind.BAD_LOCATION,
                    "not a repository URL: " + malformed.getReason(),
                    "write a path, https://…, ssh://… or user@host:path",
                    malformed);
        }
    }

    private static Remote plain(String url, URI uri) throws SourceFailure {
        String host = String.valueOf(uri.getHost());
        if (host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.")) {
            return new Remote(url, false);
        }
        throw unsafe(url, "nothing proves who answers on http://");
    }

    private static SourceFailure unsafe(String url, String why) {
        return new SourceFailure(
                SourceFailure.Kind.BAD_LOCATION,
                "refuse " + url + ": " + why,
                "use https:// with a token file, or ssh:// with a key");
    }
}
