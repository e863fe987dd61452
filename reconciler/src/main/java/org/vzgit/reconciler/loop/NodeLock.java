package org.vzgit.reconciler.loop;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.vzgit.kernel.sys.NodeHome;

/// The right to change a node: one process at a time. The kernel gives it back when the process
/// ends, however it ends (fcntl(2) record lock), so there are no stale locks.
public final class NodeLock implements AutoCloseable {
    /// A pid and a command line; longer command lines are cut.
    private static final int HOLDER_BYTES_MAX = 512;

    private final FileChannel channel;

    private NodeLock(FileChannel channel) {
        this.channel = channel;
    }

    /// @param command what the error of another process shall say about us
    /// @throws NodeBusy when another process has it
    /// @throws IOException when the file cannot be made or locked
    public static NodeLock acquire(NodeHome home, String command) throws NodeBusy, IOException {
        Files.createDirectories(home.run());
        Path file = home.run().resolve("lock");
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            if (tryLock(channel) == null) {
                String holder = holder(channel);
                channel.close();
                throw new NodeBusy(home, holder);
            }
            write(channel, ProcessHandle.current().pid() + " " + command);
            return new NodeLock(channel);
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            // Held by this very process, which the kernel would not refuse.
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(HOLDER_BYTES_MAX);
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
    }

    private static void write(FileChannel channel, String holder) throws IOException {
        byte[] bytes = holder.replaceAll("\\p{Cntrl}", " ").getBytes(StandardCharsets.UTF_8);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, HOLDER_BYTES_MAX)), 0);
    }

    /// Another process is changing this node.
    public static final class NodeBusy extends Exception {
        private static final long serialVersionUID = 1L;

        NodeBusy(NodeHome home, String holder) {
            super(
                    home.state()
                            + " is being changed by process "
                            + (holder.isEmpty() ? "(just starting)" : holder)
                            + "; wait for it, or stop it first");
        }
    }
}
