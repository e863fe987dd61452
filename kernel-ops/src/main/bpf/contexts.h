/* What programs of a cgroup are given, as in uapi/linux/bpf.h: places are fixed, and are no matter of CO-RE. */
#pragma once
#include "kernel.h"

struct bpf_sock;

/* Pointers are as wide as a __u64, also where the machine's are not. */
#define CONTEXT_POINTER(type, name)                                                                                              \
	union {                                                                                                                  \
		type name;                                                                                                       \
		__u64 : 64;                                                                                                      \
	} __attribute__((aligned(8)))

struct bpf_sock_ops {
	__u32 op;
	union {
		__u32 args[4];
		__u32 reply;
	};
	__u32 family;
	__u32 remote_ip4;
	__u32 local_ip4;
	__u32 remote_ip6[4];
	__u32 local_ip6[4];
	__u32 remote_port;
	__u32 local_port;
	__u32 is_fullsock;
	__u32 snd_cwnd;
	__u32 srtt_us;
	__u32 bpf_sock_ops_cb_flags;
	__u32 state;
	__u32 rtt_min;
	__u32 snd_ssthresh;
	__u32 rcv_nxt;
	__u32 snd_nxt;
	__u32 snd_una;
	__u32 mss_cache;
	__u32 ecn_flags;
	__u32 rate_delivered;
	__u32 rate_interval_us;
	__u32 packets_out;
	__u32 retrans_out;
	__u32 total_retrans;
	__u32 segs_in;
	__u32 data_segs_in;
	__u32 segs_out;
	__u32 data_segs_out;
	__u32 lost_out;
	__u32 sacked_out;
	__u32 sk_txhash;
	__u64 bytes_received;
	__u64 bytes_acked;
	CONTEXT_POINTER(struct bpf_sock *, sk);
};

struct bpf_sock_addr {
	__u32 user_family;
	__u32 user_ip4;
	__u32 user_ip6[4];
	__u32 user_port;
	__u32 family;
	__u32 type;
	__u32 protocol;
	__u32 msg_src_ip4;
	__u32 msg_src_ip6[4];
	CONTEXT_POINTER(struct bpf_sock *, sk);
};

struct bpf_sockopt {
	CONTEXT_POINTER(struct bpf_sock *, sk);
	CONTEXT_POINTER(void *, optval);
	CONTEXT_POINTER(void *, optval_end);
	__s32 level;
	__s32 optname;
	__s32 optlen;
	__s32 retval;
};

enum {
	BPF_SOCK_OPS_TCP_CONNECT_CB = 3,
	BPF_SOCK_OPS_ACTIVE_ESTABLISHED_CB = 4,
	BPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB = 5,
	BPF_SOCK_OPS_TCP_LISTEN_CB = 11,
	BPF_SOCK_OPS_RTT_CB = 12,
	BPF_SOCK_OPS_HDR_OPT_LEN_CB = 14,
};
enum {
	BPF_SOCK_OPS_RTT_CB_FLAG = 1U << 3,
	BPF_SOCK_OPS_WRITE_HDR_OPT_CB_FLAG = 1U << 6,
};

/* uapi/asm-generic/socket.h */
#define SOL_SOCKET 1
#define SO_SNDBUF 7
#define SO_RCVBUF 8
#define SO_BUF_LOCK 72
