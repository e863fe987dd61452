package org.vzgit.kernel.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.quota.QuotaCalls.Kind;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.Limit;

/// Bounds as the kernel keeps them.
class QuotaCallsTest {
    private static final long ID = 3_000_000_000L;
    private static final Fd FILES = new Fd(9, _ -> {});
    private static final BarrierLimit SPACE =
            new BarrierLimit(Limit.of(new Bytes(1 << 20)), Limit.of(new Bytes(2 << 20)));
    private static final BarrierLimit INODES = BarrierLimit.both(Limit.of(new Count(77)));

    private final QuotaFileSystem system = new QuotaFileSystem();
    private final QuotaCalls quota = new QuotaCalls(system.syscalls(), Kind.PROJECTS);

    @Test
    void whatIsSetIsRead() throws Exception {
        quota.set(FILES, ID, DquotBlock.empty().withSpace(SPACE).withInodes(INODES));
        DquotBlock seen = quota.get(FILES, ID);
        assertEquals(SPACE, seen.space().bounds());
        assertEquals(INODES, seen.inodes().bounds());
        assertEquals(1024, system.fields(2, ID).getLong(8), "soft, in blocks of 1 KiB");
        assertTrue(seen.isUnused());
    }

    @Test
    void whatIsNotNamedStays() throws Exception {
        quota.set(FILES, ID, DquotBlock.empty().withSpace(SPACE).withInodes(INODES));
        quota.set(FILES, ID, DquotBlock.empty().withSpace(DiskSpec.UNBOUNDED));
        DquotBlock seen = quota.get(FILES, ID);
        assertEquals(DiskSpec.UNBOUNDED, seen.space().bounds());
        assertEquals(INODES, seen.inodes().bounds());
        assertFalse(DquotBlock.empty().setsAnything());
    }

    @Test
    void useAndTheEndOfAGraceAreRead() throws Exception {
        system.fields(2, ID).putLong(16, 4097).putLong(40, 3).putLong(48, 1_800_000_000L);
        DquotBlock seen = quota.get(FILES, ID);
        assertEquals(new Bytes(4097), seen.space().held());
        assertEquals(new Count(3), seen.inodes().held());
        assertEquals(OptionalLong.of(1_800_000_000L), seen.space().graceEnds());
        assertEquals(OptionalLong.empty(), seen.inodes().graceEnds());
        assertFalse(seen.isUnused());
    }

    @Test
    void aGraceMayBeginOnlyWhereMoreIsHeldThanSoftAllows() throws Exception {
        DquotBlock bounds = DquotBlock.empty().withSpace(SPACE).withInodes(INODES);
        system.fields(2, ID).putLong(16, 1 << 20).putLong(40, 77);
        assertFalse(bounds.mayBeginGrace(quota.get(FILES, ID)), "at the bound");
        system.fields(2, ID).putLong(16, (1 << 20) + 1);
        assertTrue(bounds.mayBeginGrace(quota.get(FILES, ID)), "one byte above");
        system.fields(2, ID).putLong(16, 0).putLong(40, 78);
        assertTrue(bounds.mayBeginGrace(quota.get(FILES, ID)), "one inode above");
        assertFalse(DquotBlock.unbounded().mayBeginGrace(quota.get(FILES, ID)));
    }

    @Test
    void aGraceThatRunsIsLookedAtWhateverIsSet() throws Exception {
        system.fields(2, ID).putLong(56, 1_800_000_000L);
        DquotBlock seen = quota.get(FILES, ID);
        assertTrue(seen.hasBegunGrace());
        assertTrue(DquotBlock.empty().mayBeginGrace(seen));
        system.fields(2, ID).putLong(56, 0);
        assertFalse(quota.get(FILES, ID).hasBegunGrace());
    }

    @Test
    void anIdWithoutARecordHoldsNothing() throws Exception {
        system.failing = Optional.of(Errno.ENOENT);
        assertTrue(quota.get(FILES, ID).isUnused());
        assertEquals(OptionalLong.empty(), quota.next(FILES, ID));
    }

    @Test
    void anyOtherErrnoIsTold() {
        system.failing = Optional.of(Errno.EPERM);
        assertThrows(ErrnoException.class, () -> quota.get(FILES, ID));
        assertThrows(ErrnoException.class, () -> quota.next(FILES, ID));
    }

    @Test
    void onlyTheVesOwnIdsAreCleared() throws Exception {
        long base = 1L << 30;
        long[] ids = {base - 1, base, base + 1000, base + 65_535, base + 65_536};
        for (int kind : new int[] {0, 1}) {
            for (long id : ids) {
                system.fields(kind, id).putLong(0, 100).putLong(24, 5);
            }
        }
        new UserBounds(system.syscalls()).clear(FILES, base);
        for (int kind : new int[] {0, 1}) {
            for (long id : ids) {
                boolean own = id >= base && id < base + 65_536;
                assertEquals(own ? 0 : 100, system.fields(kind, id).getLong(0), kind + " " + id);
                assertEquals(own ? 0 : 5, system.fields(kind, id).getLong(24), kind + " " + id);
            }
        }
    }

    @Test
    void aFileSystemThatCountsNoUsersHasNothingToClear() throws Exception {
        system.failing = Optional.of(Errno.ESRCH);
        new UserBounds(system.syscalls()).clear(FILES, ID);
        assertTrue(system.records.isEmpty());
    }
}
