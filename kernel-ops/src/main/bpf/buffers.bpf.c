/* tcpsndbuf, tcprcvbuf, othersockbuf, dgramrcvbuf: bounded by what each socket may hold.
 *
 * These programs belong to the cgroup above all VEs, so sockets of the host never come here. A connection is looked at when
 * it begins and once in a round trip of what it sends. Who only receives has none: where tcprcvbuf has a bound, a connection
 * is looked at with each packet that it sends, which is mostly an acknowledgement of many. Other sockets are looked at when
 * they get an address. */
#include "allowances.h"
#include "contexts.h"

static __always_inline struct charged_socket *charged(__u64 key)
{
	return active() ? bpf_map_lookup_elem(&sockets, &key) : NULL;
}

static __always_inline void set(void *context, int option, __u32 amount)
{
	/* The kernel doubles what it is given: half is for its own structures. */
	int half = amount / 2;
	bpf_setsockopt(context, SOL_SOCKET, option, &half, sizeof half);
}

/* More than a half in use wants twice as much, less than an eighth wants half. Above the bound, after a cut, everybody
 * gives a half, and only then who has chosen for itself. */
static __always_inline __u32 wanted(__u32 slot, enum resource resource, __u32 now, __u32 used, bool chosen)
{
	__u32 first = resource == TCPSNDBUF ? SENT_FIRST : RECEIVED_FIRST;
	if (!now)
		return first;
	if (!room_of(slot, resource, true))
		return now / 2;
	if (chosen)
		return now;
	if (used > now / 2)
		return now * 2;
	if (used >= now / 8 || now <= first)
		return now;
	return now / 2 > first ? now / 2 : first;
}

static __always_inline void bound_sent(struct bpf_sock_ops *context, struct tcp_sock *tcp, struct allowance *allowance)
{
	struct sock *sk = (struct sock *)tcp;
	__u32 slot = allowance->slot, now = allowance->sent;
	if (!bounded(slot, TCPSNDBUF))
		return;
	__u32 next = wanted(slot, TCPSNDBUF, now, sk->sk_wmem_queued, allowance->chosen & SENT);
	if (next != now)
		next = allow(slot, TCPSNDBUF, &allowance->sent, next);
	if (next == (__u32)sk->sk_sndbuf)
		return;
	set(context, SO_SNDBUF, next);
	/* Of a lower net.core.wmem_max. */
	if ((__u32)sk->sk_sndbuf < next)
		put(slot, TCPSNDBUF, &allowance->sent, sk->sk_sndbuf, 0);
}

static __always_inline void bound_received(struct bpf_sock_ops *context, struct tcp_sock *tcp, struct allowance *allowance)
{
	struct sock *sk = (struct sock *)tcp;
	__u32 slot = allowance->slot, now = allowance->received;
	if (!bounded(slot, TCPRCVBUF))
		return;
	/* What the process has read in a round trip: what the kernel's own tuning goes by. */
	__u32 next = wanted(slot, TCPRCVBUF, now, tcp->rcvq_space.space, allowance->chosen & RECEIVED);
	if (next != now)
		next = allow(slot, TCPRCVBUF, &allowance->received, next);
	if (next == (__u32)sk->sk_rcvbuf)
		return;
	set(context, SO_RCVBUF, next);
	if ((__u32)sk->sk_rcvbuf < next)
		put(slot, TCPRCVBUF, &allowance->received, sk->sk_rcvbuf, 0);
}

/* At each packet: in silence, as a refusal would be counted as often. */
static __always_inline void acknowledges(struct bpf_sock_ops *context, struct tcp_sock *tcp, __u64 key)
{
	struct allowance *allowance = bpf_map_lookup_elem(&allowances, &key);
	if (!allowance || !allowance->received)
		return;
	__u32 slot = allowance->slot;
	if (!room_of(slot, TCPRCVBUF, true) || room_of(slot, TCPRCVBUF, false) / 2 >= RECEIVED_LEAST)
		bound_received(context, tcp, allowance);
}

/* What of a connection is to be seen from now on. */
static __always_inline void watch(struct bpf_sock_ops *context, bool receives)
{
	__u32 now = context->bpf_sock_ops_cb_flags;
	__u32 wanted = BPF_SOCK_OPS_RTT_CB_FLAG | (receives ? BPF_SOCK_OPS_WRITE_HDR_OPT_CB_FLAG : 0);
	if ((now & wanted) != wanted)
		bpf_sock_ops_cb_flags_set(context, now | wanted);
}

/* The window that a listener's connections offer before they are connections; nothing is reserved for it. */
static __always_inline void bound_listener(struct bpf_sock_ops *context, __u32 slot)
{
	__u64 part = room_of(slot, TCPRCVBUF, true) / NEW_PARTS;
	if (!bounded(slot, TCPRCVBUF))
		return;
	if (part > RECEIVED_FIRST)
		part = RECEIVED_FIRST;
	set(context, SO_RCVBUF, part < RECEIVED_LEAST ? RECEIVED_LEAST : part);
}

SEC("sockops")
int buffers_connection(struct bpf_sock_ops *context)
{
	__u32 event = context->op;
	context->reply = -1;
	bool sends = event == BPF_SOCK_OPS_HDR_OPT_LEN_CB;
	bool begins = event == BPF_SOCK_OPS_ACTIVE_ESTABLISHED_CB || event == BPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB;
	if (!begins && !sends && event != BPF_SOCK_OPS_TCP_CONNECT_CB && event != BPF_SOCK_OPS_TCP_LISTEN_CB &&
	    event != BPF_SOCK_OPS_RTT_CB)
		return 1;
	struct bpf_sock *socket = context->sk;
	if (!socket)
		return 1;
	struct tcp_sock *tcp = bpf_skc_to_tcp_sock(socket);
	if (!tcp)
		return 1;
	__u64 key = (__u64)tcp;
	struct charged_socket *entry = charged(key);
	if (!entry)
		return 1;
	__u32 slot = entry->slot;
	bool receives = bounded(slot, TCPRCVBUF);
	if (begins || event == BPF_SOCK_OPS_RTT_CB)
		watch(context, receives);
	if (!receives && !bounded(slot, TCPSNDBUF))
		return 1;
	if (sends) {
		if (receives)
			acknowledges(context, tcp, key);
		return 1;
	}
	if (event == BPF_SOCK_OPS_TCP_LISTEN_CB) {
		bound_listener(context, slot);
		return 1;
	}
	struct allowance *allowance = allowance_of(key, slot);
	if (!allowance)
		return 1;
	bound_sent(context, tcp, allowance);
	bound_received(context, tcp, allowance);
	return 1;
}

/* A socket that is no connection, once in its life. */
static __always_inline int bound_other(void *context, __u64 key)
{
	struct charged_socket *entry = charged(key);
	if (!entry || entry->resource != NUMOTHERSOCK)
		return 1;
	__u32 slot = entry->slot;
	bool sends = bounded(slot, OTHERSOCKBUF), receives = bounded(slot, DGRAMRCVBUF);
	if (!sends && !receives)
		return 1;
	struct allowance *allowance = allowance_of(key, slot);
	if (!allowance)
		return 1;
	if (sends && !allowance->sent)
		set(context, SO_SNDBUF, allow(slot, OTHERSOCKBUF, &allowance->sent, OTHER_FIRST));
	if (receives && !allowance->received)
		set(context, SO_RCVBUF, allow(slot, DGRAMRCVBUF, &allowance->received, OTHER_FIRST));
	return 1;
}

#ifndef TRACE
/* Only the security module has a place for sockets of every family. */
SEC("lsm_cgroup/socket_post_create")
int BPF_PROG(buffers_made, struct socket *socket, int family, int type, int protocol, int kern)
{
	struct sock *sk = socket->sk;
	return kern || !sk ? 1 : bound_other(sk, (__u64)sk);
}

/* The server's end of a unix connection, when it is accepted. */
SEC("lsm_cgroup/sock_graft")
int BPF_PROG(buffers_accepted, struct sock *sk)
{
	return bound_other(sk, (__u64)sk);
}
#endif

/* Nobody receives or sends over IP without an address: what first gives it one bounds it. */
static __always_inline int addressed(struct bpf_sock_addr *context)
{
	struct bpf_sock *socket = context->sk;
	return socket ? bound_other(context, (__u64)socket) : 1;
}

SEC("cgroup/bind4")
int buffers_bind4(struct bpf_sock_addr *context)
{
	return addressed(context);
}

SEC("cgroup/bind6")
int buffers_bind6(struct bpf_sock_addr *context)
{
	return addressed(context);
}

SEC("cgroup/connect4")
int buffers_connect4(struct bpf_sock_addr *context)
{
	return addressed(context);
}

SEC("cgroup/connect6")
int buffers_connect6(struct bpf_sock_addr *context)
{
	return addressed(context);
}

SEC("cgroup/sendmsg4")
int buffers_sendmsg4(struct bpf_sock_addr *context)
{
	return addressed(context);
}

SEC("cgroup/sendmsg6")
int buffers_sendmsg6(struct bpf_sock_addr *context)
{
	return addressed(context);
}

/* What a process asks for itself, doubled as the kernel would: it gets what there is. */
static __always_inline __u32 asked(struct allowance *allowance, bool tcp, bool sends, __u32 amount)
{
	__u32 slot = allowance->slot;
	__sync_fetch_and_or(&allowance->chosen, sends ? SENT : RECEIVED);
	if (tcp)
		return sends ? allow(slot, TCPSNDBUF, &allowance->sent, amount)
			     : allow(slot, TCPRCVBUF, &allowance->received, amount);
	return sends ? allow(slot, OTHERSOCKBUF, &allowance->sent, amount)
		     : allow(slot, DGRAMRCVBUF, &allowance->received, amount);
}

static __always_inline bool bounds_any(__u32 slot, bool tcp, bool sends)
{
	if (tcp)
		return bounded(slot, sends ? TCPSNDBUF : TCPRCVBUF);
	return bounded(slot, sends ? OTHERSOCKBUF : DGRAMRCVBUF);
}

SEC("cgroup/setsockopt")
int buffers_asked(struct bpf_sockopt *context)
{
	int option = context->optname;
	__u32 *value = context->optval;
	struct bpf_sock *socket = context->sk;
	bool sends = option == SO_SNDBUF;
	if (context->level != SOL_SOCKET || (!sends && option != SO_RCVBUF && option != SO_BUF_LOCK) || !socket)
		goto as_it_is;
	__u64 key = (__u64)socket;
	struct charged_socket *entry = charged(key);
	if (!entry)
		goto as_it_is;
	__u32 slot = entry->slot;
	bool tcp = entry->resource == NUMTCPSOCK;
	if (option == SO_BUF_LOCK) {
		/* Would give the socket back to the kernel's own tuning: said to be done, and not done. */
		if (!bounds_any(slot, tcp, true) && !bounds_any(slot, tcp, false))
			goto as_it_is;
		context->optlen = -1;
		return 1;
	}
	if (!bounds_any(slot, tcp, sends) || (void *)(value + 1) > context->optval_end)
		goto as_it_is;
	struct allowance *allowance = allowance_of(key, slot);
	if (!allowance)
		goto as_it_is;
	__u32 half = *value;
	if (half > ALLOWANCE_MOST / 2)
		half = ALLOWANCE_MOST / 2;
	*value = asked(allowance, tcp, sends, half * 2) / 2;
	return 1;
as_it_is:
	/* The whole of it is the process's own; of options above a page only the beginning has been copied. */
	context->optlen = 0;
	return 1;
}
