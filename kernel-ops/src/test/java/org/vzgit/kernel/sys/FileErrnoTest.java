package org.vzgit.kernel.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileErrnoTest {
    @TempDir Path directory;

    private static Errno errnoOf(IoCall call) {
        return FileErrno.of(assertThrows(IOException.class, call::run));
    }

    private interface IoCall {
        void run() throws IOException;
    }

    @Test
    void whatTheJdkThrowsIsTheErrnoOfTheCall() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "x");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertEquals(Errno.ENOENT, errnoOf(() -> Files.delete(directory.resolve("none"))));
        assertEquals(Errno.EEXIST, errnoOf(() -> Files.createDirectory(file)));
        assertEquals(Errno.ENOTEMPTY, errnoOf(() -> Files.delete(directory)));
        assertEquals(Errno.ENOTDIR, errnoOf(() -> Files.readString(file.resolve("below"))));
        assertEquals(Errno.EISDIR, errnoOf(() -> Files.readString(directory)));
        assertEquals(
                Errno.ELOOP,
                errnoOf(() ->
                        Files.newByteChannel(
                                        link,
                                        Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))
                                .close()));
        assertEquals(
                Errno.ENAMETOOLONG,
                errnoOf(() -> Files.delete(directory.resolve("n".repeat(300)))));
    }

    @Test
    void whatAWriteThrowsIsRecognisedByItsText() {
        assertEquals(Errno.EBUSY, FileErrno.of(new IOException("Device or resource busy")));
        assertEquals(
                Errno.EINVAL, FileErrno.of(new FileSystemException("a", "b", "Invalid argument")));
        assertEquals(Errno.OTHER, FileErrno.of(new IOException("Das Gerät ist belegt")));
        assertEquals(Errno.OTHER, FileErrno.of(new IOException()));
    }
}
