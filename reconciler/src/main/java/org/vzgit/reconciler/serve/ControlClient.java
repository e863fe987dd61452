package org.vzgit.reconciler.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Asks the agent of this node.
public final class ControlClient {
    private static final int CHUNK = 8 * 1024;

    /// A doctor's report on 10,000 VEs that all fail is 2 MiB.
    private static final int ANSWER_MAX = 16 << 20;

    private ControlClient() {}

    /// @return the answer; empty when no agent runs here
    /// @throws IOException when there is one that cannot be asked, for example EACCES
    public static Optional<String> ask(Path socket, String request) throws IOException {
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            ByteBuffer line = StandardCharsets.UTF_8.encode(request + "\n");
            while (line.hasRemaining()) {
                channel.write(line);
            }
            return Optional.of(answer(channel));
        } catch (ConnectException _) {
            // What a killed agent left behind.
            return Optional.empty();
        } catch (SocketException failed) {
            throw new IOException(
                    "ask the agent at " + socket + ": " + failed.getMessage(), failed);
        }
    }

    private static String answer(SocketChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        while (channel.read(chunk) >= 0) {
            all.write(chunk.array(), 0, chunk.position());
            chunk.clear();
            if (all.size() > ANSWER_MAX) {
                throw new IOException("the agent's answer is longer than " + ANSWER_MAX + " bytes");
            }
        }
        return all.toString(StandardCharsets.UTF_8);
    }
}
