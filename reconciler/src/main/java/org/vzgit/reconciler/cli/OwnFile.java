package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.vzgit.kernel.sys.AtomicFile;

/// A file that one command writes for another to read, at a place that the user names.
final class OwnFile {
    private OwnFile() {}

    /// Read up to a bound and not by its size, which may grow meanwhile.
    ///
    /// @throws IOException with what is wrong and what to do, also for a file that is too large or
    ///   no text
    static String read(Path file, int bytesMax) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw new IOException("more than " + bytesMax + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
        } catch (NoSuchFileException missing) {
            throw new IOException("ENOENT, no such file", missing);
        } catch (CharacterCodingException notText) {
            throw new IOException("it is no UTF-8 text", notText);
        }
    }

    /// Readers see the old file or the new one.
    static void write(Path file, String text) throws CommandFailure {
        try {
            AtomicFile.replaceDurably(file, text);
        } catch (IOException failure) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, "write " + file + ": " + failure, failure);
        }
    }
}
