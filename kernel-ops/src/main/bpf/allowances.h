/* What each socket may hold of its VE's buffers. A socket's allowance is reserved before the socket gets it, so all of a VE
 * together never pass the bound; the kernel keeps each socket to its own by sk_sndbuf and sk_rcvbuf: a sender waits, a
 * window closes. The reserved bytes are `held` of these four in `counts`; what is used is counted apart (sweep.bpf.c). */
#pragma once
#include "objects.h"

/* SOCK_MIN_SNDBUF (include/net/sock.h): less the kernel does not give. With it one segment at a time gets through. */
#define SENT_LEAST 4608
/* A window of 4 KiB. With half of it a megabyte took minutes: each end waits for the other's timers. */
#define RECEIVED_LEAST 8192
/* Twice net.core.wmem_max as it is by default: above that SO_SNDBUF of the socket's own process does not get either. */
#define ALLOWANCE_MOST 425984
/* A connection that sends gets more with the first round trip that needs it; one that only receives never says so, and
 * begins with half of what the kernel would give it. */
#define SENT_FIRST 32768
#define RECEIVED_FIRST 65536
/* Of sockets that have no round trips: they keep it. */
#define OTHER_FIRST 131072
/* A new socket gets one of so many parts of what is left, and the last quarter of all is for new ones only: somebody
 * always comes later. */
#define NEW_PARTS 16
#define UNBOUNDED 0x7fffffffffffffffULL

struct allowance {
	__u32 slot;
	__u32 sent;	/* bytes; 0: not kept to any */
	__u32 received;
	__u32 chosen; /* bits of enum direction: by its process, with setsockopt */
};

enum direction {
	SENT = 1,
	RECEIVED = 2,
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, SOCKETS_MAX);
	__type(key, __u64);
	__type(value, struct allowance);
} allowances SEC(".maps");

static __always_inline bool bounded(__u32 slot, enum resource resource)
{
	return bound_of(slot, resource, HARD) < UNBOUNDED;
}

static __always_inline void fail(__u32 slot, enum resource resource)
{
	struct counts *ve = bpf_map_lookup_elem(&counts, &slot);
	if (ve)
		__sync_fetch_and_add(&ve->of[resource].failcnt, 1);
}

static __always_inline __u32 least_of(enum resource resource)
{
	return resource == TCPSNDBUF || resource == OTHERSOCKBUF ? SENT_LEAST : RECEIVED_LEAST;
}

/* How much more may be reserved by ordinary requests: of who begins, or of who has something. */
static __always_inline __u64 room_of(__u32 slot, enum resource resource, bool begins)
{
	struct counts *ve = bpf_map_lookup_elem(&counts, &slot);
	__u64 bound = bound_of(slot, resource, HARD);
	if (!begins)
		bound -= bound / 4;
	return ve && ve->of[resource].held < bound ? bound - ve->of[resource].held : 0;
}

/* Puts the amount in its place when `reserved` of the difference is reserved already. Others may have been there first. */
static __always_inline void put(__u32 slot, enum resource resource, __u32 *place, __u32 amount, __u32 reserved)
{
	__u32 before = __sync_lock_test_and_set(place, amount);
	__s64 missing = (__s64)amount - before - reserved;
	if (missing > 0)
		charge(slot, resource, missing, FORCE);
	else if (missing < 0)
		uncharge(slot, resource, -missing);
}

/* Changes an allowance to what is wanted, or as near as there is room. The new one. */
static __always_inline __u32 allow(__u32 slot, enum resource resource, __u32 *place, __u32 wanted)
{
	__u32 now = *place, smallest = least_of(resource), least = now ? 0 : smallest;
	if (wanted < smallest)
		wanted = smallest;
	if (wanted > ALLOWANCE_MOST)
		wanted = ALLOWANCE_MOST;
	if (wanted <= now) {
		put(slot, resource, place, wanted, 0);
		return wanted;
	}
	/* The least is for who has nothing, and may use what is between barrier and limit. When there is not even that,
	 * it is a connection that can no longer be refused. */
	__u32 more = wanted - now - least;
	__u64 room = room_of(slot, resource, !now) / (now ? 2 : NEW_PARTS);
	if (more > room)
		more = room;
	if (least && charge(slot, resource, least, SOFT)) {
		charge(slot, resource, least, FORCE);
		more = 0;
	} else if (more < smallest && more < wanted - now - least) {
		if (!least)
			fail(slot, resource);
		more = 0;
	} else if (more && charge(slot, resource, more, HARD)) {
		more = 0;
	}
	if (least + more)
		put(slot, resource, place, now + least + more, least + more);
	return now + least + more;
}

/* The allowance of a charged socket; nothing reserved when it is new. */
static __always_inline struct allowance *allowance_of(__u64 key, __u32 slot)
{
	struct allowance *allowance = bpf_map_lookup_elem(&allowances, &key);
	if (allowance)
		return allowance;
	struct allowance fresh = {.slot = slot};
	if (bpf_map_update_elem(&allowances, &key, &fresh, BPF_NOEXIST))
		lost(1);
	return bpf_map_lookup_elem(&allowances, &key);
}

/* Ends a socket's allowance, with the socket. */
static __always_inline void release(__u64 key, enum resource kind)
{
	struct allowance *allowance = bpf_map_lookup_elem(&allowances, &key);
	if (!allowance)
		return;
	struct allowance freed = *allowance;
	if (bpf_map_delete_elem(&allowances, &key))
		return;
	if (kind == NUMTCPSOCK) {
		uncharge(freed.slot, TCPSNDBUF, freed.sent);
		uncharge(freed.slot, TCPRCVBUF, freed.received);
	} else {
		uncharge(freed.slot, OTHERSOCKBUF, freed.sent);
		uncharge(freed.slot, DGRAMRCVBUF, freed.received);
	}
}

/* Whether a VE has not even the least left for one more socket of a kind. */
static __always_inline bool no_room(__u32 slot, enum resource resource)
{
	struct counts *ve = bpf_map_lookup_elem(&counts, &slot);
	if (!ve || ve->of[resource].held + least_of(resource) <= bound_of(slot, resource, SOFT))
		return false;
	__sync_fetch_and_add(&ve->of[resource].failcnt, 1);
	return true;
}
