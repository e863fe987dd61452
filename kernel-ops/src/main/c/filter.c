#define _GNU_SOURCE
#include "ve-init.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "calls.h"

/*
 * The system calls that a VE may make: what the file 'calls' lists, and nothing else. The filter is
 * made here, from sorted ranges of numbers, and not by libseccomp: some 60 ranges say the same as
 * 400 single rules, and making and loading it is part of every start and every exec.
 */

#if defined(__x86_64__)
#define AUDIT_ARCH_NATIVE AUDIT_ARCH_X86_64
#define AUDIT_ARCH_COMPAT AUDIT_ARCH_I386
#elif defined(__aarch64__)
#define AUDIT_ARCH_NATIVE AUDIT_ARCH_AARCH64
#else
#error "ve-init knows the system calls of x86-64 and arm64"
#endif

/* Families that name the VE's own network, or no network. Others autoload kernel modules by being
 * asked for, and vsock is in no namespace: it leads from a VE to what the host itself runs on. */
static const unsigned families[] = {AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET};

enum {
    FILTER_MAX = 1024, /* the kernel takes 4096; both tables need a third of this */
    CALLS_MAX = 512,   /* x86-64 has 380 calls, 32-bit x86 460 */
};

struct program {
    struct sock_filter code[FILTER_MAX];
    unsigned short length;
};

static void emit(struct program *program, struct sock_filter instruction)
{
    if (program->length == FILTER_MAX)
        fail_with(E2BIG, "build-filter", "seccomp");
    program->code[program->length++] = instruction;
}

static void emit_load(struct program *program, size_t offset)
{
    emit(program, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offset));
}

static void emit_return(struct program *program, unsigned action)
{
    emit(program, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}

/* Skips the next `length` instructions unless the loaded word is as said. */
static void emit_unless(struct program *program, unsigned short comparison, unsigned value,
                        unsigned char length)
{
    emit(program, (struct sock_filter)BPF_JUMP(BPF_JMP | comparison | BPF_K, value, 0, length));
}

static int ascending(const void *one, const void *other)
{
    const unsigned *a = one, *b = other;
    return *a < *b ? -1 : *a > *b;
}

/* Allows the numbers: range by range upwards, so a number below the next range is in none. */
static void emit_allowed(struct program *program, const unsigned *calls, size_t count)
{
    unsigned sorted[CALLS_MAX];
    if (count > CALLS_MAX)
        fail_with(E2BIG, "build-filter", "calls");
    for (size_t i = 0; i < count; i++)
        sorted[i] = calls[i];
    qsort(sorted, count, sizeof *sorted, ascending);
    for (size_t i = 0; i < count;) {
        unsigned first = sorted[i], last = first;
        for (; i < count && sorted[i] <= last + 1; i++)
            last = sorted[i];
        emit(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, first, 1, 0));
        emit_return(program, SECCOMP_RET_ERRNO | ENOSYS);
        emit(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, last, 1, 0));
        emit_return(program, SECCOMP_RET_ALLOW);
    }
    emit_return(program, SECCOMP_RET_ERRNO | ENOSYS);
}

/* The family is an int: its upper half word, which the kernel ignores, is not looked at. Both
 * architectures are little-endian. */
static void emit_families(struct program *program, unsigned call)
{
    const size_t count = sizeof families / sizeof *families;
    emit_unless(program, BPF_JEQ, call, (unsigned char)(2 * count + 2));
    emit_load(program, offsetof(struct seccomp_data, args[0]));
    for (size_t i = 0; i < count; i++) {
        emit_unless(program, BPF_JEQ, families[i], 1);
        emit_return(program, SECCOMP_RET_ALLOW);
    }
    emit_return(program, SECCOMP_RET_ERRNO | EAFNOSUPPORT);
}

struct table {
    const unsigned *allowed;
    size_t allowed_count;
    const unsigned *refused;
    size_t refused_count;
    unsigned socket;
    unsigned socketpair;
};

static void emit_table(struct program *program, const struct table *table)
{
    emit_load(program, offsetof(struct seccomp_data, nr));
    emit_families(program, table->socket);
    emit_families(program, table->socketpair);
    for (size_t i = 0; i < table->refused_count; i++) {
        emit_unless(program, BPF_JEQ, table->refused[i], 1);
        emit_return(program, SECCOMP_RET_ERRNO | EPERM);
    }
    /* Of x86-64 also those of x32: their bit puts them above every range. */
    emit_allowed(program, table->allowed, table->allowed_count);
}

/* One architecture's calls; every path through it returns. */
static void emit_architecture(struct program *program, unsigned arch, const struct table *table)
{
    emit(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, arch, 1, 0));
    unsigned short skip = program->length;
    emit(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JA, 0, 0, 0));
    emit_table(program, table);
    program->code[skip].k = (unsigned)(program->length - skip - 1);
}

#define COUNT(array) (sizeof(array) / sizeof *(array))

void install_filter(void)
{
    static const struct table native = {native_allowed, COUNT(native_allowed), native_refused,
                                        COUNT(native_refused), __NR_socket, __NR_socketpair};
    struct program program = {.length = 0};
    emit_load(&program, offsetof(struct seccomp_data, arch));
    emit_architecture(&program, AUDIT_ARCH_NATIVE, &native);
#ifdef AUDIT_ARCH_COMPAT
    static const struct table compat = {compat_allowed, COUNT(compat_allowed), compat_refused,
                                        COUNT(compat_refused), compat_socket, compat_socketpair};
    emit_architecture(&program, AUDIT_ARCH_COMPAT, &compat);
#endif
    emit_return(&program, SECCOMP_RET_ERRNO | ENOSYS);
    struct sock_fprog filter = {.len = program.length, .filter = program.code};
    /* Without no_new_privs, so that set-uid programs work: the caller has CAP_SYS_ADMIN in its
     * user namespace, which seccomp(2) takes in its place. */
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter))
        fail("install-filter", "seccomp");
}
