#define _GNU_SOURCE
#include "ve-init.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/keyctl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* OpenVZ's default set (vzctl lib/cap.c), with sys_admin and net_admin, which an upstream kernel
 * needs in place of ve_admin; all of them count inside the VE's user namespace only. What is left
 * out has no meaning there (sys_module, sys_rawio, sys_time, …) and is dropped so that a kernel
 * bug in a namespace check finds no capability to confuse. */
static const int kept_capabilities[] = {
    CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER, CAP_FSETID, CAP_KILL,
    CAP_SETGID, CAP_SETUID, CAP_SETPCAP, CAP_LINUX_IMMUTABLE, CAP_NET_BIND_SERVICE,
    CAP_NET_BROADCAST, CAP_NET_RAW, CAP_IPC_LOCK, CAP_IPC_OWNER, CAP_SYS_CHROOT, CAP_SYS_PTRACE,
    CAP_SYS_BOOT, CAP_SYS_NICE, CAP_SYS_RESOURCE, CAP_SYS_TTY_CONFIG, CAP_MKNOD, CAP_LEASE,
    CAP_AUDIT_WRITE, CAP_SETFCAP, CAP_SYS_ADMIN, CAP_NET_ADMIN,
};

enum { CAPABILITIES_MAX = 64 }; /* two 32-bit words in the system call's format */

static void drop_bounding_set(void)
{
    unsigned long long kept = 0;
    for (size_t i = 0; i < sizeof kept_capabilities / sizeof *kept_capabilities; i++)
        kept |= 1ULL << kept_capabilities[i];
    for (int capability = 0; capability < CAPABILITIES_MAX; capability++) {
        if (kept & (1ULL << capability))
            continue;
        /* EINVAL: past the last capability of this kernel. */
        if (prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)) {
            if (errno == EINVAL)
                return;
            fail("drop-capability", "bounding set");
        }
    }
}

void confine(void)
{
    /* Host root's session keyring must not be in the hands of the VE; ENOSYS: a kernel without. */
    if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) < 0 && errno != ENOSYS)
        fail("join-keyring", "session");
    drop_bounding_set();
    install_filter();
}

void become_ve_root(void)
{
    if (setgroups(0, NULL) || setresgid(0, 0, 0) || setresuid(0, 0, 0))
        fail("set-ids", "0");
    /* Until exec sets it again: no process of the VE may trace this one. */
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0))
        fail("set-dumpable", "0");
}

struct bounds {
    int resource;
    struct rlimit limit;
};

/* What Linux gives to the first process of a machine, as far as it does not depend on memory size:
 * a VE is not to inherit what the caller's service unit or shell set. */
static const struct bounds first_process[] = {
    {RLIMIT_CPU, {RLIM_INFINITY, RLIM_INFINITY}},
    {RLIMIT_FSIZE, {RLIM_INFINITY, RLIM_INFINITY}},
    {RLIMIT_DATA, {RLIM_INFINITY, RLIM_INFINITY}},
    {RLIMIT_STACK, {8 << 20, RLIM_INFINITY}},
    {RLIMIT_CORE, {0, RLIM_INFINITY}},
    {RLIMIT_RSS, {RLIM_INFINITY, RLIM_INFINITY}},
    {RLIMIT_NPROC, {RLIM_INFINITY, RLIM_INFINITY}}, /* numproc bounds it, per VE */
    {RLIMIT_NOFILE, {1024, 524288}},                /* the pair that systemd chose for its PID 1 */
    {RLIMIT_MEMLOCK, {8 << 20, 8 << 20}},
    {RLIMIT_AS, {RLIM_INFINITY, RLIM_INFINITY}},
    {RLIMIT_LOCKS, {RLIM_INFINITY, RLIM_INFINITY}},
    {RLIMIT_MSGQUEUE, {819200, 819200}},
    {RLIMIT_NICE, {0, 0}},
    {RLIMIT_RTPRIO, {0, 0}},
    {RLIMIT_RTTIME, {RLIM_INFINITY, RLIM_INFINITY}},
};

/* Raising a hard limit needs CAP_SYS_RESOURCE, which some machines keep from their root: there the
 * bound stays where it is and only the rest is set. */
static void set_bounds(const struct bounds *wanted)
{
    struct rlimit limit = wanted->limit;
    if (!setrlimit((__rlimit_resource_t)wanted->resource, &limit))
        return;
    struct rlimit present;
    if (errno != EPERM || getrlimit((__rlimit_resource_t)wanted->resource, &present))
        fail("set-rlimit", "of the first process");
    if (limit.rlim_max > present.rlim_max)
        limit.rlim_max = present.rlim_max;
    if (limit.rlim_cur > limit.rlim_max)
        limit.rlim_cur = limit.rlim_max;
    if (setrlimit((__rlimit_resource_t)wanted->resource, &limit))
        fail("set-rlimit", "of the first process");
}

static void reset_oom_score(void)
{
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    /* A service manager may have protected the caller; its VEs are not to be. EACCES: going below
     * what a process was given needs CAP_SYS_RESOURCE, and being killed first is the safe side. */
    if (fd < 0 || (write(fd, "0", 1) != 1 && errno != EACCES))
        fail("reset-oom-score", "/proc/self/oom_score_adj");
    close(fd);
}

void shed_callers_state(void)
{
    /* The C library refuses its own two (32, 33); the kernel's default stands there anyway. */
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    umask(022);
    for (size_t i = 0; i < sizeof first_process / sizeof *first_process; i++)
        set_bounds(&first_process[i]);
    setpriority(PRIO_PROCESS, 0, 0);
    reset_oom_score();
}

void keep_only(int fd)
{
    if (fd != KEPT_FD && dup3(fd, KEPT_FD, O_CLOEXEC) < 0)
        fail("keep-fd", "channel");
    if (close_range(0, KEPT_FD - 1, 0) || close_range(KEPT_FD + 1, ~0U, 0))
        fail("close-fds", "all");
}
