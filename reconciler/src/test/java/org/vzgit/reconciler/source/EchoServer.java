package org.vzgit.reconciler.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// A server on the loopback interface that asks for a proof and then shows it around, in each place
/// of an answer where a client could pick it up. Written on sockets: no library would send this.
public final class EchoServer implements AutoCloseable {
    /// Where the proof comes back.
    public enum Manner {
        /// Nowhere: files of a repository are served as they are (git's dumb protocol).
        SERVE,
        REASON_PHRASE,
        /// Instead of HTTP.
        STATUS_LINE,
        REFUSAL,
        REDIRECT,
        /// An error of Git's own protocol.
        GIT_ERROR,
        HANG_UP,
        SILENCE
    }

    /// What was sent as a proof, as it stood in the request.
    public final List<String> proofs = new CopyOnWriteArrayList<>();

    public volatile Manner manner = Manner.SERVE;

    /// Where redirects lead.
    public volatile String elsewhere = "http://127.0.0.1:1";

    private final Path repository;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ServerSocket server;

    /// @param repository a bare one with `git update-server-info`, for [Manner#SERVE]
    public EchoServer(Path repository) throws IOException {
        this.repository = repository;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket peer = server.accept();
                Thread.ofVirtual().start(() -> serve(peer));
            } catch (IOException _) {
                // Closed.
            }
        }
    }

    private void serve(Socket peer) {
        try (peer;
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        peer.getInputStream(), StandardCharsets.ISO_8859_1))) {
            String request = String.valueOf(in.readLine());
            Optional<String> proof = Optional.empty();
            long body = 0;
            for (String line = in.readLine(); line != null && !line.isEmpty(); ) {
                String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
                String value = line.substring(line.indexOf(':') + 1).strip();
                if (name.equals("authorization") || name.equals("private-token")) {
                    proof = Optional.of(value);
                } else if (name.equals("content-length")) {
                    body = Long.parseLong(value);
                }
                line = in.readLine();
            }
            in.skip(body);
            proof.ifPresent(proofs::add);
            answer(peer.getOutputStream(), request.split(" ")[1], proof);
        } catch (IOException _) {
            // The client has seen enough.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(OutputStream out, String path, Optional<String> proof)
            throws IOException, InterruptedException {
        if (proof.isEmpty()) {
            send(out, "HTTP/1.1 401 Who?\r\nWWW-Authenticate: Basic realm=\"git\"", "");
            return;
        }
        String said = proof.get();
        switch (manner) {
            case SERVE -> file(out, path);
            case REASON_PHRASE -> send(out, "HTTP/1.1 500 " + said, said);
            case STATUS_LINE -> send(out, said, said);
            case REFUSAL ->
                    send(out, "HTTP/1.1 403 " + said + "\r\nX-Was: " + said, "you sent " + said);
            case REDIRECT ->
                    send(
                            out,
                            "HTTP/1.1 302 Found\r\nLocation: "
                                    + elsewhere
                                    + "/"
                                    + said.replace(' ', '+')
                                    + path,
                            said);
            case GIT_ERROR -> {
                String line = "ERR you sent " + said;
                send(
                        out,
                        "HTTP/1.1 200 OK\r\nContent-Type:"
                                + " application/x-git-upload-pack-advertisement",
                        "001e# service=git-upload-pack\n0000"
                                + "%04x".formatted(line.length() + 4)
                                + line);
            }
            case HANG_UP -> {}
            case SILENCE -> closed.await();
        }
    }

    private void file(OutputStream out, String path) throws IOException {
        String plain = path.replaceFirst("\\?.*", "").replaceFirst("^/+ves.git/", "");
        Path file = repository.resolve(plain).normalize();
        if (!file.startsWith(repository) || !Files.isRegularFile(file)) {
            send(out, "HTTP/1.1 404 Nothing", "");
            return;
        }
        byte[] content = Files.readAllBytes(file);
        String head =
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n"
                        + "Content-Length: "
                        + content.length
                        + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.write(content);
    }

    private static void send(OutputStream out, String head, String body) throws IOException {
        String all =
                head
                        + "\r\nConnection: close\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        out.write(all.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        server.close();
    }
}
