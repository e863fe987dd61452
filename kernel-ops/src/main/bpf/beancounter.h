/* Which VE owns an object, and charging it. Included by every program; the maps are shared by all through their pins. */
#pragma once
#include "kernel.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>
#include <bpf/bpf_core_read.h>

/* The kernel asks for the license of who uses its GPL helpers. */
char LICENSE[] SEC("license") = "GPL";

/* One source, two objects: LSM programs, and for a kernel without bpf in its lsm= list the same at the functions that
 * call the LSM. Tracing programs are skipped when they are interrupted by themselves on one CPU; LSM programs are not. */
#ifdef TRACE
#define CHECK(hook, function) SEC("fmod_ret/security_" #function)
#define NOTICE(hook, function) SEC("fentry/security_" #function)
#else
#define CHECK(hook, function) SEC("lsm/" #hook)
#define NOTICE(hook, function) SEC("lsm/" #hook)
#endif

/* Rows in the order of the enum Beancounter of org.vzgit.schema, which is that of /proc/user_beancounters. */
enum resource {
	KMEMSIZE,
	LOCKEDPAGES,
	PRIVVMPAGES,
	SHMPAGES,
	NUMPROC,
	PHYSPAGES,
	VMGUARPAGES,
	OOMGUARPAGES,
	NUMTCPSOCK,
	NUMFLOCK,
	NUMPTY,
	NUMSIGINFO,
	TCPSNDBUF,
	TCPRCVBUF,
	OTHERSOCKBUF,
	DGRAMRCVBUF,
	NUMOTHERSOCK,
	DCACHESIZE,
	NUMFILE,
	NUMIPTENT,
	SWAPPAGES,
	RESOURCES,
};

/* Far above what one node holds; 4 MB of counters and bounds in all. */
#define VES_MAX 4096
/* Namespaces nest at most 32 deep (kernel/user_namespace.c). */
#define NESTING_MAX 32
/* A contended maxheld is raised by the next charge at the latest. */
#define RAISE_TRIES 4
#define NOBODY (-1)

struct count {
	__u64 held;
	__u64 maxheld;
	__u64 failcnt;
};

struct counts {
	struct count of[RESOURCES];
};

struct bound {
	__u64 barrier;
	__u64 limit;
};

/* veid 0: the slot is free. */
struct bounds {
	__u64 veid;
	struct bound of[RESOURCES];
};

struct control {
	__u32 generation; /* of the programs that charge; all others only look on */
	__u32 level[3];	  /* what was found by trial, for who only reads: bit n of enforced, enforced*, counted */
	__u64 lost; /* objects freed that had not been charged, and objects that found their map full */
};

/* Written by the programs only: a writer from outside would undo what is charged meanwhile. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, VES_MAX);
	__type(key, __u32);
	__type(value, struct counts);
} counts SEC(".maps");

/* Counters that come from elsewhere, such as cgroup files; written from outside only, for the table. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, VES_MAX);
	__type(key, __u32);
	__type(value, struct counts);
} sampled SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, VES_MAX);
	__type(key, __u32);
	__type(value, struct bounds);
} bounds SEC(".maps");

/* The id of a VE's cgroup to its slot. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, VES_MAX);
	__type(key, __u64);
	__type(value, __u32);
} ve_of_cgroup SEC(".maps");

/* The number of a VE's user namespace to its slot: found by the first charge of a process in the VE's cgroup. Objects
 * carry their namespace with them, so whoever frees one, an interrupt too, finds its VE. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4 * VES_MAX);
	__type(key, __u32);
	__type(value, __u32);
} ve_of_userns SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct control);
} control SEC(".maps");

/* Set by the loader; a section of its own, so that it need not search for them. */
struct settings {
	__u32 generation;
	__u32 cgroup_level; /* how deep below the root of the hierarchy the VEs' cgroups are */
	__u32 counted;	    /* bit n: the programs count resource n, and its row is not a sampled one */
};
const volatile struct settings settings SEC(".rodata.settings") = {.generation = 1, .cgroup_level = 2};

static __always_inline struct control *control_block(void)
{
	__u32 zero = 0;
	return bpf_map_lookup_elem(&control, &zero);
}

static __always_inline bool active(void)
{
	struct control *now = control_block();
	return now && now->generation == settings.generation;
}

static __always_inline void lost(__u64 objects)
{
	struct control *now = control_block();
	if (now)
		__sync_fetch_and_add(&now->lost, objects);
}

/* The VE's own namespace of all that are nested in it: the one below the host's. */
static __always_inline struct user_namespace *outermost(struct user_namespace *ns)
{
	for (int i = 0; i < NESTING_MAX && ns->level > 1; i++)
		ns = ns->parent;
	return ns;
}

/* The slot of the VE that a namespace belongs to; NOBODY for the host and for what is not ours. */
static __always_inline __s32 owner(struct user_namespace *ns)
{
	if (!ns->level)
		return NOBODY;
	__u32 number = outermost(ns)->ns.inum;
	__u32 *slot = bpf_map_lookup_elem(&ve_of_userns, &number);
	return slot ? (__s32)*slot : NOBODY;
}

/* The same for a charge by the running task, which makes its namespace known by its cgroup. */
static __always_inline __s32 charger(struct user_namespace *ns)
{
	if (!ns->level)
		return NOBODY;
	__u32 number = outermost(ns)->ns.inum;
	__u32 *slot = bpf_map_lookup_elem(&ve_of_userns, &number);
	if (slot)
		return (__s32)*slot;
	__u64 cgroup = bpf_get_current_ancestor_cgroup_id(settings.cgroup_level);
	slot = bpf_map_lookup_elem(&ve_of_cgroup, &cgroup);
	if (!slot)
		return NOBODY;
	__u32 found = *slot;
	bpf_map_update_elem(&ve_of_userns, &number, &found, BPF_ANY);
	return (__s32)found;
}

static __always_inline __s32 current_charger(void)
{
	struct task_struct *task = bpf_get_current_task_btf();
	return charger(task->cred->user_ns);
}

/* How hard a request is to refuse (OpenVZ include/bc/beancounter.h): HARD tests the barrier, SOFT only the limit. */
enum severity {
	HARD,
	SOFT,
	FORCE,
};

static __always_inline __u64 bound_of(__u32 slot, enum resource resource, enum severity severity)
{
	struct bounds *ve = bpf_map_lookup_elem(&bounds, &slot);
	if (!ve || severity == FORCE)
		return ~0ULL;
	__u64 limit = ve->of[resource].limit, barrier = ve->of[resource].barrier;
	return severity == HARD && barrier < limit ? barrier : limit;
}

static __always_inline void raise(struct count *count, __u64 held)
{
	for (int i = 0; i < RAISE_TRIES; i++) {
		__u64 seen = count->maxheld;
		if (held <= seen || __sync_val_compare_and_swap(&count->maxheld, seen, held) == seen)
			return;
	}
}

/* Adds to what a VE holds. 0, or -1 when refused: then nothing is added and failcnt counts one. Never admits more than
 * the bound: it adds first and looks then, so of two charges that race for the last one at most one gets it. */
static __always_inline int charge(__u32 slot, enum resource resource, __u64 amount, enum severity severity)
{
	struct counts *ve = bpf_map_lookup_elem(&counts, &slot);
	if (!ve)
		return 0;
	struct count *count = &ve->of[resource];
	__u64 held = __sync_fetch_and_add(&count->held, amount) + amount;
	if (held > bound_of(slot, resource, severity)) {
		__sync_fetch_and_sub(&count->held, amount);
		__sync_fetch_and_add(&count->failcnt, 1);
		return -1;
	}
	raise(count, held);
	return 0;
}

/* Adds what is given back at once: neither refused nor seen in maxheld. */
static __always_inline void lend(__u32 slot, enum resource resource, __u64 amount)
{
	struct counts *ve = bpf_map_lookup_elem(&counts, &slot);
	if (ve)
		__sync_fetch_and_add(&ve->of[resource].held, amount);
}

/* Whether one more would be refused, without adding it: for hooks where the object does not exist yet. */
static __always_inline int refused(__u32 slot, enum resource resource, __u64 more)
{
	struct counts *ve = bpf_map_lookup_elem(&counts, &slot);
	if (!ve || ve->of[resource].held + more <= bound_of(slot, resource, HARD))
		return 0;
	__sync_fetch_and_add(&ve->of[resource].failcnt, 1);
	return -1;
}

/* Gives back. What was never charged, because it is older than the beancounter, must not make held negative. */
static __always_inline void uncharge(__u32 slot, enum resource resource, __u64 amount)
{
	struct counts *ve = bpf_map_lookup_elem(&counts, &slot);
	if (!ve)
		return;
	__u64 *held = &ve->of[resource].held;
	if (__sync_fetch_and_sub(held, amount) < amount) {
		__sync_fetch_and_add(held, amount);
		lost(1);
	}
}
