/* numfile: open file objects of all kinds.
 *
 * No map of files: the owner is in each file's f_cred, which is set before the hook and never changes. Files that the
 * kernel opens behind an overlay carry the credentials of who mounted it, the host, and so are not counted twice. */
#include "beancounter.h"

CHECK(file_alloc_security, file_alloc)
int BPF_PROG(numfile_open, struct file *file)
{
	__s32 slot = charger(file->f_cred->user_ns);
	if (slot < 0 || !active())
		return 0;
	if (!charge(slot, NUMFILE, 1, HARD))
		return 0;
#ifndef TRACE
	/* security_file_alloc() calls the free hook for a file that was refused. */
	lend(slot, NUMFILE, 1);
#endif
	return -ENFILE;
}

NOTICE(file_free_security, file_free)
int BPF_PROG(numfile_close, struct file *file)
{
	__s32 slot = owner(file->f_cred->user_ns);
	if (slot >= 0 && active())
		uncharge(slot, NUMFILE, 1);
	return 0;
}
