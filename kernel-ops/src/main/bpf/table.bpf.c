/* The table of /proc/user_beancounters, printed by the kernel: `cat` of the pinned iterator needs no agent. A reader in
 * a VE sees the VE's own block only. */
#include "beancounter.h"

static const char names[RESOURCES][16] = {
	"kmemsize",   "lockedpages", "privvmpages", "shmpages",	    "numproc",	   "physpages",	   "vmguarpages",
	"oomguarpages", "numtcpsock",  "numflock",	  "numpty",	    "numsiginfo",  "tcpsndbuf",	   "tcprcvbuf",
	"othersockbuf", "dgramrcvbuf", "numothersock", "dcachesize",  "numfile",	   "numiptent",	   "swappages",
};

/* Rows as OpenVZ orders them, with its place-holders; swappages has never been in this file. */
#define DUMMY RESOURCES
#define ROWS 24
static const __u32 rows[ROWS] = {
	KMEMSIZE, LOCKEDPAGES, PRIVVMPAGES, SHMPAGES, DUMMY, NUMPROC, PHYSPAGES, VMGUARPAGES,
	OOMGUARPAGES, NUMTCPSOCK, NUMFLOCK, NUMPTY, NUMSIGINFO, TCPSNDBUF, TCPRCVBUF, OTHERSOCKBUF,
	DGRAMRCVBUF, NUMOTHERSOCK, DCACHESIZE, NUMFILE, DUMMY, DUMMY, DUMMY, NUMIPTENT,
};

#define LONG_MAX 0x7fffffffffffffffULL

static __always_inline void print(struct seq_file *seq, __u64 veid, const char *name, struct count *count, struct bound *bound)
{
	if (veid)
		BPF_SEQ_PRINTF(seq, "%9llu:  %-12s %20llu %20llu %20llu %20llu %20llu\n", veid, name, count->held, count->maxheld,
			       bound->barrier, bound->limit, count->failcnt);
	else
		BPF_SEQ_PRINTF(seq, "            %-12s %20llu %20llu %20llu %20llu %20llu\n", name, count->held, count->maxheld,
			       bound->barrier, bound->limit, count->failcnt);
}

SEC("iter/bpf_map_elem")
int user_beancounters(struct bpf_iter__bpf_map_elem *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	struct bounds *ve = ctx->value;
	__u32 *key = ctx->key;
	if (!ve || !key)
		return 0;
	if (!*key)
		BPF_SEQ_PRINTF(seq, "Version: 2.5\n       uid  resource     %20s %20s %20s %20s %20s\n", "held", "maxheld", "barrier",
			       "limit", "failcnt");
	if (!ve->veid)
		return 0;
	__u32 slot = *key;
	struct task_struct *reader = bpf_get_current_task_btf();
	if (reader->cred->user_ns->level && owner(reader->cred->user_ns) != (__s32)slot)
		return 0;
	struct counts *charged = bpf_map_lookup_elem(&counts, &slot), *elsewhere = bpf_map_lookup_elem(&sampled, &slot);
	if (!charged || !elsewhere)
		return 0;
	for (int i = 0; i < ROWS; i++) {
		__u32 row = rows[i];
		__u64 veid = i ? 0 : ve->veid;
		struct count nothing = {};
		struct bound none = {LONG_MAX, LONG_MAX};
		if (row >= RESOURCES)
			print(seq, veid, "dummy", &nothing, &none);
		else if (row >= TCPSNDBUF && row <= DGRAMRCVBUF) {
			/* The programs count what is reserved; what a VE takes is less, and comes from elsewhere. */
			struct count buffer = {elsewhere->of[row].held, elsewhere->of[row].maxheld, charged->of[row].failcnt};
			print(seq, veid, names[row], &buffer, &ve->of[row]);
		} else
			print(seq, veid, names[row], settings.counted & 1U << row ? &charged->of[row] : &elsewhere->of[row], &ve->of[row]);
	}
	return 0;
}
