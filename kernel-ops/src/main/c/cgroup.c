#define _GNU_SOURCE
#include "ve-init.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <unistd.h>

/* In the VE's own cgroup, for the commands that come from outside. */
#define LEAF ".vzgit"

/* Root in the VE may remove an empty one between its making and its opening, but hardly each time. */
#define LEAF_ATTEMPTS 3

static int open_cgroup(const char *procs_file)
{
    char path[LINE_MAX_BYTES];
    snprintf(path, sizeof path, "%s", procs_file);
    char *name = strrchr(path, '/');
    if (!name)
        return -1;
    *name = '\0';
    return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

/* cgroup v1 has a file "tasks" for single threads, and a process of one thread that moves itself
 * through it is spared what cgroup.procs costs: cgroup.procs stops all forks and exits of the machine
 * by a lock whose writer waits for an RCU grace period, 4 to 14 ms (kernel/cgroup/cgroup.c,
 * cgroup_procs_write_start: "we can skip the global lock"; since 5.5). */
static void join_v1(int cgroup, const char *procs_file)
{
    int tasks = openat(cgroup, "tasks", O_WRONLY | O_CLOEXEC);
    /* "0" is the writer itself. */
    if (tasks < 0 || write(tasks, "0", 1) != 1)
        fail("join-cgroup", procs_file);
    close(tasks);
}

int join_cgroups(const char *const *procs_files, size_t count)
{
    int unified = -1;
    for (size_t i = 0; i < count; i++) {
        struct statfs type;
        int cgroup = open_cgroup(procs_files[i]);
        if (cgroup < 0 || fstatfs(cgroup, &type))
            fail("join-cgroup", procs_files[i]);
        if (type.f_type == CGROUP2_SUPER_MAGIC) {
            unified = cgroup;
        } else {
            join_v1(cgroup, procs_files[i]);
            close(cgroup);
        }
    }
    return unified;
}

static bool has_controllers(int cgroup)
{
    char some;
    int controllers = openat(cgroup, "cgroup.controllers", O_RDONLY | O_CLOEXEC);
    ssize_t length = controllers < 0 ? 0 : read(controllers, &some, 1);
    if (controllers >= 0)
        close(controllers);
    /* Without any the file is empty, not even a newline (6.18). */
    return length > 0;
}

int leaf_of(int unified)
{
    if (unified < 0 || !has_controllers(unified))
        return unified;
    for (int i = 0; i < LEAF_ATTEMPTS; i++) {
        if (mkdirat(unified, LEAF, 0755) && errno != EEXIST)
            fail("make-cgroup", LEAF);
        int leaf = openat(unified, LEAF, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (leaf >= 0) {
            close(unified);
            return leaf;
        }
        if (errno != ENOENT)
            break;
    }
    fail("open-cgroup", LEAF);
}

pid_t clone_into(int unified, unsigned long long flags)
{
    /* A sibling (CLONE_PARENT) tells its end as its maker does, and another signal is EINVAL. */
    struct clone_args how = {.flags = flags,
                             .exit_signal = flags & CLONE_PARENT ? 0 : SIGCHLD};
    if (unified >= 0) {
        /* Born in its cgroup: in version 2 that is the way without the lock (since 5.7). */
        how.flags |= CLONE_INTO_CGROUP;
        how.cgroup = (unsigned long long)unified;
    }
    pid_t pid = (pid_t)syscall(SYS_clone3, &how, sizeof how);
    if (pid < 0)
        fail("clone", "into the VE's cgroups");
    return pid;
}
