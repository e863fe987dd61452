package org.vzgit.reconciler.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// `/metrics`, `/healthz` and `/hook/FORGE` over HTTP. Reads nothing that it is sent but
/// signatures, and can start nothing but a look at the source.
public final class HttpEndpoint implements AutoCloseable {
    /// Of the JDK's server, which reads them when its classes are loaded. Nobody who is slow or
    /// many may take its threads: seconds for a whole request and its answer, connections at once.
    private static final Map<String, String> LIMITS =
            Map.of(
                    "sun.net.httpserver.maxReqTime", "10",
                    "sun.net.httpserver.maxRspTime", "10",
                    "sun.net.httpserver.idleInterval", "10",
                    "sun.net.httpserver.maxReqHeaders", "64",
                    "jdk.httpserver.maxConnections", "64");

    /// Scrapes and webhooks take milliseconds; more at once would only wait for the CPU.
    private static final int THREADS = 4;

    /// A forge sends one message for each of a push's branches and tags.
    private static final Duration WINDOW = Duration.ofSeconds(1);

    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int METHOD = 405;
    private static final int LARGE = 413;
    private static final int UNAVAILABLE = 503;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final AgentPort agent;
    private final Metrics metrics;
    private final Optional<Webhook> webhook;
    private final Coalescer pokes;

    private HttpEndpoint(
            HttpServer server, AgentPort agent, Metrics metrics, Optional<Webhook> webhook) {
        this.server = server;
        this.agent = agent;
        this.metrics = metrics;
        this.webhook = webhook;
        this.pokes = new Coalescer(WINDOW, agent::poke);
    }

    /// Begins to listen.
    ///
    /// @param secret of the webhooks; empty for none, which then do not exist
    /// @throws IOException when the address cannot be used
    public static HttpEndpoint open(
            InetSocketAddress address, AgentPort agent, Metrics metrics, Optional<String> secret)
            throws IOException {
        LIMITS.forEach(System::setProperty);
        HttpEndpoint endpoint =
                new HttpEndpoint(
                        HttpServer.create(address, 0), agent, metrics, secret.map(Webhook::new));
        endpoint.server.setExecutor(endpoint.threads);
        endpoint.server.createContext("/", endpoint::serve);
        endpoint.server.start();
        return endpoint;
    }

    /// Where it listens: the port that the kernel gave for port 0.
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Optional<Webhook.Forge> forge = forge(path);
            if (forge.isPresent() && webhook.isPresent()) {
                hook(exchange, forge.get(), webhook.get());
            } else if (!exchange.getRequestMethod().equals("GET")) {
                answer(exchange, METHOD, "only GET\n");
            } else if (path.equals("/metrics")) {
                exchange.getResponseHeaders().set("Content-Type", PrometheusText.CONTENT_TYPE);
                answer(exchange, OK, metrics.text(agent.view(), agent.suspended()));
            } else if (path.equals("/healthz")) {
                Health health = Health.of(agent.view());
                answer(exchange, health.well() ? OK : UNAVAILABLE, health.text());
            } else {
                answer(exchange, NOT_FOUND, "/metrics, /healthz\n");
            }
        }
    }

    private void hook(HttpExchange exchange, Webhook.Forge forge, Webhook hook) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            answer(exchange, METHOD, "only POST\n");
            return;
        }
        Webhook.Answer judged =
                hook.judge(
                        forge,
                        name -> Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)),
                        exchange.getRequestBody());
        metrics.hooked(judged);
        switch (judged) {
            case ACCEPTED -> {
                pokes.ask();
                answer(exchange, ACCEPTED, "looking\n");
            }
            case DENIED ->
                    answer(exchange, FORBIDDEN, "signature in " + forge.header() + " is wrong\n");
            case TOO_LARGE -> answer(exchange, LARGE, "more than 25 MiB\n");
        }
    }

    private static Optional<Webhook.Forge> forge(String path) {
        return Stream.of(Webhook.Forge.values())
                .filter(forge -> path.equals("/hook/" + forge.name().toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private static void answer(HttpExchange exchange, int code, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(code, bytes.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        pokes.close();
    }
}
