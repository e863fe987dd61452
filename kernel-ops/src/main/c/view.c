#define _GNU_SOURCE
#include "ve-init.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/pidfd.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * What a VE sees in /proc and /sys. Both are mounted from outside, by a process that has the host's
 * rights and stands in the VE's pid and network namespaces: when the VE's mount namespace is then made
 * as a copy, all these mounts are locked together (mount_namespaces(7)). So the VE's root can take no
 * mask away, can make no read-only mount writable, and can mount no proc or sysfs of its own that
 * would show what a mask hides (the kernel's mount_too_revealing()).
 */

/* Files of proc that tell of the whole machine or of other VEs; cgroups has their number in it. A mask is an
 * empty file. What is in no file here belongs to the VE's own namespaces or says no more than uname(2). */
static const char *const masked_files[] = {
    "buddyinfo",    "cgroups",       "cmdline",      "config.gz",   "consoles",      "dma",
    "interrupts",   "iomem",         "ioports",      "kallsyms",    "kcore",         "key-users",
    "keys",         "kmsg",          "kpagecgroup",  "kpagecount",  "kpageflags",    "latency_stats",
    "mdstat",       "misc",          "modules",      "mtrr",        "pagetypeinfo",  "partitions",
    "sched_debug",  "schedstat",     "slabinfo",     "softirqs",    "sysrq-trigger", "timer_list",
    "vmallocinfo",  "vmstat",        "zoneinfo",
};

static const char *const masked_directories[] = {
    "acpi", "asound", "bus", "driver", "dynamic_debug", "fs", "irq", "pressure", "scsi",
};

/* What lxcfs(8) shows of a VE's own in place of the machine's; without it the first two are the
 * machine's, as programs cannot do without them, and of the others an empty one is the better lie. */
struct served {
    const char *name;
    bool masked_otherwise;
};
static const struct served served_files[] = {
    {"cpuinfo", false}, {"meminfo", false}, {"stat", false},     {"uptime", false},
    {"loadavg", false}, {"swaps", true},    {"diskstats", true},
};
static const char served_cpus[] = "devices/system/cpu/online";

/* All that there is in a VE's /sys: its own network devices, how many CPUs there are, what memory
 * allocators look at. The machine's hardware, disks and modules are not in it. */
static const char *const shown[] = {
    "class/net",
    "devices/virtual/net",
    "devices/system/cpu",
    "kernel/mm/transparent_hugepage",
};
enum { SHOWN = sizeof shown / sizeof *shown };

/* Mount points that programs look for. */
static const char *const directories[] = {
    "class",          "class/net", "devices",        "devices/system", "devices/system/cpu",
    "devices/virtual", "devices/virtual/net", "fs",  "fs/cgroup",      "kernel",
    "kernel/mm",      "kernel/mm/transparent_hugepage",
};

/* The tmpfs of the launcher, on low/ of the private area: it is on no disk and ends with the VE. */
static const char empty_file[] = "low/empty";
static const char empty_directory[] = "low/none";
static const char boot_id[] = "low/boot_id";

static int make_file_system(const char *type, const char *option, const char *value, unsigned attributes)
{
    int fs = fsopen(type, FSOPEN_CLOEXEC);
    if (fs < 0 || (option && fsconfig(fs, FSCONFIG_SET_STRING, option, value, 0)) ||
        fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0))
        fail("make-file-system", type);
    int tree = fsmount(fs, FSMOUNT_CLOEXEC,
                       attributes | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
    if (tree < 0)
        fail("mount", type);
    close(fs);
    return tree;
}

static void attach(int tree, int directory, const char *name)
{
    unsigned flags = MOVE_MOUNT_F_EMPTY_PATH | (*name ? 0 : MOVE_MOUNT_T_EMPTY_PATH);
    if (move_mount(tree, "", directory, name, flags))
        fail("mount", *name ? name : "file system");
}

static int take(int directory, const char *path)
{
    return open_tree(directory, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
}

/* ENOENT on either side is fine: this kernel has no such file. Its place is looked for first: closing
 * a tree that was attached nowhere waits for an RCU grace period (namespace_unlock() in fs/namespace.c;
 * 6.18: 40 microseconds to 4 ms, for some ten files that no one kernel has all of). */
static bool cover(const char *source, int directory, const char *name)
{
    if (faccessat(directory, name, F_OK, AT_SYMLINK_NOFOLLOW) && errno == ENOENT)
        return false;
    int tree = take(AT_FDCWD, source);
    if (tree < 0)
        return false;
    bool done = !move_mount(tree, "", directory, name, MOVE_MOUNT_F_EMPTY_PATH);
    int error = errno;
    close(tree);
    if (!done && error != ENOENT)
        fail_with(error, "mask", name);
    return done;
}

/* One bit pattern per start, as a machine has one per boot: the host's would be the same in all VEs. */
static void write_boot_id(void)
{
    unsigned char b[16];
    if (getrandom(b, sizeof b, 0) != sizeof b)
        fail("make-boot-id", "getrandom");
    b[6] = (unsigned char)((b[6] & 0x0f) | 0x40); /* version 4 of RFC 9562, as the kernel's own */
    b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
    int fd = open(boot_id, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
    if (fd < 0 || dprintf(fd,
                          "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x\n",
                          b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11],
                          b[12], b[13], b[14], b[15]) < 0)
        fail("make-boot-id", boot_id);
    close(fd);
}

static void make_masks(void)
{
    int fd = open(empty_file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
    if (fd < 0 || mkdir(empty_directory, 0555))
        fail("make-masks", "low");
    close(fd);
    write_boot_id();
}

static bool serve(const char *lxcfs, const char *name, int directory, const char *target)
{
    char source[LINE_MAX_BYTES];
    snprintf(source, sizeof source, "%s/%s", lxcfs, name);
    return cover(source, directory, target);
}

static void show_proc(const struct launch_spec *spec, int target)
{
    int proc = make_file_system("proc", NULL, NULL, 0);
    attach(proc, target, "");
    for (size_t i = 0; i < sizeof masked_files / sizeof *masked_files; i++)
        cover(empty_file, proc, masked_files[i]);
    for (size_t i = 0; i < sizeof masked_directories / sizeof *masked_directories; i++)
        cover(empty_directory, proc, masked_directories[i]);
    cover(boot_id, proc, "sys/kernel/random/boot_id");
    for (size_t i = 0; i < sizeof served_files / sizeof *served_files; i++) {
        char name[32];
        snprintf(name, sizeof name, "proc/%s", served_files[i].name);
        if (!(spec->lxcfs && serve(spec->lxcfs, name, proc, served_files[i].name)) &&
            served_files[i].masked_otherwise)
            cover(empty_file, proc, served_files[i].name);
    }
    close(proc);
}

/* A whole sysfs only as long as it takes to clone the parts that are shown. */
static void take_parts(int target, int parts[SHOWN])
{
    int sysfs = make_file_system("sysfs", NULL, NULL, MOUNT_ATTR_RDONLY);
    attach(sysfs, target, "");
    for (size_t i = 0; i < SHOWN; i++)
        parts[i] = take(sysfs, shown[i]);
    /* By its descriptor: no name leads to it that the VE's files could bend. */
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", sysfs);
    if (umount2(path, MNT_DETACH))
        fail("unmount", "sysfs");
    close(sysfs);
}

static void show_sys(const struct launch_spec *spec, int target)
{
    int parts[SHOWN];
    take_parts(target, parts);
    int sys = make_file_system("tmpfs", "mode", "755", 0);
    attach(sys, target, "");
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++)
        if (mkdirat(sys, directories[i], 0755))
            fail("make-directory", directories[i]);
    for (size_t i = 0; i < SHOWN; i++) {
        /* A part that this kernel lacks stays an empty directory. */
        if (parts[i] < 0)
            continue;
        attach(parts[i], sys, shown[i]);
        close(parts[i]);
    }
    if (spec->lxcfs) {
        char name[64];
        snprintf(name, sizeof name, "sys/%s", served_cpus);
        serve(spec->lxcfs, name, sys, served_cpus);
    }
    struct mount_attr closed = {.attr_set = MOUNT_ATTR_RDONLY};
    if (mount_setattr(sys, "", AT_EMPTY_PATH, &closed, sizeof closed))
        fail("close", "/sys");
    close(sys);
}

static _Noreturn void show(const struct launch_spec *spec, int proc, int sys)
{
    show_proc(spec, proc);
    show_sys(spec, sys);
    _exit(0);
}

static void await(pid_t pid)
{
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            fail("await-view", "waitpid");
    /* What went wrong it has told itself. */
    if (!WIFEXITED(status) || WEXITSTATUS(status))
        end_reported();
}

void mount_view(const struct launch_spec *spec, pid_t first_process, int root)
{
    int proc = open_directory(root, "proc");
    int sys = open_directory(root, "sys");
    int first = pidfd_open(first_process, 0);
    if (proc < 0 || sys < 0 || first < 0)
        fail("open-directory", "/proc and /sys of the VE");
    make_masks();
    pid_t outer = fork();
    if (outer == 0) {
        /* A pid namespace is entered by the children only. */
        if (setns(first, CLONE_NEWPID | CLONE_NEWNET))
            fail("enter-namespaces", "pid, net");
        pid_t inner = fork();
        if (inner == 0)
            show(spec, proc, sys);
        await(inner);
        _exit(0);
    }
    await(outer);
    close(first);
    close(sys);
    close(proc);
}
