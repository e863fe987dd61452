#define _GNU_SOURCE
#include "ve-init.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void channel_open(int ends[2])
{
    /* Packets, so that one send is one message, also for a report line from inside. */
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
        fail("open-channel", "socketpair");
}

void channel_send(int channel, char what)
{
    if (send(channel, &what, 1, MSG_NOSIGNAL) != 1)
        fail("send", "channel");
}

union fd_message {
    struct cmsghdr header;
    char space[CMSG_SPACE(sizeof(int))];
};

void channel_send_fd(int channel, char what, int fd)
{
    union fd_message control = {.header = {.cmsg_len = CMSG_LEN(sizeof fd),
                                           .cmsg_level = SOL_SOCKET,
                                           .cmsg_type = SCM_RIGHTS}};
    memcpy(CMSG_DATA(&control.header), &fd, sizeof fd);
    struct iovec data = {.iov_base = &what, .iov_len = 1};
    struct msghdr message = {.msg_iov = &data,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    if (sendmsg(channel, &message, MSG_NOSIGNAL) != 1)
        fail("send", "channel");
}

/* A report line of the other side is passed on word by word, and ends this process as well. */
static void pass_on_report(const char *line, ssize_t length)
{
    if (length <= 1)
        return;
    report_line(line);
    _exit(1);
}

bool channel_receive(int channel, char *what, int *fd)
{
    char line[LINE_MAX_BYTES + 1];
    union fd_message control;
    struct iovec data = {.iov_base = line, .iov_len = sizeof line - 1};
    struct msghdr message = {.msg_iov = &data,
                             .msg_iovlen = 1,
                             .msg_control = fd ? &control : NULL,
                             .msg_controllen = fd ? sizeof control : 0};
    ssize_t got;
    do {
        got = recvmsg(channel, &message, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    if (got <= 0)
        return false;
    line[got] = '\0';
    pass_on_report(line, got);
    *what = line[0];
    if (!fd)
        return true;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    *fd = -1;
    if (header && header->cmsg_type == SCM_RIGHTS)
        memcpy(fd, CMSG_DATA(header), sizeof *fd);
    return true;
}
