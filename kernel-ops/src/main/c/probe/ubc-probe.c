/* Takes and gives back resources as it is told, inside a cgroup and namespaces of its own: what a VE would be to the
 * beancounters. Asked on standard input, a line each, and answered with a line each:
 *
 *   ubc-probe PROCS_FILE...        joins these cgroups, leaves the host's namespaces, says "ready"
 *   numfile 10                     takes ten more: "10 0", or how many it got and the errno's name: "7 ENFILE"
 *   numfile -10                    gives ten back: "10 0"
 *
 * It ends at the end of its input, and what it holds goes with it. */
#define _GNU_SOURCE
#include "sockets.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* More than any test takes; one table for each resource. */
#define HELD_MAX 4096

static long page;

static long take_file(void) { return open("/dev/null", O_RDONLY | O_CLOEXEC); }
static long take_pipe(void)
{
    int ends[2];
    return pipe2(ends, O_CLOEXEC) ? -1 : (long)ends[0] << 16 | ends[1];
}
/* Locks of bytes that do not touch: adjacent ones become one. */
static int locked_file = -1;
static struct flock byte_of(long held)
{
    return (struct flock){.l_whence = SEEK_SET, .l_start = 2 * held, .l_len = 1};
}
static long take_lock(void)
{
    static long next = 1;
    struct flock lock = byte_of(next);
    if (locked_file < 0)
        locked_file = memfd_create("locked", MFD_CLOEXEC);
    lock.l_type = F_WRLCK;
    return fcntl(locked_file, F_OFD_SETLK, &lock) ? -1 : next++;
}
static void give_lock(long held)
{
    struct flock lock = byte_of(held);
    lock.l_type = F_UNLCK;
    fcntl(locked_file, F_OFD_SETLK, &lock);
}

static long take_pty(void) { return open("/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC); }

static long take_signal(void) { return sigqueue(getpid(), SIGRTMIN, (union sigval){0}); }
static void give_signal(long held)
{
    sigset_t set;
    (void)held;
    sigemptyset(&set);
    sigaddset(&set, SIGRTMIN);
    sigtimedwait(&set, NULL, &(struct timespec){0});
}

static long take_page(void)
{
    void *where = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return where == MAP_FAILED ? -1 : (long)where;
}
static long take_shared(void)
{
    void *where = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return where == MAP_FAILED ? -1 : (long)where;
}
static long take_locked(void)
{
    long where = take_page();
    return where >= 0 && mlock((void *)where, page) ? -1 : where;
}
static void give_page(long held) { munmap((void *)held, page); }

static long take_process(void)
{
    pid_t parent = getpid(), child = fork();
    if (!child) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        /* A parent that ended before that is not told of: the child would stay, with all that it inherited. */
        if (getppid() == parent)
            pause();
        _exit(0);
    }
    return child;
}
static void give_process(long held)
{
    kill(held, SIGKILL);
    waitpid(held, NULL, 0);
}

static struct resource {
    const char *name;
    long (*take)(void);
    void (*give)(long);
    int count;
    long held[HELD_MAX];
} resources[] = {
    {.name = "numfile", .take = take_file, .give = give_fd},
    {.name = "pipe", .take = take_pipe, .give = give_pair},
    {.name = "numtcpsock", .take = take_tcp, .give = give_fd},
    {.name = "connection", .take = take_connection, .give = give_pair},
    {.name = "numothersock", .take = take_unix, .give = give_fd},
    {.name = "udp", .take = take_udp, .give = give_fd},
    {.name = "socketpair", .take = take_unix_pair, .give = give_pair},
    {.name = "sent", .take = take_sent, .give = give_sent},
    {.name = "tcpdata", .take = take_tcp_data, .give = give_data},
    {.name = "othersockbuf", .take = take_local_data, .give = give_data},
    {.name = "small-tcpsndbuf", .take = take_small_tcp_sender, .give = give_pair},
    {.name = "small-tcprcvbuf", .take = take_small_tcp_receiver, .give = give_pair},
    {.name = "small-othersockbuf", .take = take_small_local, .give = give_pair},
    {.name = "small-dgramrcvbuf", .take = take_small_datagrams, .give = give_pair},
    {.name = "full-tcp", .take = take_full_tcp, .give = give_pair},
    {.name = "full-local", .take = take_full_local, .give = give_pair},
    {.name = "flood", .take = take_flood, .give = give_pair},
    {.name = "carried-tcp", .take = take_carried_tcp, .give = give_pair},
    {.name = "carried-local", .take = take_carried_local, .give = give_pair},
    {.name = "greedy", .take = take_greedy, .give = give_pair},
    {.name = "numflock", .take = take_lock, .give = give_lock},
    {.name = "numpty", .take = take_pty, .give = give_fd},
    {.name = "numsiginfo", .take = take_signal, .give = give_signal},
    {.name = "privvmpages", .take = take_page, .give = give_page},
    {.name = "shmpages", .take = take_shared, .give = give_page},
    {.name = "lockedpages", .take = take_locked, .give = give_page},
    {.name = "numproc", .take = take_process, .give = give_process},
};

static int change(struct resource *resource, int by)
{
    int done = 0;
    for (; by < 0 && resource->count; by++, done++)
        resource->give(resource->held[--resource->count]);
    for (; by > 0 && resource->count < HELD_MAX; by--, done++) {
        long taken = resource->take();
        if (taken < 0)
            break;
        resource->held[resource->count++] = taken;
    }
    return done;
}

static void die(const char *what)
{
    fprintf(stderr, "ubc-probe: %s: %s\n", what, strerrorname_np(errno));
    exit(1);
}

static void put(const char *file, const char *text)
{
    int fd = open(file, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, text, strlen(text)) < 0)
        die(file);
    close(fd);
}

/* Up, so that connections find a way. Not by a UDP socket: those are freed late (SOCK_RCU_FREE). */
static void raise_loopback(void)
{
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct {
        char name[16];
        short flags;
        char rest[22];
    } request = {.name = "lo", .flags = 1 /* IFF_UP */};
    if (fd < 0 || ioctl(fd, 0x8914 /* SIOCSIFFLAGS */, &request))
        die("raise lo");
    close(fd);
}

int main(int argc, char **argv)
{
    static char line[64];
    sigset_t queued;
    page = sysconf(_SC_PAGESIZE);
    sigemptyset(&queued);
    sigaddset(&queued, SIGRTMIN);
    sigprocmask(SIG_BLOCK, &queued, NULL);
    signal(SIGPIPE, SIG_IGN);
    for (int i = 1; i < argc; i++)
        put(argv[i], "0");
    if (unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWIPC))
        die("unshare");
    put("/proc/self/setgroups", "deny");
    put("/proc/self/uid_map", "0 0 1");
    put("/proc/self/gid_map", "0 0 1");
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) || mount("devpts", "/dev/pts", "devpts", 0, "ptmxmode=0666"))
        die("mount devpts");
    raise_loopback();
    setvbuf(stdout, NULL, _IOLBF, 0);
    puts("ready 0");
    while (fgets(line, sizeof line, stdin)) {
        char name[32];
        int by, done = -1;
        errno = EINVAL;
        if (sscanf(line, "%31s %d", name, &by) == 2)
            for (size_t i = 0; i < sizeof resources / sizeof *resources; i++)
                if (!strcmp(resources[i].name, name))
                    done = change(&resources[i], by);
        printf("%d %s\n", done, done == (by < 0 ? -by : by) ? "0" : strerrorname_np(errno));
    }
    return 0;
}
