package org.vzgit.kernel.sys;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The errno behind a failed `java.nio` call, which the JDK shows only as an exception class or as
/// the text of strerror(3).
///
/// The texts are glibc's in the C locale; under a locale with translated messages they are not
/// recognised and become [Errno#OTHER], which is why the script `vzgit` sets `LC_MESSAGES=C`.
public final class FileErrno {
    private static final Map<String, Errno> BY_TEXT =
            Map.ofEntries(
                    Map.entry("Operation not permitted", Errno.EPERM),
                    Map.entry("No such file or directory", Errno.ENOENT),
                    Map.entry("No such process", Errno.ESRCH),
                    Map.entry("Interrupted system call", Errno.EINTR),
                    Map.entry("Input/output error", Errno.EIO),
                    Map.entry("No such device or address", Errno.ENXIO),
                    Map.entry("Argument list too long", Errno.E2BIG),
                    Map.entry("Resource temporarily unavailable", Errno.EAGAIN),
                    Map.entry("Cannot allocate memory", Errno.ENOMEM),
                    Map.entry("Permission denied", Errno.EACCES),
                    Map.entry("Device or resource busy", Errno.EBUSY),
                    Map.entry("File exists", Errno.EEXIST),
                    Map.entry("Invalid cross-device link", Errno.EXDEV),
                    Map.entry("No such device", Errno.ENODEV),
                    Map.entry("Not a directory", Errno.ENOTDIR),
                    Map.entry("Is a directory", Errno.EISDIR),
                    Map.entry("Invalid argument", Errno.EINVAL),
                    Map.entry("Too many open files in system", Errno.ENFILE),
                    Map.entry("Too many open files", Errno.EMFILE),
                    Map.entry("File too large", Errno.EFBIG),
                    Map.entry("No space left on device", Errno.ENOSPC),
                    Map.entry("Read-only file system", Errno.EROFS),
                    Map.entry("Too many links", Errno.EMLINK),
                    Map.entry("Numerical result out of range", Errno.ERANGE),
                    Map.entry("File name too long", Errno.ENAMETOOLONG),
                    Map.entry("Function not implemented", Errno.ENOSYS),
                    Map.entry("Directory not empty", Errno.ENOTEMPTY),
                    Map.entry("Operation not supported", Errno.EOPNOTSUPP),
                    Map.entry("Stale file handle", Errno.ESTALE),
                    Map.entry("Disk quota exceeded", Errno.EDQUOT));

    /// A prefix, because the JDK appends what it makes of it.
    private static final String ELOOP_TEXT = "Too many levels of symbolic links";

    private FileErrno() {}

    /// The errno of a failed file operation; [Errno#OTHER] when it cannot be told.
    public static Errno of(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> Errno.ENOENT;
            case FileAlreadyExistsException _ -> Errno.EEXIST;
            case AccessDeniedException _ -> Errno.EACCES;
            case DirectoryNotEmptyException _ -> Errno.ENOTEMPTY;
            case NotDirectoryException _ -> Errno.ENOTDIR;
            case FileSystemException other -> ofText(other.getReason());
            default -> ofText(failure.getMessage());
        };
    }

    private static Errno ofText(@Nullable String text) {
        if (text == null) {
            return Errno.OTHER;
        }
        return text.startsWith(ELOOP_TEXT) ? Errno.ELOOP : BY_TEXT.getOrDefault(text, Errno.OTHER);
    }
}
