package org.vzgit.reconciler.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/// A Git server on the loopback interface (gitprotocol-http(5)): one repository, and a token if it
/// is to ask for one.
final class SmartHttpServer implements AutoCloseable {
    final List<String> requests = new CopyOnWriteArrayList<>();

    /// Why pushed refs are refused; empty where they are taken.
    Optional<String> refusal = Optional.empty();

    private final HttpServer server;
    private final Path repository;
    private final Optional<String> token;

    SmartHttpServer(Path repository, Optional<String> token) throws IOException {
        this.repository = repository;
        this.token = token;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/ves.git";
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!isAllowed(exchange)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
            } else if ("service=git-receive-pack".equals(exchange.getRequestURI().getQuery())) {
                requests.add("refs to push");
                advertiseForPush(exchange);
            } else if (path.equals("/ves.git/git-receive-pack")) {
                requests.add("push");
                receive(exchange);
            } else if (path.equals("/ves.git/info/refs")) {
                requests.add("refs");
                advertise(exchange);
            } else if (path.equals("/ves.git/git-upload-pack")) {
                upload(exchange);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private boolean isAllowed(HttpExchange exchange) {
        String expected =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        ("x-access-token:" + token.orElse(""))
                                                .getBytes(StandardCharsets.UTF_8));
        return token.isEmpty()
                || expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private void advertise(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders()
                .set("Content-Type", "application/x-git-upload-pack-advertisement");
        exchange.sendResponseHeaders(200, 0);
        try (Repository opened = LocalRepository.open(repository);
                OutputStream out = exchange.getResponseBody()) {
            UploadPack pack = pack(opened, exchange);
            pack.sendAdvertisedRefs(
                    new PacketLineOutRefAdvertiser(new PacketLineOut(out)), "git-upload-pack");
        } catch (SourceFailure broken) {
            throw new IOException(broken);
        }
    }

    private void advertiseForPush(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders()
                .set("Content-Type", "application/x-git-receive-pack-advertisement");
        exchange.sendResponseHeaders(200, 0);
        try (Repository opened = LocalRepository.open(repository);
                OutputStream out = exchange.getResponseBody()) {
            PacketLineOut lines = new PacketLineOut(out);
            lines.writeString("# service=git-receive-pack\n");
            lines.end();
            receivePack(opened).sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
        } catch (SourceFailure broken) {
            throw new IOException(broken);
        }
    }

    private void receive(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-git-receive-pack-result");
        byte[] request = body(exchange);
        exchange.sendResponseHeaders(200, 0);
        try (Repository opened = LocalRepository.open(repository);
                OutputStream out = exchange.getResponseBody()) {
            receivePack(opened).receive(new java.io.ByteArrayInputStream(request), out, null);
        } catch (SourceFailure broken) {
            throw new IOException(broken);
        }
    }

    private ReceivePack receivePack(Repository opened) {
        ReceivePack pack = new ReceivePack(opened);
        pack.setBiDirectionalPipe(false);
        pack.setPreReceiveHook((_, commands) ->
                refusal.ifPresent(why ->
                        commands.forEach(one ->
                                one.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, why))));
        return pack;
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        return (zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody())
                .readAllBytes();
    }

    private void upload(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-result");
        byte[] request = body(exchange);
        String text = new String(request, StandardCharsets.US_ASCII);
        requests.add(text.contains("command=ls-refs") ? "ls-refs" : "fetch");
        exchange.sendResponseHeaders(200, 0);
        try (Repository opened = LocalRepository.open(repository);
                OutputStream out = exchange.getResponseBody()) {
            pack(opened, exchange).upload(new java.io.ByteArrayInputStream(request), out, null);
        } catch (SourceFailure broken) {
            throw new IOException(broken);
        }
    }

    private static UploadPack pack(Repository opened, HttpExchange exchange) {
        UploadPack pack = new UploadPack(opened);
        pack.setBiDirectionalPipe(false);
        String protocol = exchange.getRequestHeaders().getFirst("Git-Protocol");
        if (protocol != null) {
            pack.setExtraParameters(List.of(protocol.split(":")));
        }
        return pack;
    }
}
