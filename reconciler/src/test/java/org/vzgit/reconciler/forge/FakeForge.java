package org.vzgit.reconciler.forge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// A forge on the loopback interface that remembers requests as a proxy would show them.
final class FakeForge implements AutoCloseable {
    /// What java.net.http adds by itself, with values of its own choice.
    private static final Set<String> NOT_OURS =
            Set.of("Connection", "Content-length", "Host", "Http2-settings", "Upgrade");

    final List<String> requests = new CopyOnWriteArrayList<>();

    /// What is answered, the last one again and again; 0 drips a body that never ends, -1 says
    /// nothing at all.
    volatile List<Integer> codes = List.of(201);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpServer server;

    FakeForge() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/api";
    }

    private void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String headers =
                exchange.getRequestHeaders().entrySet().stream()
                        .filter(header -> !NOT_OURS.contains(header.getKey()))
                        .map(header -> header.getKey() + ": " + header.getValue().getFirst())
                        .sorted()
                        .collect(Collectors.joining("\n"));
        int code = code();
        requests.add(
                exchange.getRequestMethod()
                        + " "
                        + exchange.getRequestURI()
                        + "\n"
                        + headers
                        + "\n\n"
                        + body);
        answer(exchange, code);
    }

    private synchronized int code() {
        int code = codes.getFirst();
        if (codes.size() > 1) {
            codes = codes.subList(1, codes.size());
        }
        return code;
    }

    private void answer(HttpExchange exchange, int code) throws IOException {
        try (exchange) {
            if (code == 302) {
                exchange.getResponseHeaders().set("Location", url() + "/elsewhere");
            }
            if (code > 0) {
                exchange.sendResponseHeaders(code, -1);
            } else if (code == 0) {
                exchange.sendResponseHeaders(200, 0);
                while (closed.getCount() > 0) {
                    exchange.getResponseBody().write('.');
                    exchange.getResponseBody().flush();
                    Thread.sleep(5);
                }
            } else {
                closed.await();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
