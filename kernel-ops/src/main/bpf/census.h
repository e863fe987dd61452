/* What iterators tell, and of whom: for those that walk the kernel's own lists, and for those that walk our maps. */
#pragma once
#include "allowances.h"

/* Added to the resource of an object that was not charged and is now; its slot is in place of the namespace. */
#define ENTERED 32

/* Of an object: `amount` of a resource. Of a task: resource NUMPROC, its cgroup as object, its pid as amount. Of a sweep:
 * what was given back, with the slot in place of the namespace. */
struct found {
	__u32 resource;
	__u32 userns;
	__u64 object;
	__u64 amount;
};

static __always_inline void tell(struct bpf_iter_meta *meta, __u32 resource, __u32 userns, const void *object, __u64 amount)
{
	struct found found = {.resource = resource, .userns = userns, .object = (__u64)object, .amount = amount};
	bpf_seq_write(meta->seq, &found, sizeof found);
}

/* The number of the VE's namespace by a pointer that the verifier does not know; 0 for the host's. */
static __always_inline __u32 number_of(struct user_namespace *ns)
{
	if (!ns || !BPF_CORE_READ(ns, level))
		return 0;
	for (int i = 0; i < NESTING_MAX && BPF_CORE_READ(ns, level) > 1; i++)
		ns = BPF_CORE_READ(ns, parent);
	return BPF_CORE_READ(ns, ns.inum);
}

static __always_inline __s32 slot_of(__u32 userns)
{
	__u32 *slot = bpf_map_lookup_elem(&ve_of_userns, &userns);
	return userns && slot ? (__s32)*slot : NOBODY;
}

static __always_inline __u32 userns_of(struct sock *sk)
{
	return number_of(BPF_CORE_READ(sk, __sk_common.skc_net.net, user_ns));
}

static __always_inline enum resource kind_of(struct sock *sk)
{
	__u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);
	bool tcp = (family == AF_INET || family == AF_INET6) && BPF_CORE_READ(sk, sk_type) == SOCK_STREAM &&
		   BPF_CORE_READ(sk, sk_protocol) == IPPROTO_TCP;
	return tcp ? NUMTCPSOCK : NUMOTHERSOCK;
}
