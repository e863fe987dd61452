package org.vzgit.reconciler.source;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.util.Optional;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.jspecify.annotations.Nullable;

/// HTTP connections of one repository, which prove who we are to its own server alone.
///
/// JGit 7.8 asks the [AccessToken] once, and sends what it got to wherever a redirect leads that
/// comes after the server asked for a proof; a server or a proxy could send the token anywhere.
final class ServerConnections implements HttpConnectionFactory {
    private final ServerOrigin server;
    private final Optional<PrivateAuthority> authority;

    ServerConnections(ServerOrigin server, Optional<PrivateAuthority> authority) {
        this.server = server;
        this.authority = authority;
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return create(url, null);
    }

    @Override
    public HttpConnection create(URL url, @Nullable Proxy proxy) throws IOException {
        boolean own = ServerOrigin.of(url).equals(server);
        HttpConnection connection =
                proxy == null ? new Connection(url, own) : new Connection(url, proxy, own);
        if (authority.isPresent() && url.getProtocol().equals("https")) {
            authority.get().decideFor(connection);
        }
        return connection;
    }

    private static final class Connection extends JDKHttpConnection {
        private final boolean own;

        Connection(URL url, boolean own) throws IOException {
            super(url);
            this.own = own;
        }

        Connection(URL url, Proxy proxy, boolean own) throws IOException {
            super(url, proxy);
            this.own = own;
        }

        @Override
        public void setRequestProperty(String name, String value) {
            if (own || !name.equalsIgnoreCase("Authorization")) {
                super.setRequestProperty(name, value);
            }
        }
    }
}
