package org.vzgit.reconciler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import org.eclipse.jgit.transport.URIish;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerOriginTest {
    @ParameterizedTest
    @CsvSource({
        "https://example.org/x.git, https://Example.org:443/y, true",
        "https://ada@example.org/x.git, https://example.org/x.git, true",
        "http://127.0.0.1:80/x.git, http://127.0.0.1/x.git, true",
        "https://example.org/x.git, http://example.org:443/x.git, false",
        "https://example.org/x.git, https://example.org:8443/x.git, false",
        "https://example.org/x.git, https://example.org.evil/x.git, false",
    })
    void anotherSchemeHostOrPortIsAnotherServer(String first, String second, boolean same)
            throws Exception {
        ServerOrigin one = ServerOrigin.of(new URIish(first));
        assertEquals(same, one.equals(ServerOrigin.of(URI.create(second).toURL())), second);
        assertEquals(same, one.equals(ServerOrigin.of(new URIish(second))), second);
    }
}
