package org.vzgit.kernel.quota;

import java.util.List;
import java.util.OptionalLong;
import org.vzgit.kernel.quota.QuotaCalls.Kind;
import org.vzgit.kernel.state.IdShift;
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

    /// Sets on each id of a VE the bounds that its counterpart has. A grace that runs for the one
    /// begins anew for the other, when it writes. Idempotent.
    void carry(Fd files, IdShift shift) throws ErrnoException {
        for (Kind kind : List.of(Kind.USERS, Kind.GROUPS)) {
            QuotaCalls quota = new QuotaCalls(syscalls, kind);
            forEach(
                    quota,
                    files,
                    shift.from(),
                    id ->
                            quota.set(
                                    files,
                                    id - shift.from() + shift.to(),
                                    quota.get(files, id).boundsOnly()));
        }
    }

    private static void clear(QuotaCalls quota, Fd files, long base) throws ErrnoException {
        forEach(quota, files, base, id -> quota.set(files, id, DquotBlock.unbounded()));
    }

    @FunctionalInterface
    private interface Visit {
        void id(long id) throws ErrnoException;
    }

    /// Each turn ends at a higher id, so there are at most as many as a VE has ids.
    private static void forEach(QuotaCalls quota, Fd files, long base, Visit visit)
            throws ErrnoException {
        long end = base + UidRange.BLOCK;
        long from = base;
        while (from < end) {
            OptionalLong found = next(quota, files, from);
            if (found.isEmpty() || found.getAsLong() >= end) {
                return;
            }
            visit.id(found.getAsLong());
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
