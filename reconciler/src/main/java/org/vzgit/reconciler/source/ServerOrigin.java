package org.vzgit.reconciler.source;

import java.net.URL;
import java.util.Locale;
import org.eclipse.jgit.transport.URIish;

/// Which server is meant, as browsers tell them apart (RFC 6454): another port of the same machine
/// is another server.
///
/// @param port the scheme's own where the URL has none
record ServerOrigin(String scheme, String host, int port) {
    static ServerOrigin of(URIish uri) {
        return of(String.valueOf(uri.getScheme()), String.valueOf(uri.getHost()), uri.getPort());
    }

    static ServerOrigin of(URL url) {
        return of(url.getProtocol(), url.getHost(), url.getPort());
    }

    private static ServerOrigin of(String scheme, String host, int port) {
        String lower = scheme.toLowerCase(Locale.ROOT);
        int known = lower.equals("https") ? 443 : 80;
        return new ServerOrigin(lower, host.toLowerCase(Locale.ROOT), port > 0 ? port : known);
    }
}
