package org.vzgit.kernel.quota;

import java.util.List;
import java.util.OptionalLong;
import org.vzgit.kernel.quota.QuotaCalls.Kind;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.UidRange;

/// The bounds that a VE's root has given to users and groups inside: bounds of the VE's host ids.
record UserBounds(Syscalls syscalls) {

    /// Lifts them all, so that the next VE with these ids begins without. Idempotent.
    void clear(Fd files, long base) throws ErrnoException {
        for (Kind kind : List.of(Kind.USERS, Kind.GROUPS)) {
            clear(new QuotaCalls(syscalls, kind), files, base);
        }
    }

    /// Each turn ends at a higher id, so there are at most as many as a VE has ids.
    private static void clear(QuotaCalls quota, Fd files, long base) throws ErrnoException {
        long end = base + UidRange.BLOCK;
        long from = base;
        while (from < end) {
            OptionalLong found = next(quota, files, from);
            if (found.isEmpty() || found.getAsLong() >= end) {
                return;
            }
            quota.set(files, found.getAsLong(), DquotBlock.unbounded());
            from = found.getAsLong() + 1;
        }
    }

    /// A file system that does not count this kind has no bounds of it.
    private static OptionalLong next(QuotaCalls quota, Fd files, long from) throws ErrnoException {
        try {
            return quota.next(files, from);
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ESRCH || e.errno() == Errno.ENOSYS) {
                return OptionalLong.empty();
            }
            throw e;
        }
    }
}
