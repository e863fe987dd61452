package org.vzgit.kernel.sys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads the small text files of proc(5) and cgroupfs, which have no length before they are read.
public final class KernelFile {
    private KernelFile() {}

    /// The text as it is; a name in it need not be UTF-8.
    ///
    /// @param bytesMax where reading ends, whatever follows
    /// @throws IOException with an errno that [FileErrno] tells
    public static String text(Path file, int bytesMax) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(bytesMax), StandardCharsets.ISO_8859_1);
        }
    }
}
