/* Takes and gives back resources as it is told, inside a cgroup and namespaces of its own: what a VE would be to the
 * beancounters. Asked on standard input, a line each, and answered with a line each:
 *
 *   ubc-probe PROCS_FILE...        joins these cgroups, leaves the host's namespaces, says "ready"
 *   numfile 10                     takes ten more: "10 0", or how many it got and the errno's name: "7 ENFILE"
 *   numfile -10                    gives ten back: "10 0"
 *
 * It ends at the end of its input, and what it holds goes with it. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
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
static void give_pair(long held)
{
    close(held >> 16);
    close(held & 0xffff);
}
static long take_tcp(void) { return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); }
static long take_udp(void) { return socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0); }
static long take_unix(void) { return socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0); }
static long take_unix_pair(void)
{
    int ends[2];
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) ? -1 : (long)ends[0] << 16 | ends[1];
}
static void give_fd(long held) { close(held); }

/* Both ends of a connection: two sockets. The bound of the wait is far above a connection on the loopback. */
static long take_connection(void)
{
    static int listener = -1;
    static struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t size = sizeof address;
    struct timeval wait = {.tv_sec = 2};
    if (listener < 0) {
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (listener < 0 || bind(listener, (void *)&address, size) || listen(listener, 128)) {
            listener = -1;
            return -1;
        }
        getsockname(listener, (void *)&address, &size);
        setsockopt(listener, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    }
    int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client < 0)
        return -1;
    setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
    int server = connect(client, (void *)&address, sizeof address) ? -1 : accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (server < 0) {
        int why = errno;
        close(client);
        errno = why;
        return -1;
    }
    return (long)client << 16 | server;
}

/* A file that no process has: on its way from one end of a pair to the other. */
static int way[2] = {-1, -1};
static long take_sent(void)
{
    char byte = 0;
    union {
        char room[CMSG_SPACE(sizeof(int))];
        struct cmsghdr aligned;
    } control = {0};
    struct iovec data = {.iov_base = &byte, .iov_len = 1};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = control.room, .msg_controllen = sizeof control.room};
    struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
    if (way[0] < 0 && socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, way))
        return -1;
    int file = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return -1;
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof file);
    memcpy(CMSG_DATA(rights), &file, sizeof file);
    ssize_t sent = sendmsg(way[0], &message, 0);
    int why = errno;
    close(file);
    errno = why;
    return sent == 1 ? 1 : -1;
}
/* Read without room for rights, the file is closed by the kernel. */
static void give_sent(long held)
{
    char byte;
    (void)held;
    if (read(way[1], &byte, 1) != 1)
        abort();
}

/* A kilobyte that nobody has read yet, in a connection and between two ends of this host. */
static long send_unread(int family)
{
    static int tcp[2] = {-1, -1}, local[2] = {-1, -1};
    static char data[1024];
    int *ends = family == AF_INET ? tcp : local;
    if (ends[0] < 0 && family == AF_INET) {
        long made = take_connection();
        if (made < 0)
            return -1;
        ends[0] = made >> 16;
        ends[1] = made & 0xffff;
    }
    if (ends[0] < 0 && socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
        return -1;
    return send(ends[0], data, sizeof data, MSG_DONTWAIT) == sizeof data ? ends[1] : -1;
}
static long take_tcp_data(void) { return send_unread(AF_INET); }
static long take_local_data(void) { return send_unread(AF_UNIX); }
static void give_data(long held)
{
    char data[1024];
    if (recv(held, data, sizeof data, MSG_WAITALL) != sizeof data)
        abort();
}

/* Sockets whose own buffer is small; one with a large buffer is given back at once. The kernel's own are above 80 KiB:
 * ten segments of Ethernet, net.core.wmem_default, tcp_rmem. */
#define SMALL 65536
static bool is_small(int socket, int option)
{
    int size = SMALL;
    socklen_t room = sizeof size;
    getsockopt(socket, SOL_SOCKET, option, &size, &room);
    return size < SMALL;
}
static long small_or_not(long pair, int option)
{
    if (pair < 0 || (is_small(pair >> 16, option) && is_small(pair & 0xffff, option)))
        return pair;
    give_pair(pair);
    errno = EOVERFLOW;
    return -1;
}
static long take_small_tcp_sender(void) { return small_or_not(take_connection(), SO_SNDBUF); }
static long take_small_tcp_receiver(void) { return small_or_not(take_connection(), SO_RCVBUF); }
static long take_small_local(void) { return small_or_not(take_unix_pair(), SO_SNDBUF); }
static long take_small_datagrams(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    int sockets[2] = {take_udp(), take_udp()};
    for (int i = 0; i < 2; i++)
        if (sockets[i] < 0 || bind(sockets[i], (void *)&address, sizeof address))
            return -1;
    return small_or_not((long)sockets[0] << 16 | sockets[1], SO_RCVBUF);
}

/* As much as it takes at once, and nobody reads. */
static long fill(long pair)
{
    static char data[4096];
    while (pair >= 0 && send(pair >> 16, data, sizeof data, MSG_DONTWAIT) > 0)
        ;
    return pair;
}
static long take_full_tcp(void) { return fill(take_connection()); }
static long take_full_local(void) { return fill(take_unix_pair()); }

/* Datagrams that nobody reads: all are sent, and what does not fit is dropped where they arrive. */
static long take_flood(void)
{
    static char data[1000];
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int from = take_udp(), to = take_udp();
    if (from < 0 || to < 0 || bind(to, (void *)&address, size) || getsockname(to, (void *)&address, &size))
        return -1;
    for (int i = 0; i < 1000; i++)
        if (sendto(from, data, sizeof data, 0, (void *)&address, size) != sizeof data)
            return -1;
    return (long)from << 16 | to;
}

/* A process that sends and waits, however little fits; each byte arrives, in order. */
#define CARRIED (1 << 20)
static long carry(long pair)
{
    static unsigned char data[CARRIED];
    if (pair < 0)
        return -1;
    pid_t sender = fork();
    if (!sender) {
        struct timeval forever = {0};
        setsockopt(pair >> 16, SOL_SOCKET, SO_SNDTIMEO, &forever, sizeof forever);
        for (size_t i = 0; i < sizeof data; i++)
            data[i] = i % 251;
        _exit(send(pair >> 16, data, sizeof data, 0) != sizeof data);
    }
    /* Far above what it takes beside other work; the listener's own bound is for connections. */
    struct timeval wait = {.tv_sec = 60};
    setsockopt(pair & 0xffff, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    bool same = recv(pair & 0xffff, data, sizeof data, MSG_WAITALL) == sizeof data;
    for (size_t i = 0; i < sizeof data; i++)
        same &= data[i] == i % 251;
    int status = -1;
    waitpid(sender, &status, 0);
    if (same && !status)
        return pair;
    give_pair(pair);
    errno = EBADMSG;
    return -1;
}
static long take_carried_tcp(void) { return carry(take_connection()); }
static long take_carried_local(void) { return carry(take_unix_pair()); }

/* A process that asks for much itself, and then for the kernel's own tuning. */
static long take_greedy(void)
{
    int much = 200000, none = 0;
    long pair = take_connection();
    if (pair < 0 || setsockopt(pair >> 16, SOL_SOCKET, SO_SNDBUF, &much, sizeof much) ||
        setsockopt(pair >> 16, SOL_SOCKET, 72 /* SO_BUF_LOCK */, &none, sizeof none))
        return -1;
    return small_or_not(fill(pair), SO_SNDBUF);
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
