/* Whether what is charged is still there, and how much data is in it: iterators over our own maps. Alive is what the census
 * (census.bpf.c) has just seen, or what the kernel's memory says. */
#include "census.h"

/* An object whose end was missed is given back by the second sweep in a row that finds it dead: one that is just being
 * made looks dead for a moment, but not for minutes. */
#define MISSES_MAX 2

struct correction {
	__u32 slot;
	__u32 resource;
	__s64 amount;
};

/* One at a time: resources are few, and each correction is worth a line in a report. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct correction);
} corrections SEC(".maps");

/* A freed socket's memory stays one of its kind (SLAB_TYPESAFE_BY_RCU, or a slab of its own): nobody refers to it, or it
 * has been given to somebody else. */
static __always_inline bool lives(struct sock *sk, struct charged_socket *entry)
{
	return BPF_CORE_READ(sk, __sk_common.skc_refcnt.refs.counter) > 0 && slot_of(userns_of(sk)) == (__s32)entry->slot &&
	       kind_of(sk) == entry->resource;
}

SEC("iter/bpf_map_elem")
int sweep_sockets(struct bpf_iter__bpf_map_elem *ctx)
{
	__u64 *place = ctx->key;
	if (!place || !ctx->value)
		return 0;
	__u64 key = *place;
	struct charged_socket *entry = bpf_map_lookup_elem(&sockets, &key);
	if (!entry)
		return 0;
	if (lives((struct sock *)key, entry)) {
		entry->misses = 0;
		return 0;
	}
	if (++entry->misses < MISSES_MAX)
		return 0;
	struct charged_socket dead = *entry;
	if (bpf_map_delete_elem(&sockets, &key))
		return 0;
	release(key, dead.resource);
	give_back(dead);
	tell(ctx->meta, dead.resource, dead.slot, (void *)key, 1);
	return 0;
}

/* Memory of a socket's data, by the kernel's own counters of it. Charging it where it changes would be a program for each
 * packet; sk_wmem_alloc has one too many for as long as the socket lives (net/core/sock.c). */
SEC("iter/bpf_map_elem")
int buffers(struct bpf_iter__bpf_map_elem *ctx)
{
	__u64 *place = ctx->key;
	if (!place || !ctx->value)
		return 0;
	__u64 key = *place;
	struct charged_socket *entry = bpf_map_lookup_elem(&sockets, &key);
	struct sock *sk = (struct sock *)key;
	if (!entry || !lives(sk, entry))
		return 0;
	bool tcp = entry->resource == NUMTCPSOCK;
	int sent = tcp ? BPF_CORE_READ(sk, sk_wmem_queued) : BPF_CORE_READ(sk, sk_wmem_alloc.refs.counter) - 1;
	int received = BPF_CORE_READ(sk, sk_backlog.rmem_alloc.counter);
	if (sent > 0)
		tell(ctx->meta, tcp ? TCPSNDBUF : OTHERSOCKBUF, entry->slot, sk, sent);
	if (received > 0)
		tell(ctx->meta, tcp ? TCPRCVBUF : DGRAMRCVBUF, entry->slot, sk, received);
	return 0;
}

/* Alive is where the census has just found somebody in; whoever is missed twice begins anew with his next event. */
SEC("iter/bpf_map_elem")
int sweep_spaces(struct bpf_iter__bpf_map_elem *ctx)
{
	__u64 *place = ctx->key;
	if (!place || !ctx->value)
		return 0;
	__u64 key = *place;
	struct space *space = bpf_map_lookup_elem(&spaces, &key);
	if (!space || ++space->misses <= MISSES_MAX)
		return 0;
	struct space dead = *space;
	if (bpf_map_delete_elem(&spaces, &key))
		return 0;
	uncharge(dead.slot, PRIVVMPAGES, dead.private);
	uncharge(dead.slot, LOCKEDPAGES, dead.locked);
	tell(ctx->meta, PRIVVMPAGES, dead.slot, (void *)key, dead.private);
	return 0;
}

SEC("iter/bpf_map_elem")
int sweep_segments(struct bpf_iter__bpf_map_elem *ctx)
{
	__u64 *place = ctx->key;
	if (!place || !ctx->value)
		return 0;
	__u64 key = *place;
	struct segment *segment = bpf_map_lookup_elem(&segments, &key);
	if (!segment)
		return 0;
	if (BPF_CORE_READ((struct inode *)key, i_count.counter) > 0) {
		segment->misses = 0;
		return 0;
	}
	if (++segment->misses < MISSES_MAX)
		return 0;
	struct segment dead = *segment;
	if (bpf_map_delete_elem(&segments, &key))
		return 0;
	uncharge(dead.slot, SHMPAGES, dead.pages);
	tell(ctx->meta, SHMPAGES, dead.slot, (void *)key, dead.pages);
	return 0;
}

static __always_inline void add(__u32 slot, enum resource resource, __s64 amount)
{
	if (amount > 0)
		charge(slot, resource, amount, FORCE);
	else if (amount < 0)
		uncharge(slot, resource, -amount);
}

/* Adds what is asked for once, beside whoever charges at the same time. */
SEC("iter/bpf_map_elem")
int correct(struct bpf_iter__bpf_map_elem *ctx)
{
	__u32 zero = 0;
	struct correction *wanted = bpf_map_lookup_elem(&corrections, &zero);
	if (!ctx->value || !wanted)
		return 0;
	__s64 amount = __sync_lock_test_and_set(&wanted->amount, 0);
	/* The verifier wants to know each place in the counters. */
	if (wanted->resource == NUMFILE)
		add(wanted->slot, NUMFILE, amount);
	else if (wanted->resource == NUMFLOCK)
		add(wanted->slot, NUMFLOCK, amount);
	else if (wanted->resource == NUMPTY)
		add(wanted->slot, NUMPTY, amount);
	else if (wanted->resource == NUMSIGINFO)
		add(wanted->slot, NUMSIGINFO, amount);
	return 0;
}
