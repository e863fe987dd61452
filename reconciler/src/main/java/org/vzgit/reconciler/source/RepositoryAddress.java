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

    /// `user:password@host`, where nobody looks for a password but where some write it.
    Pattern PASSWORD_LIKE = Pattern.compile("[^/@]*:[^@]*@.*");

    /// What forges give out as tokens, and let people write in the place of the user: GitHub's and
    /// GitLab's by their beginnings, others by their length (GitHub's longest user name has 39).
    Pattern TOKEN_LIKE =
            Pattern.compile("(gh[a-z]_|github_pat_|gl(pat|dt|cbt|rt|ptt|ft|soat|oas)-).*|.{40,}");

    Pattern AUTHORITY = Pattern.compile("(?:[^@:]+@)?[A-Za-z0-9._-]+(?::[0-9]+)?");

    static RepositoryAddress parse(String url) throws SourceFailure {
        if (!url.contains("://")) {
            boolean path = url.startsWith("/") || url.startsWith(".");
            if (!path && PASSWORD_LIKE.matcher(url).matches()) {
                throw secret("it has a password in it");
            }
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
            refuseSecrets(uri);
            return uri;
        } catch (URISyntaxException malformed) {
            // Not as the cause: its message has the URL, and with it a password if there is one.
            throw new SourceFailure(
                    SourceFailure.Kind.BAD_LOCATION,
                    "not a repository URL: " + malformed.getReason(),
                    "write a path, https://…, ssh://… or user@host:path");
        }
    }

    /// Java's parser knows no user where it does not like the host, such as one with `_`; so what
    /// has no host for it is looked at as text.
    private static void refuseSecrets(URI uri) throws SourceFailure {
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        String user = authority.substring(0, Math.max(0, authority.lastIndexOf('@')));
        if (user.indexOf(':') >= 0) {
            throw secret("it has a password in it");
        }
        if (TOKEN_LIKE.matcher(user).matches()) {
            throw secret("its user looks like a token");
        }
        if (uri.getHost() == null
                && !authority.isEmpty()
                && !AUTHORITY.matcher(authority).matches()) {
            throw secret("it has no host that can be told from a password");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw secret("it has a query or a fragment, where a token could be");
        }
    }

    /// The message must not repeat the URL: it would end up in logs.
    private static SourceFailure secret(String why) {
        return unsafe("the repository URL", why);
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
