package org.vzgit.reconciler.forge;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// A project of a forge, by its address in the forge's API.
///
/// @param url without a slash at its end
public record ForgeProject(Forge forge, String url) {
    /// Reads `github=https://api.github.com/repos/OWNER/NAME`.
    ///
    /// @throws IllegalArgumentException with what is wrong; an address with a password is not
    ///   repeated
    public static ForgeProject parse(String text) {
        int sign = text.indexOf('=');
        Forge forge =
                Forge.named(text.substring(0, Math.max(sign, 0)))
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "write github=URL, gitlab=URL, gitea=URL or generic=URL"));
        String url = text.substring(sign + 1).replaceAll("/+$", "");
        check(url);
        return new ForgeProject(forge, url);
    }

    private static void check(String url) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException malformed) {
            // Not as the cause: its message has the URL, and with it a password if there is one.
            throw new IllegalArgumentException("no URL: " + malformed.getReason());
        }
        // Java's parser knows no user where it does not like the host, such as one with `_`.
        if (url.indexOf('@') >= 0 || uri.getQuery() != null || uri.getFragment() != null) {
            throw new IllegalArgumentException(
                    "the URL has a user, a query or a fragment; tokens belong into a file");
        }
        String host = String.valueOf(uri.getHost());
        boolean here = host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !(scheme.equals("https") || (scheme.equals("http") && here))) {
            throw new IllegalArgumentException(
                    url + " is no https:// address, and nothing else keeps a token secret");
        }
    }
}
