#define _GNU_SOURCE
#include "ve-init.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
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

/* Receives one packet as text. A report of the other side is passed on word by word, and ends this
 * process as well. 0 at the end of the file. */
static ssize_t receive_packet(int channel, char line[LINE_MAX_BYTES], struct msghdr *message)
{
    struct iovec data = {.iov_base = line, .iov_len = LINE_MAX_BYTES - 1};
    message->msg_iov = &data;
    message->msg_iovlen = 1;
    ssize_t got;
    do {
        got = recvmsg(channel, message, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    if (got <= 0)
        return 0;
    line[got] = '\0';
    if (!strncmp(line, "error ", strlen("error "))) {
        report_line(line);
        end_reported();
    }
    return got;
}

bool channel_receive(int channel, char *what, int *fd)
{
    char line[LINE_MAX_BYTES];
    union fd_message control;
    struct msghdr message = {.msg_control = fd ? &control : NULL,
                             .msg_controllen = fd ? sizeof control : 0};
    if (!receive_packet(channel, line, &message))
        return false;
    *what = line[0];
    if (!fd)
        return true;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    *fd = -1;
    if (header && header->cmsg_type == SCM_RIGHTS)
        memcpy(fd, CMSG_DATA(header), sizeof *fd);
    return true;
}

void channel_send_number(int channel, int number)
{
    char text[16];
    int length = snprintf(text, sizeof text, "%d", number);
    if (send(channel, text, (size_t)length, MSG_NOSIGNAL) != length)
        fail("send", "channel");
}

int channel_receive_number(int channel)
{
    char line[LINE_MAX_BYTES];
    struct msghdr message = {.msg_control = NULL};
    return receive_packet(channel, line, &message) ? atoi(line) : -1;
}
