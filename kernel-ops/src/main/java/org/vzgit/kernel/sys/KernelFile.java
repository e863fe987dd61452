package org.vzgit.kernel.sys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/// Reads the small text files of proc(5) and cgroupfs, which have no length before they are read.
///
/// A look at a node is thousands of them, so a file costs open(2), its reads and close(2), and no
/// system call more: `Files.newInputStream` asks for size and position first, which these files do
/// not have.
public final class KernelFile {
    /// Most files are below 100 bytes; a status file has 1.5 KB.
    private static final int FIRST_READ_BYTES = 2048;

    private static final int GROWTH = 4;

    private static final Set<OpenOption> FOLLOWING = Set.of(StandardOpenOption.READ);

    private static final Set<OpenOption> NOT_FOLLOWING =
            Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private KernelFile() {}

    /// The text as it is; a name in it need not be UTF-8.
    ///
    /// @param bytesMax where reading ends, whatever follows
    /// @throws IOException with an errno that [FileErrno] tells
    public static String text(Path file, int bytesMax) throws IOException {
        return text(read(file, bytesMax, FOLLOWING));
    }

    /// The same of a file that we wrote.
    ///
    /// @throws java.nio.charset.CharacterCodingException when it is not UTF-8
    public static String utf8(Path file, int bytesMax) throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(read(file, bytesMax, FOLLOWING))
                .toString();
    }

    /// The same as [#text]; ELOOP when the file is a symbolic link.
    public static String textOfNoLink(Path file, int bytesMax) throws IOException {
        return text(read(file, bytesMax, NOT_FOLLOWING));
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.ISO_8859_1.decode(bytes).toString();
    }

    private static ByteBuffer read(Path file, int bytesMax, Set<OpenOption> options)
            throws IOException {
        byte[] bytes = new byte[Math.min(bytesMax, FIRST_READ_BYTES)];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        try (SeekableByteChannel channel = Files.newByteChannel(file, options)) {
            while (channel.read(buffer) > 0) {
                if (!buffer.hasRemaining() && bytes.length < bytesMax) {
                    int next = (int) Math.min(bytesMax, (long) GROWTH * bytes.length);
                    bytes = Arrays.copyOf(bytes, next);
                    buffer = ByteBuffer.wrap(bytes).position(buffer.position());
                }
            }
            return buffer.flip();
        }
    }
}
