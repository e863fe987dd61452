package org.vzgit.reconciler.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HttpEndpointTest {
    private static final String SECRET = "It's a Secret to Everybody";
    private static final String HMAC =
            "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    private final TestAgent agent = new TestAgent();
    private final HttpClient client = HttpClient.newHttpClient();
    private HttpEndpoint endpoint = open(Optional.of(SECRET));

    @BeforeEach
    void begin() {
        assertTrue(endpoint.address().getPort() > 0);
    }

    @AfterEach
    void end() {
        endpoint.close();
        client.close();
    }

    @Test
    void metricsAreTextForPrometheus() throws Exception {
        HttpResponse<String> answer = get("/metrics");
        assertEquals(200, answer.statusCode());
        assertEquals(
                Optional.of("text/plain; version=0.0.4; charset=utf-8"),
                answer.headers().firstValue("Content-Type"));
        assertTrue(answer.body().contains("\nvzgit_suspended 2\n"), answer.body());
    }

    @Test
    void healthIsGoodWhilePassesEnd() throws Exception {
        assertEquals(200, get("/healthz").statusCode());
        agent.view = TestAgent.fresh(Optional.of("host not found"));
        HttpResponse<String> ill = get("/healthz");
        assertEquals(503, ill.statusCode());
        assertEquals("no pass yet; the source cannot be read: host not found\n", ill.body());
    }

    @Test
    void signedHookAsksForALookAndAnUnsignedOneDoesNot() throws Exception {
        assertEquals(403, post("/hook/github", "X-Hub-Signature-256", "sha256=00").statusCode());
        assertEquals(List.of(), agent.asked);
        assertEquals(
                202, post("/hook/github", "X-Hub-Signature-256", "sha256=" + HMAC).statusCode());
        while (agent.asked.isEmpty()) {
            Thread.sleep(5);
        }
        assertEquals(List.of("poke"), agent.asked);
        String metrics = get("/metrics").body();
        assertTrue(metrics.contains("vzgit_webhooks_total{answer=\"accepted\"} 1\n"), metrics);
        assertTrue(metrics.contains("vzgit_webhooks_total{answer=\"denied\"} 1\n"), metrics);
    }

    @Test
    void everyForgeHasItsPath() throws Exception {
        for (String forge : List.of("github", "gitlab", "gitea", "generic")) {
            assertEquals(405, get("/hook/" + forge).statusCode(), forge);
            assertEquals(403, post("/hook/" + forge, "X-Nothing", "x").statusCode(), forge);
        }
        assertEquals(405, post("/hook/other", "X-Nothing", "x").statusCode());
    }

    @Test
    void withoutASecretThereAreNoHooks() throws Exception {
        endpoint.close();
        endpoint = open(Optional.empty());
        assertEquals(404, get("/hook/github").statusCode());
        assertEquals(
                405, post("/hook/github", "X-Hub-Signature-256", "sha256=" + HMAC).statusCode());
        assertEquals(List.of(), agent.asked);
    }

    @Test
    void nothingElseCanBeRead() throws Exception {
        for (String path : List.of("/", "/metrics/", "/metricsx", "/../etc/passwd", "/healthz/x")) {
            assertEquals(404, get(path).statusCode(), path);
        }
    }

    private HttpEndpoint open(Optional<String> secret) {
        try {
            return HttpEndpoint.open(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    agent,
                    new Metrics(),
                    secret);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String header, String value) throws Exception {
        return client.send(
                request(path)
                        .header(header, value)
                        .POST(BodyPublishers.ofString("Hello, World!"))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + endpoint.address().getPort() + path));
    }
}
