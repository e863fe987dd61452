package org.vzgit.kernel.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.FileErrno;

/// Takes a cgroup away, with those below it.
///
/// rmdir(2) answers EBUSY as long as a killed process has not been reaped; the kernel offers no
/// wait for that on v1, so it is tried again.
final class Removal {
    /// Together two seconds: killed processes are gone within milliseconds unless they hang in the
    /// kernel, and then two seconds more would not help.
    private static final int ATTEMPTS = 400;

    private static final Duration PAUSE = Duration.ofMillis(5);

    private Removal() {}

    static void remove(CgroupDirectory cgroup) throws OperationFailure {
        remove(cgroup, _ -> true);
    }

    /// The same of those below it alone.
    static void removeBelow(CgroupDirectory cgroup) throws OperationFailure {
        remove(cgroup, path -> !path.equals(cgroup.path()));
    }

    private static void remove(CgroupDirectory cgroup, Predicate<Path> which)
            throws OperationFailure {
        for (int attempt = 1; ; attempt++) {
            try {
                removeOnce(cgroup.path(), which);
                return;
            } catch (IOException e) {
                Errno errno = FileErrno.of(e);
                if (errno.kind() != FailureKind.BUSY || attempt == ATTEMPTS) {
                    throw failure(cgroup, errno, e);
                }
                pause(cgroup);
            }
        }
    }

    private static void removeOnce(Path cgroup, Predicate<Path> which) throws IOException {
        for (Path nested : NestedCgroups.deepestFirst(cgroup).stream().filter(which).toList()) {
            try {
                Files.delete(nested);
            } catch (NoSuchFileException _) {
                // Somebody else was faster; gone is what was wanted.
            }
        }
    }

    private static void pause(CgroupDirectory cgroup) throws OperationFailure {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(cgroup, Errno.EINTR, e);
        }
    }

    private static OperationFailure failure(CgroupDirectory cgroup, Errno errno, Exception cause) {
        return new OperationFailure(
                errno.kind(),
                "remove cgroup " + cgroup.path() + " of " + cgroup.subject() + ": " + errno,
                cause);
    }
}
