/* What is charged and cannot tell whose it is, by its address: for the programs that charge it, and for those that sweep. */
#pragma once
#include "beancounter.h"

#define AF_INET 2
#define AF_INET6 10
#define SOCK_STREAM 1
#define IPPROTO_TCP 6

/* 64 sockets for each of the most VEs; a socket beyond is not counted, and that is counted in control.lost. */
#define SOCKETS_MAX (64 * VES_MAX)

struct charged_socket {
	__u32 slot;
	enum resource resource;
	__u32 misses; /* sweeps in a row that found it dead */
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, SOCKETS_MAX);
	__type(key, __u64);
	__type(value, struct charged_socket);
} sockets SEC(".maps");

static __always_inline struct user_namespace *namespace_of(const struct sock *sk)
{
	return sk->__sk_common.skc_net.net->user_ns;
}

static __always_inline enum resource resource_of(const struct sock *sk)
{
	__u16 family = sk->__sk_common.skc_family;
	bool tcp = (family == AF_INET || family == AF_INET6) && sk->sk_type == SOCK_STREAM && sk->sk_protocol == IPPROTO_TCP;
	return tcp ? NUMTCPSOCK : NUMOTHERSOCK;
}

static __always_inline void give_back(struct charged_socket socket)
{
	if (socket.resource == NUMTCPSOCK)
		uncharge(socket.slot, NUMTCPSOCK, 1);
	else
		uncharge(socket.slot, NUMOTHERSOCK, 1);
}

/* An address space is a process: 16 for each of the most VEs, or all that a host can have (pid_max 4194304) never. */
#define SPACES_MAX (16 * VES_MAX)

struct space {
	__u32 slot;
	__u32 misses; /* sweeps in a row that found nobody in it */
	__u64 private;
	__u64 locked;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, SPACES_MAX);
	__type(key, __u64);
	__type(value, struct space);
} spaces SEC(".maps");

static __always_inline struct space *space_of(struct mm_struct *mm, __u32 slot)
{
	__u64 key = (__u64)mm;
	struct space *space = bpf_map_lookup_elem(&spaces, &key);
	if (space)
		return space;
	struct space fresh = {.slot = slot};
	if (bpf_map_update_elem(&spaces, &key, &fresh, BPF_NOEXIST))
		lost(1);
	return bpf_map_lookup_elem(&spaces, &key);
}

static __always_inline void move(__u32 slot, enum resource resource, __u64 before, __u64 after)
{
	if (after > before)
		lend(slot, resource, after - before);
	else if (after < before)
		uncharge(slot, resource, before - after);
}

static __always_inline void settle(struct space *space, struct mm_struct *mm)
{
	__u64 private = mm->data_vm + mm->stack_vm, locked = mm->locked_vm;
	__u64 before = __sync_lock_test_and_set(&space->private, private);
	move(space->slot, PRIVVMPAGES, before, private);
	if (space->locked != locked) {
		before = __sync_lock_test_and_set(&space->locked, locked);
		move(space->slot, LOCKEDPAGES, before, locked);
		__u32 slot = space->slot;
		struct counts *ve = bpf_map_lookup_elem(&counts, &slot);
		if (ve)
			raise(&ve->of[LOCKEDPAGES], ve->of[LOCKEDPAGES].held);
	}
}

static __always_inline void settle_known(struct mm_struct *mm)
{
	__u64 key = (__u64)mm;
	struct space *space = bpf_map_lookup_elem(&spaces, &key);
	if (space)
		settle(space, mm);
}

#define SEGMENTS_MAX (16 * VES_MAX)

struct segment {
	__u32 slot;
	__u32 misses; /* sweeps in a row that found it dead */
	__u64 pages;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, SEGMENTS_MAX);
	__type(key, __u64);
	__type(value, struct segment);
} segments SEC(".maps");

