#define _GNU_SOURCE
#include "quota.h"
#include "ve-init.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

struct file_system {
    const char *type;
    const char *target;
    unsigned long flags;
    const char *options;
};

enum { SAFE = MS_NOSUID | MS_NODEV | MS_NOEXEC };

/* What a user namespace may mount itself; /proc and /sys are there (view.c). */
static const struct file_system cgroup2 = {"cgroup2", "/sys/fs/cgroup", SAFE, NULL};
static const struct file_system devices[] = {
    /* gid 5 is tty in every distribution; grantpt(3) wants it so. */
    {"devpts", "/dev/pts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620,gid=5"},
    {"tmpfs", "/dev/shm", MS_NOSUID | MS_NODEV, "mode=1777"},
    {"mqueue", "/dev/mqueue", SAFE, NULL},
};

static void mount_one(const struct file_system *what)
{
    if (mount(what->type, what->target, what->type, what->flags, what->options))
        fail("mount", what->target);
}

/* Makes the root directory that `root` stands for this process's root, with the host's tree still
 * stacked on it: "." of the present directory leads there until it is detached. */
static void pivot(int root)
{
    if (fchdir(root))
        fail("enter-root", "fchdir");
    /* The copy of the host's mounts is locked together, and a locked mount cannot be a root: a
     * fresh clone is not locked. What is mounted in it stays so. The directory moves with the
     * namespace's copy. */
    if (unshare(CLONE_NEWNS))
        fail("unshare", "mount");
    int clone = open_tree(AT_FDCWD, ".", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
    if (clone < 0 || move_mount(clone, "", AT_FDCWD, ".", MOVE_MOUNT_F_EMPTY_PATH))
        fail("bind-root", ".");
    if (fchdir(clone) || syscall(SYS_pivot_root, ".", "."))
        fail("pivot-root", ".");
    close(clone);
    close(root);
}

static void mount_inside(const struct launch_spec *spec)
{
    if (spec->unified >= 0)
        mount_one(&cgroup2);
    /* A mount point of its own: what looks whether /dev is set up (systemd) then leaves it. */
    if (mount("/dev", "/dev", NULL, MS_BIND, NULL))
        fail("mount", "/dev");
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
        mount_one(&devices[i]);
    if (umount2(".", MNT_DETACH) || chdir("/"))
        fail("detach-host", "old root");
}

/* The loopback link of a new network namespace is down; a VE with no network has it too. */
static void raise_loopback(void)
{
    int socket_fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP};
    if (socket_fd < 0 || ioctl(socket_fd, SIOCSIFFLAGS, &request))
        fail("raise-link", "lo");
    close(socket_fd);
}

static void die_with_parent(void)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0))
        fail("die-with-parent", "prctl");
}

/* Waits for one message; when the other side is gone there is nothing left to do here. */
static int await(int channel, char expected)
{
    char what;
    int fd;
    if (!channel_receive(channel, &what, &fd) || what != expected)
        _exit(1);
    return fd;
}

static void own_standard_streams(void)
{
    for (int fd = 0; fd < KEPT_FD; fd++)
        close(fd);
    if (open("/dev/null", O_RDWR) != 0 || dup(0) != 1 || dup(0) != 2)
        fail("open-streams", "/dev/null");
}

static void exec_init(const struct launch_spec *spec)
{
    char *environment[] = {
        "container=vzgit",
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME=/",
        "TERM=linux",
        NULL,
    };
    for (size_t i = 0; i < spec->init_count; i++) {
        char *arguments[] = {(char *)spec->inits[i], NULL};
        execve(spec->inits[i], arguments, environment);
        /* A file that is there and cannot run is the fault to tell, not the next one's absence. */
        if (errno != ENOENT)
            fail("exec-init", spec->inits[i]);
    }
    fail("exec-init", spec->inits[0]);
}

void become_init(const struct launch_spec *spec, int channel)
{
    keep_only(channel);
    channel = KEPT_FD;
    report_to(channel);
    die_with_parent();
    await(channel, 'm');
    become_ve_root();
    /* A change of ids clears it (prctl(2)). */
    die_with_parent();
    if (setsid() < 0 || unshare(CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP))
        fail("unshare", "net, ipc, uts, cgroup");
    raise_loopback();
    if (sethostname(spec->hostname, strlen(spec->hostname)))
        fail("set-hostname", spec->hostname);
    channel_send(channel, 'n');
    pivot(await(channel, 'r'));
    mount_inside(spec);
    own_standard_streams();
    confine();
    if (spec->quota_note) {
        int listener = install_quota_gate();
        channel_send_fd(channel, 'q', listener);
        close(listener);
    }
    channel_send(channel, 'h');
    await(channel, 'g');
    prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0);
    exec_init(spec);
    _exit(1);
}
