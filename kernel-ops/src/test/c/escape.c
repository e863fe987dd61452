/*
 * Ways out of a VE or up in it, tried from inside by its root. Prints one line for each: its name and
 * the errno that it met, or "SUCCEEDED". Static, so that it runs in any template.
 *
 *   escape HOSTPID SIBLING [WAY…]   all ways, or some
 *   escape hold FILE          makes IPC objects, sockets and locks, tells so, and stays
 *   escape look FILE          looks for what another VE's `hold` made
 *   escape whoami             its effective user
 *   escape race-exe SECONDS   watches for a host program's file behind /proc/PID/exe
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/keyctl.h>
#include <linux/nsfs.h>
#include <linux/perf_event.h>
#include <mqueue.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fanotify.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/quota.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pid_t host_pid; /* of a process of the host */
static pid_t sibling;  /* of another VE's init, as the host numbers it */

static int node(mode_t kind, unsigned major, unsigned minor)
{
    unlink("/tmp/node");
    return mknod("/tmp/node", kind | 0666, makedev(major, minor));
}
static int node_disk(void) { return node(S_IFBLK, 254, 0); }
static int node_memory(void) { return node(S_IFCHR, 1, 1); }
static int node_kernel_log(void) { return node(S_IFCHR, 1, 11); }
static int node_fuse(void) { return node(S_IFCHR, 10, 229); }

static int mounted(const char *source, const char *type, const char *options)
{
    mkdir("/tmp/m", 0755);
    return mount(source, "/tmp/m", type, 0, options);
}
static int mount_disk(void) { return mounted("/dev/vda", "ext4", NULL); }
static int mount_devtmpfs(void) { return mounted("x", "devtmpfs", NULL); }
static int mount_debugfs(void) { return mounted("x", "debugfs", NULL); }
static int mount_tracefs(void) { return mounted("x", "tracefs", NULL); }
static int mount_securityfs(void) { return mounted("x", "securityfs", NULL); }
static int mount_proc(void) { return mounted("x", "proc", NULL); }
static int mount_sysfs(void) { return mounted("x", "sysfs", NULL); }
static int mount_release_agent(void)
{
    return mounted("x", "cgroup", "pids,release_agent=/tmp/agent");
}

static int opened(const char *path, int flags)
{
    int fd = open(path, flags);
    return fd < 0 ? -1 : 0;
}
static int unmask_cgroups(void) { return umount2("/proc/cgroups", MNT_DETACH); }
static int unmask_kcore(void) { return umount2("/proc/kcore", 0); }
static int unmount_proc(void) { return umount2("/proc", MNT_DETACH); }
static int unmount_sys(void) { return umount2("/sys", MNT_DETACH); }
static int unmount_root(void) { return umount2("/", MNT_DETACH); }
static int writable_sys(void) { return mount(NULL, "/sys", NULL, MS_REMOUNT | MS_BIND, NULL); }
static int move_mask(void)
{
    mkdir("/tmp/m", 0755);
    return mount("/proc/cgroups", "/tmp/m", NULL, MS_MOVE, NULL);
}
/* A mount namespace of its own, with full rights over it, must not set the masks free either. */
static int in_child(int (*way)(void), int flags)
{
    int ends[2];
    if (pipe(ends))
        return -1;
    pid_t pid = fork();
    if (pid == 0) {
        int met = unshare(flags) || way() ? errno : 0;
        (void)!write(ends[1], &met, sizeof met);
        _exit(0);
    }
    int met = ECHILD;
    close(ends[1]);
    (void)!read(ends[0], &met, sizeof met);
    close(ends[0]);
    waitpid(pid, NULL, 0);
    errno = met;
    return met ? -1 : 0;
}
static int unmask_in_mount_namespace(void) { return in_child(unmask_cgroups, CLONE_NEWNS); }
static int unmask_in_user_namespace(void)
{
    return in_child(unmask_cgroups, CLONE_NEWUSER | CLONE_NEWNS);
}
static int proc_in_user_namespace(void) { return in_child(mount_proc, CLONE_NEWUSER | CLONE_NEWNS); }

static int write_to(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY);
    if (fd < 0)
        return -1;
    int result = write(fd, text, strlen(text)) < 0 ? -1 : 0;
    int error = errno;
    close(fd);
    errno = error;
    return result;
}
static int core_pattern(void) { return write_to("/proc/sys/kernel/core_pattern", "|/tmp/x"); }
static int modprobe_path(void) { return write_to("/proc/sys/kernel/modprobe", "/tmp/x"); }
static int binfmt(void) { return write_to("/proc/sys/fs/binfmt_misc/register", ":x:M::x::/tmp/x:"); }
static int sysrq(void) { return write_to("/proc/sysrq-trigger", "h"); }
static int sysrq_setting(void) { return write_to("/proc/sys/kernel/sysrq", "1"); }
static int panic_setting(void) { return write_to("/proc/sys/kernel/panic", "1"); }
static int drop_caches(void) { return write_to("/proc/sys/vm/drop_caches", "3"); }
static int uevent_helper(void) { return write_to("/sys/kernel/uevent_helper", "/tmp/x"); }
static int oom_score(void) { return write_to("/proc/self/oom_score_adj", "-1000"); }
static int kcore(void)
{
    char byte;
    int fd = open("/proc/kcore", O_RDONLY);
    if (fd < 0)
        return -1;
    errno = ENODATA;
    return read(fd, &byte, 1) == 1 ? 0 : -1;
}

/* v1: a hierarchy of its own part only, where nothing of the host's root is. */
static int in_pids_hierarchy(const char *file, const char *text)
{
    mkdir("/tmp/cg", 0755);
    if (mount("x", "/tmp/cg", "cgroup", 0, "pids")) {
        errno = EACCES; /* no such hierarchy here: as good as refused */
        return -1;
    }
    char path[256];
    snprintf(path, sizeof path, "/tmp/cg/%s", file);
    int result = write_to(path, text);
    int error = errno;
    umount2("/tmp/cg", MNT_DETACH);
    errno = error;
    return result;
}
static int release_agent(void) { return in_pids_hierarchy("release_agent", "/tmp/x"); }
static int notify_on_release(void) { return in_pids_hierarchy("notify_on_release", "1"); }
static int own_pids_limit(void) { return in_pids_hierarchy("pids.max", "max"); }
static int out_of_cgroup(void) { return in_pids_hierarchy("../cgroup.procs", "0"); }
static int own_memory_limit(void)
{
    if (write_to("/sys/fs/cgroup/memory.max", "max") == 0)
        return 0;
    if (errno == ENOENT) /* version 2 has no memory controller here */
        errno = EACCES;
    return -1;
}

static int enter(const char *path) /* setns through a file of proc */
{
    int fd = open(path, O_RDONLY);
    return fd < 0 ? -1 : setns(fd, 0);
}
static int parent_user_namespace(void)
{
    int fd = open("/proc/self/ns/user", O_RDONLY);
    return ioctl(fd, NS_GET_PARENT) < 0 ? -1 : 0;
}
static int parent_pid_namespace(void)
{
    int fd = open("/proc/self/ns/pid", O_RDONLY);
    return ioctl(fd, NS_GET_PARENT) < 0 ? -1 : 0;
}
static int enter_host_process(void)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/ns/mnt", host_pid);
    return enter(path);
}
static int kill_host(void) { return kill(host_pid, 0); }
static int pidfd_host(void) { return pidfd_open(host_pid, 0) < 0 ? -1 : 0; }
static int trace_host(void) { return (int)ptrace(PTRACE_ATTACH, host_pid, 0, 0); }
static int kill_sibling(void) { return kill(sibling, 0); }
static int trace_sibling(void) { return (int)ptrace(PTRACE_ATTACH, sibling, 0, 0); }
static int read_sibling(void)
{
    char byte;
    struct iovec here = {&byte, 1}, there = {(void *)&byte, 1};
    return process_vm_readv(sibling, &here, 1, &there, 1, 0) == 1 ? 0 : -1;
}

/* The classic: a root of a root, a descriptor outside of it, and up. It ends at the VE's own root. */
static int climb(void)
{
    struct stat before, after;
    stat("/", &before);
    pid_t pid = fork();
    if (pid == 0) {
        mkdir("/tmp/jail", 0755);
        int outside = open("/", O_RDONLY);
        if (chroot("/tmp/jail") || fchdir(outside))
            _exit(2);
        for (int i = 0; i < 100; i++)
            (void)!chdir("..");
        (void)!chroot(".");
        stat("/", &after);
        _exit(before.st_dev == after.st_dev && before.st_ino == after.st_ino ? 1 : 0);
    }
    int status;
    waitpid(pid, &status, 0);
    errno = EXDEV;
    return WEXITSTATUS(status) == 0 ? 0 : -1;
}
/* Descriptors that came along with exec: none may be a directory, from which openat goes on. */
static int inherited_directory(void)
{
    for (int fd = 0; fd < 1024; fd++) {
        struct stat found;
        if (!fstat(fd, &found) && S_ISDIR(found.st_mode))
            return 0;
    }
    errno = EBADF;
    return -1;
}

static int become(uid_t uid) { return setresuid(uid, uid, uid); }
static int unmapped_user(void) { return become(70000); }
static int unmapped_owner(void)
{
    close(open("/tmp/f", O_CREAT | O_WRONLY, 0755));
    return chown("/tmp/f", 70000, 70000);
}
static int map_hosts_root(void) /* an id that the VE does not have, into a namespace of its own */
{
    return write_to("/proc/self/uid_map", "0 4000000000 1");
}
static int map_in_user_namespace(void) { return in_child(map_hosts_root, CLONE_NEWUSER); }
static int raise_bounding_set(void)
{
    return prctl(PR_CAPBSET_READ, CAP_SYS_MODULE, 0, 0, 0) == 1 ? 0 : (errno = EPERM, -1);
}
static int module_in_user_namespace(void)
{
    if (unshare(CLONE_NEWUSER))
        return -1;
    return (int)syscall(SYS_init_module, "", 0, "");
}

static int load_kernel(void) { return (int)syscall(SYS_kexec_load, 0, 0, NULL, 0); }
static int load_kernel_file(void) { return (int)syscall(SYS_kexec_file_load, 0, 0, 0, "", 0); }
static int load_module(void) { return (int)syscall(SYS_init_module, "", 0, ""); }
static int load_module_file(void) { return (int)syscall(SYS_finit_module, 0, "", 0); }
static int unload_module(void) { return (int)syscall(SYS_delete_module, "dummy", O_NONBLOCK); }
static int load_program(void) { return (int)syscall(SYS_bpf, 5, NULL, 0); }
static int fault_handler(void) { return (int)syscall(SYS_userfaultfd, 0); }
static int add_key_call(void)
{
    return (int)syscall(SYS_add_key, "user", "x", "y", 1, KEY_SPEC_SESSION_KEYRING);
}
static int keyring(void) { return (int)syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, -3, 0); }
static int request_key_call(void) { return (int)syscall(SYS_request_key, "user", "x", "y", 0); }
static int perf(void)
{
    struct perf_event_attr attr = {.size = sizeof attr};
    return (int)syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0);
}
static int uring(void) { char params[120] = {0}; return (int)syscall(SYS_io_uring_setup, 1, params); }
static int by_handle(void)
{
    struct { struct file_handle handle; char bytes[8]; } root = {{.handle_bytes = 8, .handle_type = 1}, {2}};
    return open_by_handle_at(AT_FDCWD, &root.handle, O_RDONLY) < 0 ? -1 : 0;
}
static int ports(void) { return (int)syscall(SYS_iopl, 3); }
static int port_range(void) { return (int)syscall(SYS_ioperm, 0, 1024, 1); }
static int swap_on(void) { return swapon("/tmp/f", 0); }
static int swap_off(void) { return swapoff("/dev/vda"); }
static int accounting(void) { return acct("/tmp/f"); }
static int kernel_log(void) { char text[64]; return (int)syscall(SYS_syslog, 3, text, sizeof text); }
static int set_clock(void) { struct timespec t = {1, 0}; return clock_settime(CLOCK_REALTIME, &t); }
static int set_day(void) { struct timeval t = {1, 0}; return settimeofday(&t, NULL); }
static int steer_clock(void)
{
    struct timex t = {.modes = ADJ_FREQUENCY, .freq = 0};
    return adjtimex(&t) < 0 ? -1 : 0;
}
static int local_table(void) { char t[16]; return (int)syscall(SYS_modify_ldt, 0, t, sizeof t); }
static int watch_all_files(void)
{
    return fanotify_init(FAN_CLASS_CONTENT | FAN_UNLIMITED_QUEUE, O_RDONLY) < 0 ? -1 : 0;
}
static int real_time(void)
{
    struct sched_param param = {.sched_priority = 1};
    return sched_setscheduler(0, SCHED_FIFO, &param);
}
static int nicer(void) { return setpriority(PRIO_PROCESS, 0, -10); }
static int more_files(void)
{
    struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
    return setrlimit(RLIMIT_MEMLOCK, &limit);
}
static int quota_off(void)
{
    return quotactl(QCMD(Q_QUOTAOFF, USRQUOTA), "/dev/vda", 0, NULL);
}

static int family(int number)
{
    int fd = socket(number, SOCK_DGRAM, 0);
    return fd < 0 ? -1 : 0;
}
static int vsock(void)
{
    int fd = socket(AF_VSOCK, SOCK_STREAM, 0);
    return fd < 0 ? -1 : 0;
}
static int crypto_socket(void) { return family(AF_ALG); }
static int tipc(void) { return family(AF_TIPC); }
static int bluetooth(void) { return family(AF_BLUETOOTH); }
static int key_socket(void) { return family(AF_KEY); }
static int tunnel(void) { return opened("/dev/net/tun", O_RDWR); }

static int abstract_socket(void) /* the caller listens on it, on the host */
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    strcpy(name.sun_path + 1, "vzgit-escape");
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    return connect(fd, (struct sockaddr *)&name,
                   (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen("vzgit-escape")));
}

#if defined(__x86_64__)
static int x32(void) { return (int)syscall(0x40000000 | SYS_getpid); }
/* 32-bit system calls of this process: the filter has a table of their numbers. */
static int compat(int number)
{
    int result;
    __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(0), "c"(0), "d"(0) : "memory", "cc", "r8", "r9", "r10", "r11");
    if (result >= 0 || result < -4095)
        return 0;
    errno = -result;
    return -1;
}
static int compat_module(void) { return compat(128); }
static int compat_kexec(void) { return compat(283); }
static int compat_sockets(void) { return compat(102); }
static int compat_handle(void) { return compat(342); }
#endif
static int newer_call(void) { return (int)syscall(1023); }

static const struct way {
    const char *name;
    int (*go)(void);
} ways[] = {
#define WAY(name) {#name, name}
    WAY(node_disk), WAY(node_memory), WAY(node_kernel_log), WAY(node_fuse),
    WAY(mount_disk), WAY(mount_devtmpfs), WAY(mount_debugfs), WAY(mount_tracefs),
    WAY(mount_securityfs), WAY(mount_proc), WAY(mount_sysfs), WAY(mount_release_agent),
    WAY(unmask_cgroups), WAY(unmask_kcore), WAY(unmount_proc), WAY(unmount_sys), WAY(unmount_root),
    WAY(writable_sys), WAY(move_mask), WAY(unmask_in_mount_namespace),
    WAY(unmask_in_user_namespace), WAY(proc_in_user_namespace),
    WAY(core_pattern), WAY(modprobe_path), WAY(binfmt), WAY(sysrq), WAY(sysrq_setting),
    WAY(panic_setting), WAY(drop_caches), WAY(uevent_helper), WAY(oom_score), WAY(kcore),
    WAY(release_agent), WAY(notify_on_release), WAY(own_pids_limit), WAY(out_of_cgroup),
    WAY(own_memory_limit),
    WAY(parent_user_namespace), WAY(parent_pid_namespace), WAY(enter_host_process),
    WAY(kill_host), WAY(pidfd_host), WAY(trace_host), WAY(kill_sibling), WAY(trace_sibling),
    WAY(read_sibling), WAY(climb), WAY(inherited_directory),
    WAY(unmapped_user), WAY(unmapped_owner), WAY(map_in_user_namespace), WAY(raise_bounding_set),
    WAY(load_kernel), WAY(load_kernel_file), WAY(load_module), WAY(load_module_file),
    WAY(unload_module), WAY(load_program), WAY(fault_handler), WAY(add_key_call), WAY(keyring),
    WAY(request_key_call), WAY(perf), WAY(uring), WAY(by_handle), WAY(ports), WAY(port_range),
    WAY(swap_on), WAY(swap_off), WAY(accounting), WAY(kernel_log), WAY(set_clock), WAY(set_day),
    WAY(steer_clock), WAY(local_table), WAY(watch_all_files), WAY(real_time), WAY(nicer),
    WAY(more_files), WAY(quota_off), WAY(vsock), WAY(crypto_socket), WAY(tipc), WAY(bluetooth),
    WAY(key_socket), WAY(tunnel), WAY(abstract_socket),
#if defined(__x86_64__)
    WAY(x32), WAY(compat_module), WAY(compat_kexec), WAY(compat_sockets), WAY(compat_handle),
#endif
    WAY(newer_call),
    WAY(module_in_user_namespace), /* last: this process is in that namespace from here on */
};

/* While the host runs commands here, one process of each is for a moment the host's own program in the
 * VE's pid namespace. Its file behind /proc/PID/exe would be the way to overwrite it. */
static int race_exe(int seconds)
{
    time_t end = time(NULL) + seconds;
    long opened_files = 0;
    while (time(NULL) < end) {
        for (int pid = 2; pid < 400; pid++) {
            char path[64], target[256];
            snprintf(path, sizeof path, "/proc/%d/exe", pid);
            ssize_t length = readlink(path, target, sizeof target - 1);
            if (length <= 0)
                continue;
            target[length] = '\0';
            if (!strstr(target, "ve-init"))
                continue;
            int fd = open(path, O_WRONLY);
            if (fd >= 0 || errno == ETXTBSY) {
                printf("wrote to %s\n", target);
                return 1;
            }
            fd = open(path, O_RDONLY);
            if (fd >= 0) {
                opened_files++;
                snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
                if (open(path, O_WRONLY) >= 0 || errno == ETXTBSY) {
                    printf("wrote again to %s\n", target);
                    return 1;
                }
                close(fd);
            }
        }
    }
    printf("held out, read %ld\n", opened_files);
    return 0;
}

enum { KEY = 0x767a };
static const char name[] = "/vzgit";

/* One object of each kind that a namespace is to keep to itself. */
static int objects(const char *file, int flags)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    memcpy(address.sun_path + 1, "vzgit-held", 10);
    socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 11);
    int fd = open(file, O_RDONLY);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    struct flock lock = {.l_type = flags ? F_WRLCK : F_RDLCK, .l_whence = SEEK_SET};
    struct { const char *what; int result; int error; } met[] = {
#define MET(what, call) {what, call, errno}
        MET("shared-memory", shmget(KEY, 4096, flags | 0600)),
        MET("semaphores", semget(KEY, 1, flags | 0600)),
        MET("messages", msgget(KEY, flags | 0600)),
        MET("queue", (int)mq_open(name, O_RDWR | (flags ? O_CREAT : 0), 0600, NULL)),
        MET("posix-shared-memory", shm_open(name, O_RDWR | (flags ? O_CREAT : 0), 0600)),
        MET("socket", flags ? bind(listener, (struct sockaddr *)&address, length) || listen(listener, 1) ? -1 : 0
                  : connect(listener, (struct sockaddr *)&address, length)),
        MET("file-lock", flock(fd, LOCK_EX | LOCK_NB)),
        MET("record-lock", fcntl(open(file, flags ? O_RDWR : O_RDONLY), F_SETLK, &lock)),
    };
    for (size_t i = 0; i < sizeof met / sizeof *met; i++)
        printf("%s %s\n", met[i].what,
               met[i].result < 0 ? strerrorname_np(met[i].error) : "done");
    fflush(stdout);
    return flags ? pause() : 0;
}

static bool chosen(const char *way, int argc, char **argv)
{
    for (int i = 3; i < argc; i++)
        if (!strcmp(argv[i], way))
            return true;
    return argc <= 3;
}

int main(int argc, char **argv)
{
    if (argc == 2 && !strcmp(argv[1], "whoami"))
        return printf("uid %d\n", geteuid()) < 0;
    if (argc == 3 && !strcmp(argv[1], "hold"))
        return objects(argv[2], IPC_CREAT);
    if (argc == 3 && !strcmp(argv[1], "look"))
        return objects(argv[2], 0);
    if (argc == 3 && !strcmp(argv[1], "race-exe"))
        return race_exe(atoi(argv[2]));
    host_pid = argc > 1 ? atoi(argv[1]) : 0;
    sibling = argc > 2 ? atoi(argv[2]) : 0;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        if (!chosen(ways[i].name, argc, argv))
            continue;
        errno = 0;
        int result = ways[i].go();
        printf("%s %s\n", ways[i].name, result < 0 ? strerrorname_np(errno) : "SUCCEEDED");
        fflush(stdout);
    }
    return 0;
}
