package org.vzgit.reconciler.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jgit.transport.http.HttpConnection;

/// The certificates of one file, which HTTPS connections trust and no others: a forge of one's own
/// has an authority of its own, and then no public one has a say in what this node runs.
final class PrivateAuthority {
    private final TrustManager[] trusted;

    PrivateAuthority(Path file) throws IOException {
        trusted = managers(file);
    }

    /// Has a connection that is not open yet trust nothing else.
    void decideFor(HttpConnection connection) throws IOException {
        try {
            connection.configure(null, trusted, null);
        } catch (GeneralSecurityException unusable) {
            throw new IOException("set up TLS: " + unusable.getMessage(), unusable);
        }
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
