package org.vzgit.kernel.cgroup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.function.Function;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.kernel.sys.KernelFile;

/// One cgroup: the only way to its files.
///
/// Every name is one path segment, so nothing below a cgroup mount can lead out of it, and symbolic
/// links, which cgroupfs does not have, are not followed.
///
/// @param subject whose cgroup it is, for messages: `VE 101`
record CgroupDirectory(Path path, String subject) {
    /// Longest file that is read. `cgroup.procs` of a VE with 131072 processes of 8 characters each
    /// fits; everything else is far smaller.
    static final int FILE_BYTES_MAX = 1 << 20;

    /// Truncating means nothing to cgroupfs; on a recorded kernel it ends the old value.
    private static final Set<OpenOption> WRITE =
            Set.of(
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    LinkOption.NOFOLLOW_LINKS);

    CgroupDirectory child(String name) {
        return new CgroupDirectory(file(name), subject);
    }

    /// @throws IOException when it cannot be told
    boolean exists() throws IOException {
        try {
            Files.getAttribute(path, "unix:nlink", LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (NoSuchFileException _) {
            return false;
        }
    }

    boolean has(String file) {
        return Files.exists(file(file), LinkOption.NOFOLLOW_LINKS);
    }

    Path file(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("not the name of a cgroup file: " + name);
        }
        return path.resolve(name);
    }

    /// Makes the cgroup; success when it is there.
    ///
    /// @return whether this call made it
    boolean make() throws OperationFailure {
        try {
            Files.createDirectory(path);
            return true;
        } catch (FileAlreadyExistsException _) {
            return false;
        } catch (IOException e) {
            Errno errno = FileErrno.of(e);
            throw new OperationFailure(
                    errno.kind(), "make cgroup " + path + " of " + subject + ": " + errno, e);
        }
    }

    /// Writes a value with one write(2), as cgroupfs demands (cgroup-v2.rst, "Format").
    void write(String file, String value) throws OperationFailure {
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(value + "\n");
        try (SeekableByteChannel channel = Files.newByteChannel(file(file), WRITE)) {
            channel.write(bytes);
        } catch (IOException e) {
            Errno errno = FileErrno.of(e);
            throw new OperationFailure(
                    errno.kind(),
                    "set " + file + " of " + subject + " to " + value + ": " + errno,
                    e);
        }
    }

    /// The text of a file through a parser that throws [IllegalArgumentException] for what it does
    /// not understand. Absent when the file or the cgroup is not there: a cgroup that was removed
    /// while it was open answers ENODEV.
    <T> Reading<T> read(String file, Function<String, T> parser) {
        try {
            return Reading.present(parser.apply(text(file)));
        } catch (IOException e) {
            Errno errno = FileErrno.of(e);
            return errno == Errno.ENOENT || errno == Errno.ENODEV
                    ? Reading.absent()
                    : Reading.unreadable("read " + file + " of " + subject + ": " + errno);
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Reading.unreadable("read " + file + " of " + subject + ": " + e.getMessage());
        }
    }

    /// Like [#read], where an operation needs the value to go on.
    <T> T require(String file, Function<String, T> parser) throws OperationFailure {
        return switch (read(file, parser)) {
            case Reading.Present<T>(T value) -> value;
            case Reading.Absent<T> _ ->
                    throw new OperationFailure(
                            Errno.ENOENT.kind(), "read " + file + " of " + subject + ": ENOENT");
            case Reading.Unreadable<T>(String reason) ->
                    throw new OperationFailure(Errno.EIO.kind(), reason);
        };
    }

    private String text(String file) throws IOException {
        String text = KernelFile.textOfNoLink(file(file), FILE_BYTES_MAX + 1);
        if (text.length() > FILE_BYTES_MAX) {
            throw new IOException("longer than " + FILE_BYTES_MAX + " bytes");
        }
        return text;
    }
}
