/* privvmpages: private writable address space; lockedpages: what of it is locked (counted only).
 *
 * The kernel counts both per address space, in mm->data_vm + mm->stack_vm and mm->locked_vm, and changes them at places
 * that come and go. So each space's last seen values are kept, and every event of a space settles the difference: what
 * one event missed, the next puts right. A space belongs to who was in it when it was first seen. */
#include "objects.h"

/* Stack growth comes from a page fault, where there is no system call; exec and mprotect are told by their number. These
 * three must not fail lightly: they are tested against the limit, all others against the barrier. */
static __always_inline enum severity severity_of(struct task_struct *task)
{
#if defined(__TARGET_ARCH_x86)
	struct pt_regs *regs = (struct pt_regs *)bpf_task_pt_regs(task);
	long number = (long)BPF_CORE_READ(regs, orig_ax);
	if (number == -1 || number == 59 /* execve */ || number == 322 /* execveat */ || number == 10 /* mprotect */)
		return SOFT;
#endif
	return HARD;
}

/* Asked before private memory becomes more: mmap, brk, mremap, mprotect, fork, exec and the stack. What is granted is
 * taken at once, so that two who ask at the same time cannot both get the last page; the event that follows settles it. */
SEC("fmod_ret/security_vm_enough_memory_mm")
int BPF_PROG(private_asked, struct mm_struct *mm, long pages)
{
	struct task_struct *task = bpf_get_current_task_btf();
	__s32 slot = charger(task->cred->user_ns);
	if (slot < 0 || pages <= 0 || !active())
		return 0;
	struct space *space = space_of(mm, slot);
	if (!space)
		return 0;
	/* What an earlier request has been granted in this system call is not in the space yet: fork asks once per area. */
	__u64 private = mm->data_vm + mm->stack_vm;
	if (private > space->private)
		settle(space, mm);
	if (charge(space->slot, PRIVVMPAGES, pages, severity_of(task)))
		return -ENOMEM;
	__sync_fetch_and_add(&space->private, pages);
	return 0;
}

static __always_inline int changed(struct mm_struct *mm)
{
	struct task_struct *task = bpf_get_current_task_btf();
	if (!task->cred->user_ns->level || !active())
		return 0;
	__s32 slot = charger(task->cred->user_ns);
	if (slot < 0)
		return 0;
	struct space *space = space_of(mm, slot);
	if (space)
		settle(space, mm);
	return 0;
}

SEC("fexit/vm_stat_account")
int BPF_PROG(private_counted, struct mm_struct *mm)
{
	return changed(mm);
}

/* The last thing that mmap, munmap, brk and mremap do, on every version: they count in functions that change from version
 * to version, and vm_stat_account is inlined into those of mm/mmap.c (6.1, 6.12). */
SEC("fentry/userfaultfd_unmap_complete")
int BPF_PROG(private_moved, struct mm_struct *mm)
{
	return changed(mm);
}

SEC("fexit/mlock_fixup")
int BPF_PROG(private_locked)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct mm_struct *mm = task->mm;
	return mm ? changed(mm) : 0;
}

/* fork copies the parent's counters in one go. What it was granted for the child was taken for the parent's space. */
SEC("tp_btf/task_newtask")
int BPF_PROG(private_copied, struct task_struct *child)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct mm_struct *own = task->mm, *copied = child->mm;
	if (!own || !copied || own == copied)
		return 0;
	settle_known(own);
	return changed(copied);
}

SEC("fentry/exit_mmap")
int BPF_PROG(private_freed, struct mm_struct *mm)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct mm_struct *own = task->mm;
	/* The space of a fork that failed: what it was granted has been taken for the parent's. */
	if (own && own != mm)
		settle_known(own);
	__u64 key = (__u64)mm;
	struct space *space = bpf_map_lookup_elem(&spaces, &key);
	if (!space)
		return 0;
	struct space freed = *space;
	if (bpf_map_delete_elem(&spaces, &key))
		return 0;
	uncharge(freed.slot, PRIVVMPAGES, freed.private);
	uncharge(freed.slot, LOCKEDPAGES, freed.locked);
	return 0;
}
