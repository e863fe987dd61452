/* What is there, by the kernel's own lists: for a VE that ran before its beancounter did, and to find what was lost.
 *
 * Each program is pinned as an iterator; reading its file runs it and gives a `struct found` for each object. Sockets and
 * address spaces are in maps, so these programs put right what they see by themselves: while one is looked at it cannot
 * go. Files, locks, terminals and signals are in no map; who reads compares their number with held, and says in
 * `corrections` what is to be added. */
#include "census.h"

#define S_IFMT 0170000
#define S_IFSOCK 0140000

/* Device numbers as the kernel keeps them: major << 20 | minor. */
#define PTMX (5U << 20 | 2)
#define MAJOR(device) ((device) >> 20)
#define PTS_FIRST 136
#define PTS_LAST 143

/* Of one file; a program that takes more from one file is counted at its charges and not audited beyond. */
#define LOCKS_MAX 4096

static __always_inline void found_socket(struct bpf_iter_meta *meta, struct sock *sk)
{
	__u32 userns = userns_of(sk);
	if (!userns)
		return;
	enum resource kind = kind_of(sk);
	tell(meta, kind, userns, sk, 1);
	__s32 slot = slot_of(userns);
	if (slot < 0)
		return;
	__u64 key = (__u64)sk;
	struct charged_socket entry = {.slot = slot, .resource = kind};
	if (bpf_map_update_elem(&sockets, &key, &entry, BPF_NOEXIST))
		return;
	if (kind == NUMTCPSOCK)
		charge(slot, NUMTCPSOCK, 1, FORCE);
	else
		charge(slot, NUMOTHERSOCK, 1, FORCE);
	tell(meta, ENTERED + kind, slot, sk, 1);
}

struct walk {
	struct bpf_iter_meta *meta;
	struct file *file;
	struct list_head *head;
	struct list_head *at;
	__u32 userns;
};

/* To 6.8 a lock is a file_lock, since then its file_lock_core. The list is read without its lock: what changes meanwhile
 * shows in a second look, and a pointer that leads nowhere reads as 0. */
static long next_lock(__u32 index, struct walk *walk)
{
	struct list_head *at = walk->at;
	void *lock;
	struct file *file;
	if (!at || at == walk->head)
		return 1;
	if (bpf_core_field_exists(((struct file_lock *)0)->c)) {
		lock = (void *)at - bpf_core_field_offset(struct file_lock_core, flc_list);
		file = BPF_CORE_READ((struct file_lock_core *)lock, flc_file);
	} else {
		lock = (void *)at - bpf_core_field_offset(struct file_lock___v61, fl_list);
		file = BPF_CORE_READ((struct file_lock___v61 *)lock, fl_file);
	}
	if (file == walk->file)
		tell(walk->meta, NUMFLOCK, walk->userns, lock, 1);
	walk->at = BPF_CORE_READ(at, next);
	return 0;
}

static __always_inline void found_locks(struct walk walk, struct list_head *head)
{
	walk.head = head;
	walk.at = BPF_CORE_READ(head, next);
	bpf_loop(LOCKS_MAX, next_lock, &walk, 0);
}

static __always_inline void found_file(struct bpf_iter_meta *meta, struct file *file)
{
	__u32 userns = number_of(BPF_CORE_READ(file, f_cred, user_ns));
	if (!userns)
		return;
	tell(meta, NUMFILE, userns, file, 1);
	void *locks = BPF_CORE_READ(file, f_inode, i_flctx);
	if (!locks)
		return;
	struct walk walk = {.meta = meta, .file = file, .userns = userns};
	found_locks(walk, locks + bpf_core_field_offset(struct file_lock_context, flc_flock));
	found_locks(walk, locks + bpf_core_field_offset(struct file_lock_context, flc_posix));
}

/* A terminal lives as long as one of its ends is open, also on the host. Not seen: one that is open as /dev/tty only. */
static __always_inline void found_pty(struct bpf_iter_meta *meta, struct file *file)
{
	__u32 device = BPF_CORE_READ(file, f_inode, i_rdev);
	bool slave = MAJOR(device) >= PTS_FIRST && MAJOR(device) <= PTS_LAST;
	if (device != PTMX && !slave)
		return;
	struct tty_file_private *opened = BPF_CORE_READ(file, private_data);
	struct tty_struct *tty = BPF_CORE_READ(opened, tty);
	struct tty_struct *other = BPF_CORE_READ(tty, link);
	struct tty_struct *master = slave ? other : tty;
	struct pts_fs_info *instance = BPF_CORE_READ(master, driver_data);
	__u32 userns = number_of(BPF_CORE_READ(instance, sb, s_user_ns));
	if (userns)
		tell(meta, NUMPTY, userns, slave ? tty : other, 1);
}

SEC("iter/task_file")
int census_files(struct bpf_iter__task_file *ctx)
{
	struct file *file = ctx->file;
	if (!file)
		return 0;
	found_file(ctx->meta, file);
	found_pty(ctx->meta, file);
	struct socket *socket = BPF_CORE_READ(file, private_data);
	/* A file opened with O_PATH has none. */
	if (!socket || (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) != S_IFSOCK)
		return 0;
	struct sock *sk = BPF_CORE_READ(socket, sk);
	if (sk)
		found_socket(ctx->meta, sk);
	return 0;
}

#define PAGE_SHIFT 12
#define TMPFS_MAGIC 0x01021994
#define SB_KERNMOUNT (1UL << 22)

/* SysV segments and shared anonymous mappings are files of the kernel's own tmpfs that it names itself (ipc/shm.c,
 * mm/shmem.c); a memfd is one too, of another name, and is not counted. */
static __always_inline bool is_segment(struct file *file)
{
	char name[4] = {};
	struct super_block *sb = BPF_CORE_READ(file, f_inode, i_sb);
	if (BPF_CORE_READ(sb, s_magic) != TMPFS_MAGIC || !(BPF_CORE_READ(sb, s_flags) & SB_KERNMOUNT))
		return false;
	bpf_probe_read_kernel(name, sizeof name, BPF_CORE_READ(file, f_path.dentry, d_name.name));
	return !__builtin_memcmp(name, "SYSV", sizeof name) || !__builtin_memcmp(name, "dev/", sizeof name);
}

/* While it is looked at it is mapped, and cannot go. */
static __always_inline void found_segment(struct bpf_iter_meta *meta, struct file *file)
{
	__s32 slot = slot_of(number_of(BPF_CORE_READ(file, f_cred, user_ns)));
	if (slot < 0 || !is_segment(file))
		return;
	__u64 inode = (__u64)BPF_CORE_READ(file, f_inode);
	struct segment segment = {
		.slot = slot, .pages = (BPF_CORE_READ(file, f_inode, i_size) + (1 << PAGE_SHIFT) - 1) >> PAGE_SHIFT};
	if (!segment.pages || bpf_map_update_elem(&segments, &inode, &segment, BPF_NOEXIST))
		return;
	charge(slot, SHMPAGES, segment.pages, FORCE);
	tell(meta, ENTERED + SHMPAGES, slot, (void *)inode, segment.pages);
}

/* Files that are mapped and have no descriptor any more. */
SEC("iter/task_vma")
int census_mappings(struct bpf_iter__task_vma *ctx)
{
	struct vm_area_struct *vma = ctx->vma;
	if (!vma)
		return 0;
	struct file *file = BPF_CORE_READ(vma, vm_file);
	if (!file)
		return 0;
	found_file(ctx->meta, file);
	found_segment(ctx->meta, file);
	return 0;
}

/* Signals wait on account of a user of a namespace; those of namespaces below on account of who made them, too. */
static __always_inline void found_signals(struct bpf_iter_meta *meta, struct task_struct *task, __u32 userns)
{
	struct ucounts *account = BPF_CORE_READ(task, real_cred, ucounts);
	for (int i = 0; i < NESTING_MAX && BPF_CORE_READ(account, ns, level) > 1; i++)
		account = BPF_CORE_READ(account, ns, ucounts);
	__s64 waiting = 0;
	__u64 place = bpf_core_field_offset(struct ucounts, rlimit) +
		      bpf_core_enum_value(enum rlimit_type, UCOUNT_RLIMIT_SIGPENDING) * sizeof waiting;
	bpf_probe_read_kernel(&waiting, sizeof waiting, (void *)account + place);
	if (waiting > 0)
		tell(meta, NUMSIGINFO, userns, account, waiting);
}

static __always_inline __u64 cgroup_of(struct task_struct *task)
{
	struct cgroup *cgroup = BPF_CORE_READ(task, cgroups, dfl_cgrp), *above = NULL;
	if (BPF_CORE_READ(cgroup, level) < (int)settings.cgroup_level)
		return 0;
	bpf_core_read(&above, sizeof above, &cgroup->ancestors[0]);
	__u64 place = bpf_core_field_offset(struct cgroup, ancestors) + settings.cgroup_level * sizeof above;
	bpf_probe_read_kernel(&above, sizeof above, (void *)cgroup + place);
	return above ? BPF_CORE_READ(above, kn, id) : 0;
}

SEC("iter/task")
int census_tasks(struct bpf_iter__task *ctx)
{
	struct task_struct *task = ctx->task;
	if (!task)
		return 0;
	__u32 userns = number_of(BPF_CORE_READ(task, cred, user_ns));
	if (!userns)
		return 0;
	tell(ctx->meta, NUMPROC, userns, (void *)cgroup_of(task), BPF_CORE_READ(task, pid));
	found_signals(ctx->meta, task, userns);
	struct mm_struct *mm = task->mm;
	if (!mm)
		return 0;
	struct file *program = BPF_CORE_READ(mm, exe_file);
	if (program)
		found_file(ctx->meta, program);
	__s32 slot = slot_of(userns);
	if (slot < 0)
		return 0;
	struct space *space = space_of(mm, slot);
	if (space && space->slot == (__u32)slot) {
		space->misses = 0;
		settle(space, mm);
	}
	return 0;
}
