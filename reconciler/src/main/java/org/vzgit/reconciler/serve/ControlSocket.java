package org.vzgit.reconciler.serve;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.vzgit.kernel.sys.NodeHome;

/// Answers requests of one line on a Unix socket. Who may reach it is decided by the permissions of
/// its directory, which are the owner's alone when it is made; an administrator may widen them.
public final class ControlSocket implements AutoCloseable {
    /// A verb.
    static final int REQUEST_MAX = 64;

    /// Whoever connects and says nothing is not waited for.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Those who may connect are few, and each answer takes milliseconds.
    private static final int THREADS = 2;

    private final ServerSocketChannel server;
    private final Path path;
    private final UnaryOperator<String> answers;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
    private final Thread acceptor;

    private ControlSocket(ServerSocketChannel server, Path path, UnaryOperator<String> answers) {
        this.server = server;
        this.path = path;
        this.answers = answers;
        this.acceptor = Thread.ofPlatform().daemon().name("control").start(this::accept);
    }

    /// Where the agent of a node listens.
    public static Path of(NodeHome home) {
        return home.run().resolve("agent").resolve("control");
    }

    /// Begins to listen. A socket that an agent which was killed left behind is replaced; only the
    /// holder of the node's lock may call this.
    ///
    /// @throws IOException when the path is too long (107 bytes) or cannot be made
    public static ControlSocket open(Path path, UnaryOperator<String> answers) throws IOException {
        Path directory = path.resolveSibling("");
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory.resolveSibling(""));
            Files.createDirectory(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        Files.deleteIfExists(path);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path));
            return new ControlSocket(server, path, answers);
        } catch (IOException failed) {
            server.close();
            throw failed;
        }
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel peer = server.accept();
                Future<?> _ = threads.submit(() -> serve(peer));
            } catch (IOException _) {
                // Closed, or one connection failed.
            }
        }
    }

    private void serve(SocketChannel peer) {
        try (peer) {
            var watchdog =
                    clock.schedule(() -> close(peer), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            String request = request(peer);
            watchdog.cancel(false);
            ByteBuffer answer = StandardCharsets.UTF_8.encode(answers.apply(request));
            while (answer.hasRemaining()) {
                peer.write(answer);
            }
        } catch (IOException _) {
            // Gone, or too slow: nobody is left to tell.
        }
    }

    private static String request(SocketChannel peer) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(REQUEST_MAX);
        while (buffer.hasRemaining() && peer.read(buffer) >= 0) {
            String text = StandardCharsets.UTF_8.decode(buffer.duplicate().flip()).toString();
            int end = text.indexOf('\n');
            if (end >= 0) {
                return text.substring(0, end);
            }
        }
        throw new IOException("no request");
    }

    private static void close(SocketChannel peer) {
        try {
            peer.close();
        } catch (IOException _) {
            // It is gone already.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        acceptor.interrupt();
        threads.shutdownNow();
        clock.shutdownNow();
        Files.deleteIfExists(path);
    }
}
