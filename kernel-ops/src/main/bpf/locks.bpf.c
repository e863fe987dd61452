/* numflock: flock, POSIX and OFD locks, by the credentials of the locked file. Leases are none (FL_LEASE and the like).
 *
 * locks_insert_lock_ctx is the right place to count, but many builds inline it; then locks_copy_lock is, which fs/locks.c
 * calls once right before each insertion. The loader keeps one of the two. */
#include "beancounter.h"

#define FL_DELEG 4
#define FL_LEASE 32
#define FL_LAYOUT 2048
#define FL_NO_LOCK (FL_DELEG | FL_LEASE | FL_LAYOUT)
#define F_UNLCK 2

/* To 6.8 the argument is a file_lock, since then its file_lock_core; the latter is at the beginning of the former. The
 * kernel knows the type of what it is given, so fields are loads and no calls: a lock is taken in 1,900 instructions. */
static __always_inline __s32 owner_of(void *lock)
{
	struct file *file;
	unsigned int flags;
	if (bpf_core_field_exists(((struct file_lock *)0)->c)) {
		file = ((struct file_lock_core *)lock)->flc_file;
		flags = ((struct file_lock_core *)lock)->flc_flags;
	} else {
		file = ((struct file_lock___v61 *)lock)->fl_file;
		flags = ((struct file_lock___v61 *)lock)->fl_flags;
	}
	return flags & FL_NO_LOCK ? NOBODY : owner(file->f_cred->user_ns);
}

static __always_inline int inserted(void *lock)
{
	__s32 slot = owner_of(lock);
	if (slot >= 0 && active())
		/* A lock that an unlock has split in two must not fail; others have been checked. */
		charge(slot, NUMFLOCK, 1, FORCE);
	return 0;
}

SEC("fentry/locks_insert_lock_ctx")
int BPF_PROG(flock_inserted, void *lock)
{
	return inserted(lock);
}

SEC("fentry/locks_copy_lock")
int BPF_PROG(flock_copied, void *to, void *from)
{
	return inserted(from);
}

SEC("fentry/locks_unlink_lock_ctx")
int BPF_PROG(flock_unlinked, void *lock)
{
	__s32 slot = owner_of(lock);
	if (slot >= 0 && active())
		uncharge(slot, NUMFLOCK, 1);
	return 0;
}

CHECK(file_lock, file_lock)
int BPF_PROG(flock_checked, struct file *file, unsigned int command)
{
	__s32 slot = charger(file->f_cred->user_ns);
	if (slot < 0 || command == F_UNLCK || !active())
		return 0;
	return refused(slot, NUMFLOCK, 1) ? -ENOLCK : 0;
}
