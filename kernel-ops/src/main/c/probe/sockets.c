#define _GNU_SOURCE
#include "sockets.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

void give_pair(long held)
{
    close(held >> 16);
    close(held & 0xffff);
}
long take_tcp(void) { return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0); }
long take_udp(void) { return socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0); }
long take_unix(void) { return socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0); }
long take_unix_pair(void)
{
    int ends[2];
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) ? -1 : (long)ends[0] << 16 | ends[1];
}
void give_fd(long held) { close(held); }

/* Both ends of a connection: two sockets. The bound of the wait is far above a connection on the loopback. */
long take_connection(void)
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
long take_sent(void)
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
void give_sent(long held)
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
long take_tcp_data(void) { return send_unread(AF_INET); }
long take_local_data(void) { return send_unread(AF_UNIX); }
void give_data(long held)
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
long take_small_tcp_sender(void) { return small_or_not(take_connection(), SO_SNDBUF); }
long take_small_tcp_receiver(void) { return small_or_not(take_connection(), SO_RCVBUF); }
long take_small_local(void) { return small_or_not(take_unix_pair(), SO_SNDBUF); }
long take_small_datagrams(void)
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
long take_full_tcp(void) { return fill(take_connection()); }
long take_full_local(void) { return fill(take_unix_pair()); }

/* Datagrams that nobody reads: all are sent, and what does not fit is dropped where they arrive. */
long take_flood(void)
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
long take_carried_tcp(void) { return carry(take_connection()); }
long take_carried_local(void) { return carry(take_unix_pair()); }

/* A process that asks for much itself, and then for the kernel's own tuning. */
long take_greedy(void)
{
    int much = 200000, none = 0;
    long pair = take_connection();
    if (pair < 0 || setsockopt(pair >> 16, SOL_SOCKET, SO_SNDBUF, &much, sizeof much) ||
        setsockopt(pair >> 16, SOL_SOCKET, 72 /* SO_BUF_LOCK */, &none, sizeof none))
        return -1;
    return small_or_not(fill(pair), SO_SNDBUF);
}
