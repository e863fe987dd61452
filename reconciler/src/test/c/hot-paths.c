/* Times system calls that the beancounters' programs stand in the way of: hot-paths [PROCS_FILE]
 *
 * With a cgroup.procs file it first joins that cgroup and leaves the host's namespaces, as a VE has done. Prints a line
 * for each path: its name and the median of the rounds, in nanoseconds for one pass. Meant for a machine whose clock counts
 * instructions: on a real one the rounds are too short. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Odd, so that there is a median: one round fills caches of the kernel, and one empties what is freed late. */
#define ROUNDS 7

static void die(const char *what)
{
    fprintf(stderr, "hot-paths: %s: %s\n", what, strerrorname_np(errno));
    exit(1);
}

static void check(int failed, const char *what)
{
    if (failed)
        die(what);
}

static void open_close(void)
{
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    check(fd < 0, "open");
    close(fd);
}

static void make_socket(int family, int type)
{
    int fd = socket(family, type | SOCK_CLOEXEC, 0);
    check(fd < 0, "socket");
    close(fd);
}
static void udp_socket(void) { make_socket(AF_INET, SOCK_DGRAM); }
static void tcp_socket(void) { make_socket(AF_INET, SOCK_STREAM); }
static void unix_pair(void)
{
    int ends[2];
    check(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), "socketpair");
    close(ends[0]);
    close(ends[1]);
}

#define AREA 65536
static void map(int touch)
{
    char *area = mmap(NULL, AREA, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    check(area == MAP_FAILED, "mmap");
    for (int i = 0; touch && i < AREA; i += 4096)
        area[i] = 1;
    munmap(area, AREA);
}
static void map_untouched(void) { map(0); }
static void map_touched(void) { map(1); }

static void fork_wait(void)
{
    pid_t child = fork();
    check(child < 0, "fork");
    if (!child)
        _exit(0);
    waitpid(child, NULL, 0);
}
static void exec_wait(void)
{
    pid_t child = vfork();
    check(child < 0, "vfork");
    if (!child) {
        execl("/proc/self/exe", "hot-paths", "-", NULL);
        _exit(1);
    }
    waitpid(child, NULL, 0);
}

static struct sockaddr_in here;
static int listener, client, server;
static void connect_accept(void)
{
    int one = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), other;
    check(one < 0 || connect(one, (void *)&here, sizeof here), "connect");
    check((other = accept4(listener, NULL, NULL, SOCK_CLOEXEC)) < 0, "accept");
    /* Reset, so that no closed connection waits for its time to pass and fills the table of ports. */
    setsockopt(one, SOL_SOCKET, SO_LINGER, &(struct linger){.l_onoff = 1}, sizeof(struct linger));
    close(one);
    close(other);
}
static void tcp_send(void)
{
    static char data[16384];
    check(send(client, data, sizeof data, 0) != sizeof data, "send");
    check(recv(server, data, sizeof data, MSG_WAITALL) != sizeof data, "recv");
}

static int locked, pipes[2];
static void lock_unlock(void)
{
    check(flock(locked, LOCK_EX) || flock(locked, LOCK_UN), "flock");
}
static void pipe_write_read(void)
{
    char byte = 0;
    check(write(pipes[1], &byte, 1) != 1 || read(pipes[0], &byte, 1) != 1, "pipe");
}

static const struct path {
    const char *name;
    void (*pass)(void);
    int passes;
} paths[] = {
    {"open+close", open_close, 400},
    {"udp-socket+close", udp_socket, 400},
    {"tcp-socket+close", tcp_socket, 400},
    {"unix-socketpair+close", unix_pair, 300},
    {"mmap+munmap", map_untouched, 400},
    {"mmap+touch+munmap", map_touched, 100},
    {"fork+exit+wait", fork_wait, 30},
    {"vfork+exec+wait", exec_wait, 20},
    {"tcp-connect+accept+close", connect_accept, 100},
    {"tcp-send+recv-16k", tcp_send, 100},
    {"flock+unflock", lock_unlock, 500},
    {"pipe-write+read", pipe_write_read, 500},
};

static void put(const char *file, const char *text)
{
    int fd = open(file, O_WRONLY | O_CLOEXEC);
    check(fd < 0 || write(fd, text, strlen(text)) < 0, file);
    close(fd);
}

static void leave(const char *procs)
{
    put(procs, "0");
    check(unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWIPC), "unshare");
    put("/proc/self/setgroups", "deny");
    put("/proc/self/uid_map", "0 0 1");
    put("/proc/self/gid_map", "0 0 1");
    struct {
        char name[16];
        short flags;
        char rest[22];
    } up = {.name = "lo", .flags = 1 /* IFF_UP */};
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    check(fd < 0 || ioctl(fd, 0x8914 /* SIOCSIFFLAGS */, &up), "raise lo");
    close(fd);
}

static void prepare(void)
{
    socklen_t size = sizeof here;
    here = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    check((listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) < 0, "socket");
    check(bind(listener, (void *)&here, size) || listen(listener, 16), "listen");
    getsockname(listener, (void *)&here, &size);
    check((client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) < 0, "socket");
    check(connect(client, (void *)&here, size), "connect");
    check((server = accept4(listener, NULL, NULL, SOCK_CLOEXEC)) < 0, "accept");
    check((locked = memfd_create("locked", MFD_CLOEXEC)) < 0, "memfd_create");
    check(pipe2(pipes, O_CLOEXEC), "pipe2");
}

static long nanos(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000L + now.tv_nsec;
}

static int ascending(const void *one, const void *other)
{
    long a = *(const long *)one, b = *(const long *)other;
    return (a > b) - (a < b);
}

static long median(const struct path *path)
{
    long rounds[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        long begin = nanos();
        for (int pass = 0; pass < path->passes; pass++)
            path->pass();
        rounds[i] = nanos() - begin;
    }
    qsort(rounds, ROUNDS, sizeof *rounds, ascending);
    return rounds[ROUNDS / 2] / path->passes;
}

int main(int argc, char **argv)
{
    /* What exec_wait starts. */
    if (argc > 1 && !strcmp(argv[1], "-"))
        return 0;
    if (argc > 1)
        leave(argv[1]);
    prepare();
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        printf("%s %ld\n", paths[i].name, median(&paths[i]));
    return 0;
}
