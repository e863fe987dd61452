/* numpty: pseudo-terminals of the VE's devpts instances. */
#include "beancounter.h"

#define PTMX (5U << 20 | 2)

SEC("fexit/devpts_new_index")
int BPF_PROG(pty_made, struct pts_fs_info *fsi)
{
	__u64 index = 0;
	__s32 slot = owner(fsi->sb->s_user_ns);
	if (slot < 0 || !active() || bpf_get_func_ret(ctx, &index) || (int)index < 0)
		return 0;
	charge(slot, NUMPTY, 1, FORCE);
	return 0;
}

SEC("fentry/devpts_kill_index")
int BPF_PROG(pty_gone, struct pts_fs_info *fsi, int index)
{
	__s32 slot = owner(fsi->sb->s_user_ns);
	if (slot >= 0 && active())
		uncharge(slot, NUMPTY, 1);
	return 0;
}

/* The errno is what devpts gives at its own bound (mount option max=). */
CHECK(file_open, file_open)
int BPF_PROG(pty_checked, struct file *file)
{
	if (file->f_inode->i_rdev != PTMX)
		return 0;
	__s32 slot = charger(file->f_cred->user_ns);
	if (slot < 0 || !active())
		return 0;
	return refused(slot, NUMPTY, 1) ? -ENOSPC : 0;
}
