package org.vzgit.kernel.quota;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.quota.QuotaCalls.Kind;
import org.vzgit.kernel.state.IdShift;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.Limit;

/// The bounds of users inside one VE, given to those inside another.
class UserBoundsTest {
    private static final Fd FILES = new Fd(9, _ -> {});
    private static final long FROM = 3_000_000_000L;
    private static final long TO = FROM + 10 * 65_536L;
    private static final IdShift SHIFT = new IdShift(FROM, TO);
    private static final BarrierLimit SPACE =
            new BarrierLimit(Limit.of(new Bytes(1 << 20)), Limit.of(new Bytes(2 << 20)));
    private static final BarrierLimit INODES = BarrierLimit.both(Limit.of(new Count(50)));

    private final QuotaFileSystem system = new QuotaFileSystem();
    private final QuotaCalls users = new QuotaCalls(system.syscalls(), Kind.USERS);
    private final QuotaCalls groups = new QuotaCalls(system.syscalls(), Kind.GROUPS);
    private final UserBounds bounds = new UserBounds(system.syscalls());

    private static DquotBlock some() {
        return DquotBlock.empty().withSpace(SPACE).withInodes(INODES);
    }

    @Test
    void usersAndGroupsKeepTheirBoundsUnderOtherIds() throws Exception {
        users.set(FILES, FROM + 1000, some());
        groups.set(FILES, FROM + 1500, DquotBlock.empty().withInodes(INODES));
        bounds.carry(FILES, SHIFT);
        assertEquals(SPACE, users.get(FILES, TO + 1000).space().bounds());
        assertEquals(INODES, users.get(FILES, TO + 1000).inodes().bounds());
        assertEquals(INODES, groups.get(FILES, TO + 1500).inodes().bounds());
        assertEquals(DiskSpec.UNBOUNDED, groups.get(FILES, TO + 1500).space().bounds());
        assertEquals(SPACE, users.get(FILES, FROM + 1000).space().bounds(), "the source's stay");
    }

    @Test
    void whatIsHeldAndAGraceThatRunsAreTheKernelsToCount() throws Exception {
        users.set(FILES, FROM + 1000, some());
        system.fields(0, FROM + 1000).putLong(16, 4096).putLong(48, 1_800_000_000L);
        bounds.carry(FILES, SHIFT);
        DquotBlock carried = users.get(FILES, TO + 1000);
        assertEquals(new Bytes(0), carried.space().held());
        assertFalse(carried.hasBegunGrace());
    }

    @Test
    void theFirstAndTheLastIdAreOfTheVeAndTheNextOneIsNot() throws Exception {
        users.set(FILES, FROM - 1, some());
        users.set(FILES, FROM, some());
        users.set(FILES, FROM + 65_535, some());
        users.set(FILES, FROM + 65_536, some());
        bounds.carry(FILES, SHIFT);
        assertEquals(SPACE, users.get(FILES, TO).space().bounds());
        assertEquals(SPACE, users.get(FILES, TO + 65_535).space().bounds());
        assertEquals(DiskSpec.UNBOUNDED, users.get(FILES, TO - 1).space().bounds());
        assertEquals(DiskSpec.UNBOUNDED, users.get(FILES, TO + 65_536).space().bounds());
    }

    @Test
    void carryingTwiceChangesNothing() throws Exception {
        users.set(FILES, FROM + 1, some());
        bounds.carry(FILES, SHIFT);
        bounds.carry(FILES, SHIFT);
        assertEquals(SPACE, users.get(FILES, TO + 1).space().bounds());
    }

    @Test
    void aFileSystemThatDoesNotCountUsersHasNothingToCarry() throws Exception {
        system.failing = Optional.of(Errno.ESRCH);
        bounds.carry(FILES, SHIFT);
        system.failing = Optional.of(Errno.EIO);
        assertThrows(ErrnoException.class, () -> bounds.carry(FILES, SHIFT));
    }
}
