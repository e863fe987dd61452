package org.vzgit.reconciler.source;

import java.io.IOException;
import java.net.Proxy;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/// HTTPS connections that trust the certificates of one file and no others: a forge of one's own
/// has an authority of its own, and then no public one has a say in what this node runs.
final class PrivateAuthority implements HttpConnectionFactory {
    private final JDKHttpConnectionFactory connections = new JDKHttpConnectionFactory();
    private final TrustManager[] trusted;

    PrivateAuthority(Path file) throws IOException {
        trusted = managers(file);
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return create(url, null);
    }

    @Override
    public HttpConnection create(URL url, @Nullable Proxy proxy) throws IOException {
        HttpConnection connection =
                proxy == null ? connections.create(url) : connections.create(url, proxy);
        if (url.getProtocol().equals("https")) {
            try {
                connection.configure(null, trusted, null);
            } catch (GeneralSecurityException unusable) {
                throw new IOException("set up TLS: " + unusable.getMessage(), unusable);
            }
        }
        return connection;
    }

    private static TrustManager[] managers(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate one :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + count++, one);
            }
            if (count == 0) {
                throw new IOException("no certificate in " + file);
            }
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException malformed) {
            throw new IOException(
                    "read the certificates in " + file + ": " + malformed.getMessage(), malformed);
        }
    }
}
