/* numtcpsock, numothersock: sockets, by the user namespace that owns their network namespace.
 *
 * A socket can be freed without having been charged (refused, or failed on its way), and nothing in it could tell; so
 * each that is charged is in a map. Host sockets never get as far as the map. */
#include "allowances.h"

static __always_inline int enter(const struct sock *sk, struct charged_socket entry, enum severity severity)
{
	__u64 key = (__u64)sk;
	/* The index must be a constant for the verifier to know the bounds of the counter. */
	int refusal = entry.resource == NUMTCPSOCK ? charge(entry.slot, NUMTCPSOCK, 1, severity)
						   : charge(entry.slot, NUMOTHERSOCK, 1, severity);
	if (refusal)
		return -ENOBUFS;
	if (!bpf_map_update_elem(&sockets, &key, &entry, BPF_NOEXIST))
		return 0;
	/* The address is another socket's whose end was missed, or the map is full. */
	struct charged_socket *stale = bpf_map_lookup_elem(&sockets, &key);
	if (stale) {
		release(key, stale->resource);
		give_back(*stale);
		*stale = entry;
	} else {
		give_back(entry);
	}
	lost(1);
	return 0;
}

/* Before the socket is charged: what is refused here is freed without an entry. */
static __always_inline bool without_buffers(__u32 slot, enum resource kind)
{
	return kind == NUMTCPSOCK ? no_room(slot, TCPSNDBUF) || no_room(slot, TCPRCVBUF)
				  : no_room(slot, OTHERSOCKBUF) || no_room(slot, DGRAMRCVBUF);
}

CHECK(socket_post_create, socket_post_create)
int BPF_PROG(socket_made, struct socket *sock, int family, int type, int protocol, int kern)
{
	struct sock *sk = sock->sk;
	if (kern || !sk)
		return 0;
	__s32 slot = charger(namespace_of(sk));
	if (slot < 0 || !active())
		return 0;
	struct charged_socket entry = {.slot = slot, .resource = resource_of(sk)};
	if (without_buffers(slot, entry.resource))
		return -ENOBUFS;
	return enter(sk, entry, HARD);
}

/* The server's end of a unix connection. */
CHECK(unix_stream_connect, unix_stream_connect)
int BPF_PROG(socket_met, struct sock *sock, struct sock *other, struct sock *newsk)
{
	__s32 slot = charger(namespace_of(newsk));
	if (slot < 0 || !active())
		return 0;
	struct charged_socket entry = {.slot = slot, .resource = NUMOTHERSOCK};
	return enter(newsk, entry, HARD);
}

/* An accepted connection. It exists already, so it cannot be refused: socket_called refuses its SYN. */
NOTICE(sk_clone_security, sk_clone)
int BPF_PROG(socket_accepted, const struct sock *sk, struct sock *newsk)
{
	if (!namespace_of(sk)->level || !active())
		return 0;
	__u64 key = (__u64)sk;
	struct charged_socket *listener = bpf_map_lookup_elem(&sockets, &key);
	if (!listener)
		return 0;
	struct charged_socket entry = *listener;
	enter(newsk, entry, FORCE);
	return 0;
}

CHECK(inet_conn_request, inet_conn_request)
int BPF_PROG(socket_called, const struct sock *sk, struct sk_buff *skb, struct request_sock *req)
{
	__s32 slot = owner(namespace_of(sk));
	if (slot < 0 || !active())
		return 0;
	int waiting = BPF_CORE_READ((struct inet_connection_sock *)sk, icsk_accept_queue.qlen.counter);
	return refused(slot, NUMTCPSOCK, waiting + 1) || without_buffers(slot, NUMTCPSOCK) ? -ENOBUFS : 0;
}

NOTICE(sk_free_security, sk_free)
int BPF_PROG(socket_freed, struct sock *sk)
{
	__u64 key = (__u64)sk;
	if (!namespace_of(sk)->level)
		return 0;
	struct charged_socket *entry = bpf_map_lookup_elem(&sockets, &key);
	if (!entry)
		return 0;
	struct charged_socket freed = *entry;
	/* Of two generations that both see this, the one that deletes it gives it back. */
	if (bpf_map_delete_elem(&sockets, &key))
		return 0;
	release(key, freed.resource);
	give_back(freed);
	return 0;
}
