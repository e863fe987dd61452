package org.vzgit.kernel.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.op.FailureKind;

class FileErrnoTextTest {
    @ParameterizedTest
    @CsvSource({
        "EPERM, Operation not permitted, DENIED",
        "ENOENT, No such file or directory, GONE",
        "ESRCH, No such process, GONE",
        "EINTR, Interrupted system call, BUSY",
        "EIO, Input/output error, BROKEN",
        "ENXIO, No such device or address, GONE",
        "E2BIG, Argument list too long, REJECTED",
        "EAGAIN, Resource temporarily unavailable, BUSY",
        "ENOMEM, Cannot allocate memory, EXHAUSTED",
        "EACCES, Permission denied, DENIED",
        "EBUSY, Device or resource busy, BUSY",
        "EEXIST, File exists, CONFLICT",
        "EXDEV, Invalid cross-device link, CONFLICT",
        "ENODEV, No such device, GONE",
        "ENOTDIR, Not a directory, CONFLICT",
        "EISDIR, Is a directory, CONFLICT",
        "EINVAL, Invalid argument, REJECTED",
        "ENFILE, Too many open files in system, EXHAUSTED",
        "EMFILE, Too many open files, EXHAUSTED",
        "EFBIG, File too large, REJECTED",
        "ENOSPC, No space left on device, EXHAUSTED",
        "EROFS, Read-only file system, DENIED",
        "EMLINK, Too many links, EXHAUSTED",
        "ERANGE, Numerical result out of range, REJECTED",
        "ENAMETOOLONG, File name too long, REJECTED",
        "ENOSYS, Function not implemented, UNSUPPORTED",
        "ENOTEMPTY, Directory not empty, CONFLICT",
        "ELOOP, Too many levels of symbolic links, CONFLICT",
        "EOPNOTSUPP, Operation not supported, UNSUPPORTED",
        "ESTALE, Stale file handle, GONE",
        "EDQUOT, Disk quota exceeded, EXHAUSTED",
    })
    void glibcsTextIsTheErrnoHoweverTheJdkThrowsIt(Errno errno, String text, FailureKind kind) {
        assertEquals(errno, FileErrno.of(new IOException(text)));
        assertEquals(errno, FileErrno.of(new FileSystemException("/a", null, text)));
        assertEquals(errno, FileErrno.of(new FileSystemException("/a", "/b", text)));
        assertEquals(kind, errno.kind());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "permission denied",
                "Permission denied ",
                " Permission denied",
                "/a (Permission denied)",
                "/a: Permission denied",
                "No such device or",
                "Permission non accordée",
                "loop: Too many levels of symbolic links"
            })
    void textThatIsNotExactlyGlibcsIsNotGuessed(String text) {
        assertEquals(Errno.OTHER, FileErrno.of(new IOException(text)));
        assertEquals(Errno.OTHER, FileErrno.of(new FileSystemException("/a", null, text)));
    }

    @Test
    void whatTheJdkAppendsToAsymlinkLoopDoesNotHideIt() {
        String text =
                "Too many levels of symbolic links or unable to access attributes of symbolic link";
        assertEquals(Errno.ELOOP, FileErrno.of(new FileSystemException("/a", null, text)));
    }

    static Stream<Arguments> classes() {
        String misleading = "Input/output error";
        return Stream.of(
                Arguments.of(Errno.ENOENT, new NoSuchFileException("/a", null, misleading)),
                Arguments.of(Errno.EEXIST, new FileAlreadyExistsException("/a", null, misleading)),
                Arguments.of(Errno.EACCES, new AccessDeniedException("/a", null, misleading)),
                Arguments.of(Errno.ENOTEMPTY, new DirectoryNotEmptyException("/a")),
                Arguments.of(Errno.ENOTDIR, new NotDirectoryException("/a")));
    }

    @ParameterizedTest
    @MethodSource("classes")
    void theClassSaysMoreThanTheText(Errno errno, IOException failure) {
        assertEquals(errno, FileErrno.of(failure));
    }

    @Test
    void aFileNamedLikeAnErrorIsNotOne() {
        assertEquals(Errno.OTHER, FileErrno.of(new FileSystemException("Permission denied")));
        assertEquals(Errno.OTHER, FileErrno.of(new FileSystemLoopException("File exists")));
        assertEquals(
                Errno.EROFS,
                FileErrno.of(
                        new FileSystemException("File exists", null, "Read-only file system")));
    }

    @Test
    void theCauseIsNotAskedWhenTheFailureItselfSaysNothing() {
        IOException cause = new IOException("No space left on device");
        assertEquals(Errno.OTHER, FileErrno.of(new IOException("write failed", cause)));
    }
}
