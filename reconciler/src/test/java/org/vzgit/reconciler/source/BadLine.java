package org.vzgit.reconciler.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A line to a real server that can be slow or break: it passes bytes on and knows no protocol.
final class BadLine implements AutoCloseable {
    private static final int CHUNK = 16 * 1024;

    private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile long bytesLeft = Long.MAX_VALUE;
    private volatile long bytesUpLeft = Long.MAX_VALUE;
    private volatile int millisPerChunk;

    BadLine(int server) throws IOException {
        this.server = server;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /// Breaks each connection after so many bytes from the server.
    BadLine breakingAfter(long bytes) {
        bytesLeft = bytes;
        return this;
    }

    /// Breaks each connection after so many bytes to the server.
    BadLine breakingUploadAfter(long bytes) {
        bytesUpLeft = bytes;
        return this;
    }

    /// Lets 16 KiB through in so many milliseconds.
    BadLine slow(int millis) {
        millisPerChunk = millis;
        return this;
    }

    @Override
    public void close() throws IOException {
        entrance.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = entrance.accept();
                Socket real = new Socket();
                real.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server));
                sockets.add(client);
                sockets.add(real);
                Thread.ofVirtual().start(() -> pass(client, real, bytesUpLeft));
                Thread.ofVirtual().start(() -> pass(real, client, bytesLeft));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void pass(Socket from, Socket to, long most) {
        byte[] chunk = new byte[CHUNK];
        long left = most;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int length = in.read(chunk, 0, (int) Math.min(CHUNK, left));
            while (length > 0) {
                Thread.sleep(millisPerChunk);
                out.write(chunk, 0, length);
                left -= length;
                length = left > 0 ? in.read(chunk, 0, (int) Math.min(CHUNK, left)) : -1;
            }
        } catch (IOException | InterruptedException broken) {
            // Both ends are closed, which is what a broken line looks like.
        }
    }
}
