/* The parts of the kernel's structures that the programs look at. Only names and types count: CO-RE finds the offsets
 * of the running kernel when a program is loaded. Kept by hand because a generated vmlinux.h is 3 MB of one kernel. */
#pragma once

typedef unsigned char __u8;
typedef unsigned short __u16;
typedef unsigned int __u32;
typedef unsigned long long __u64;
typedef signed int __s32;
typedef signed long long __s64;
typedef __u16 __be16;
typedef __u32 __be32;
typedef __u32 __wsum;
typedef _Bool bool;
#define true 1
#define false 0
#define NULL ((void *)0)

/* uapi/linux/bpf.h */
enum bpf_map_type {
	BPF_MAP_TYPE_HASH = 1,
	BPF_MAP_TYPE_ARRAY = 2,
	BPF_MAP_TYPE_TASK_STORAGE = 29,
};
enum {
	BPF_ANY = 0,
	BPF_NOEXIST = 1,
};
enum {
	BPF_F_NO_PREALLOC = 1U << 0,
};
enum {
	BPF_LOCAL_STORAGE_GET_F_CREATE = 1U << 0,
};

/* uapi/asm-generic/errno-base.h, errno.h */
#define EAGAIN 11
#define ENOMEM 12
#define ENFILE 23
#define ENOSPC 28
#define ENOLCK 37
#define ENOBUFS 105

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct ns_common {
	unsigned int inum;
};

struct list_head {
	struct list_head *next;
};

struct ucounts;

struct user_namespace {
	struct user_namespace *parent;
	struct ucounts *ucounts;
	int level;
	struct ns_common ns;
};

struct cred {
	struct user_namespace *user_ns;
	struct ucounts *ucounts;
};

struct super_block {
	unsigned long s_flags;
	unsigned long s_magic;
	struct user_namespace *s_user_ns;
};

typedef struct {
	int counter;
} atomic_t;

typedef struct refcount_struct {
	atomic_t refs;
} refcount_t;

struct file_lock_context {
	struct list_head flc_flock;
	struct list_head flc_posix;
};

struct inode {
	struct file_lock_context *i_flctx;
	unsigned short i_mode;
	unsigned int i_rdev;
	struct super_block *i_sb;
	long long i_size;
	atomic_t i_count;
};

struct qstr {
	const unsigned char *name;
};

struct dentry {
	struct qstr d_name;
};

struct path {
	struct dentry *dentry;
};

struct file {
	const struct cred *f_cred;
	struct path f_path;
	struct inode *f_inode;
	void *private_data;
};

struct file_lock_core {
	struct list_head flc_list;
	struct file *flc_file;
	unsigned int flc_flags;
};

/* To 6.8 what is in file_lock_core now is in file_lock itself. */
struct file_lock {
	struct file_lock_core c;
};

struct file_lock___v61 {
	struct list_head fl_list;
	struct file *fl_file;
	unsigned int fl_flags;
};

struct pts_fs_info {
	struct super_block *sb;
};

typedef struct {
	__s64 counter;
} atomic_long_t;

struct ucounts {
	struct user_namespace *ns;
	atomic_long_t rlimit[4]; /* by enum rlimit_type, whose numbers change */
};

struct tty_struct {
	struct tty_struct *link;
	void *driver_data;
};

struct tty_file_private {
	struct tty_struct *tty;
};

struct mm_struct {
	unsigned long data_vm;
	unsigned long stack_vm;
	unsigned long locked_vm;
	struct file *exe_file;
};

struct kernfs_node {
	__u64 id;
};

struct cgroup {
	struct kernfs_node *kn;
	int level;
	struct cgroup *ancestors[];
};

struct css_set {
	struct cgroup *dfl_cgrp;
};

struct task_struct {
	struct mm_struct *mm;
	const struct cred *cred;
	const struct cred *real_cred;
	unsigned int flags;
	int pid;
	struct css_set *cgroups;
};

struct vm_area_struct {
	struct file *vm_file;
};

struct net {
	struct user_namespace *user_ns;
};

typedef struct {
	struct net *net;
} possible_net_t;

struct sock_common {
	unsigned short skc_family;
	refcount_t skc_refcnt;
	possible_net_t skc_net;
};

struct sock {
	struct sock_common __sk_common;
	__u16 sk_protocol;
	__u16 sk_type;
	int sk_wmem_queued;
	int sk_sndbuf;
	int sk_rcvbuf;
	struct {
		atomic_t rmem_alloc;
	} sk_backlog;
	refcount_t sk_wmem_alloc;
};

struct socket {
	struct sock *sk;
};

struct sk_buff {
	unsigned int len;
};

struct request_sock;

struct request_sock_queue {
	atomic_t qlen;
};

struct inet_connection_sock {
	struct request_sock_queue icsk_accept_queue;
};

struct tcp_sock {
	struct {
		__u32 space;
	} rcvq_space;
};

struct seq_file;

struct bpf_iter_meta {
	struct seq_file *seq;
	__u64 session_id;
	__u64 seq_num;
};

struct bpf_map;

struct bpf_iter__bpf_map_elem {
	struct bpf_iter_meta *meta;
	struct bpf_map *map;
	void *key;
	void *value;
};

struct bpf_iter__task_file {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
	__u32 fd;
	struct file *file;
};

struct bpf_iter__task {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
};

struct bpf_iter__task_vma {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
	struct vm_area_struct *vma;
};

#if defined(__TARGET_ARCH_x86)
struct pt_regs {
	unsigned long r10;
	unsigned long r9;
	unsigned long r8;
	unsigned long ax;
	unsigned long cx;
	unsigned long dx;
	unsigned long si;
	unsigned long di;
	unsigned long orig_ax;
};
#endif

enum rlimit_type {
	UCOUNT_RLIMIT_SIGPENDING,
};

#pragma clang attribute pop
