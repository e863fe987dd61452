/* shmpages: SysV segments and shared anonymous mappings, by their size when they are made. */
#include "objects.h"

#define PAGE_SHIFT 12
#define TMPFS_MAGIC 0x01021994

/* Whether the task is between the beginning and the end of making one. */
struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} making SEC(".maps");

SEC("fentry/__shmem_file_setup")
int BPF_PROG(shm_begins)
{
	struct task_struct *task = bpf_get_current_task_btf();
	if (!task->cred->user_ns->level)
		return 0;
	__u64 *mark = bpf_task_storage_get(&making, task, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (mark)
		*mark = 1;
	return 0;
}

/* Nothing else can refuse a segment: shmem asks for its memory here before it makes the file. */
SEC("fmod_ret/security_vm_enough_memory_mm")
int BPF_PROG(shm_asked, struct mm_struct *mm, long pages)
{
	struct task_struct *task = bpf_get_current_task_btf();
	if (!task->cred->user_ns->level)
		return 0;
	__u64 *mark = bpf_task_storage_get(&making, task, 0, 0);
	if (!mark || !*mark || pages <= 0)
		return 0;
	__s32 slot = charger(task->cred->user_ns);
	if (slot < 0 || !active())
		return 0;
	return refused(slot, SHMPAGES, pages) ? -ENOMEM : 0;
}

SEC("fexit/__shmem_file_setup")
int BPF_PROG(shm_made)
{
	struct task_struct *task = bpf_get_current_task_btf();
	__u64 made = 0;
	if (!task->cred->user_ns->level)
		return 0;
	__u64 *mark = bpf_task_storage_get(&making, task, 0, 0);
	if (mark)
		*mark = 0;
	__s32 slot = charger(task->cred->user_ns);
	/* An error pointer is in the last page. */
	if (slot < 0 || !active() || bpf_get_func_ret(ctx, &made) || made >= (__u64)-4095)
		return 0;
	__u64 inode = (__u64)BPF_CORE_READ((struct file *)made, f_inode);
	__u64 pages = (BPF_CORE_READ((struct inode *)inode, i_size) + (1 << PAGE_SHIFT) - 1) >> PAGE_SHIFT;
	struct segment segment = {.slot = slot, .pages = pages};
	if (!pages)
		return 0;
	charge(slot, SHMPAGES, pages, FORCE);
	if (bpf_map_update_elem(&segments, &inode, &segment, BPF_NOEXIST)) {
		uncharge(slot, SHMPAGES, pages);
		lost(1);
	}
	return 0;
}

NOTICE(inode_free_security, inode_free)
int BPF_PROG(shm_freed, struct inode *inode)
{
	__u64 key = (__u64)inode;
	if (inode->i_sb->s_magic != TMPFS_MAGIC)
		return 0;
	struct segment *segment = bpf_map_lookup_elem(&segments, &key);
	if (!segment)
		return 0;
	struct segment freed = *segment;
	if (!bpf_map_delete_elem(&segments, &key))
		uncharge(freed.slot, SHMPAGES, freed.pages);
	return 0;
}
