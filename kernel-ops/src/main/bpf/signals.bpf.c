/* numsiginfo: queued siginfo structures.
 *
 * The kernel itself counts them for RLIMIT_SIGPENDING, by user and user namespace, in two functions that exist on every
 * version (the functions that make and free a sigqueue are inlined on most). */
#include "beancounter.h"

#define SIGRTMIN 32

static __always_inline bool pending(enum rlimit_type type)
{
	return type == bpf_core_enum_value(enum rlimit_type, UCOUNT_RLIMIT_SIGPENDING);
}

SEC("fexit/inc_rlimit_get_ucounts")
int BPF_PROG(siginfo_queued, struct ucounts *ucounts, enum rlimit_type type)
{
	__u64 queued = 0;
	if (!pending(type) || !ucounts->ns->level)
		return 0;
	__s32 slot = owner(ucounts->ns);
	if (slot < 0 || !active() || bpf_get_func_ret(ctx, &queued) || !queued)
		return 0;
	charge(slot, NUMSIGINFO, 1, FORCE);
	return 0;
}

SEC("fentry/dec_rlimit_put_ucounts")
int BPF_PROG(siginfo_freed, struct ucounts *ucounts, enum rlimit_type type)
{
	if (!pending(type) || !ucounts->ns->level)
		return 0;
	__s32 slot = owner(ucounts->ns);
	if (slot >= 0 && active())
		uncharge(slot, NUMSIGINFO, 1);
	return 0;
}

/* An ordinary signal always arrives, at worst without its siginfo; only one that is queued can be refused. */
CHECK(task_kill, task_kill)
int BPF_PROG(siginfo_checked, struct task_struct *task, void *information, int signal, const struct cred *cred)
{
	if (signal < SIGRTMIN)
		return 0;
	__s32 slot = charger(task->cred->user_ns);
	if (slot < 0 || !active())
		return 0;
	return refused(slot, NUMSIGINFO, 1) ? -EAGAIN : 0;
}
