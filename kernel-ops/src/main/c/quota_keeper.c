#define _GNU_SOURCE
#include "quota.h"
#include "ve-init.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum {
    /* One for the VE's init and one for each command that runs in it from outside. A command too many
     * runs without quota calls. */
    LISTENERS_MAX = 256,
    SOCKET = 0,
    TABLE = 1,
    FIRST_LISTENER = 2,
    BACKLOG = 16,
};

struct watch {
    struct keeper keeper;
    struct mount_table table;
    struct pollfd fds[FIRST_LISTENER + LISTENERS_MAX];
    nfds_t count;
};

static void address_of(struct sockaddr_un *address, const char *path)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address->sun_path)
        fail_with(ENAMETOOLONG, "open-quota-socket", path);
    strcpy(address->sun_path, path);
}

/* In a directory of the host's root, who alone can reach it. */
static int listen_at(const char *path)
{
    struct sockaddr_un address;
    address_of(&address, path);
    unlink(path);
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    mode_t mask = umask(0177);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, BACKLOG))
        fail("open-quota-socket", path);
    umask(mask);
    return fd;
}

static void add_listener(struct watch *watch, int listener)
{
    if (watch->count == FIRST_LISTENER + LISTENERS_MAX) {
        close(listener);
        return;
    }
    watch->fds[watch->count++] = (struct pollfd){.fd = listener, .events = POLLIN};
}

static void accept_listener(struct watch *watch)
{
    int connection = accept4(watch->fds[SOCKET].fd, NULL, NULL, SOCK_CLOEXEC);
    char what;
    int listener = -1;
    if (connection < 0)
        return;
    /* Whoever connects is root of the host and sends at once; one that does not is not waited for. */
    struct timeval limit = {.tv_sec = 1};
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (channel_receive(connection, &what, &listener) && listener >= 0)
        add_listener(watch, listener);
    close(connection);
}

static void serve(struct watch *watch, int listener)
{
    struct seccomp_notif call = {0};
    /* ENOENT: the caller was killed meanwhile. */
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &call))
        return;
    struct seccomp_notif_resp answer = {.id = call.id};
    answer.error = serve_quota_call(&watch->keeper, listener, &call);
    ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &answer);
}

static void look(struct watch *watch)
{
    if (watch->fds[SOCKET].revents & POLLIN)
        accept_listener(watch);
    if (watch->fds[TABLE].revents)
        refresh_mount_table(&watch->table);
    for (nfds_t i = FIRST_LISTENER; i < watch->count;) {
        short events = watch->fds[i].revents;
        if (events & POLLIN)
            serve(watch, watch->fds[i].fd);
        if (events & ~POLLIN) {
            /* The last process with this filter has ended. */
            close(watch->fds[i].fd);
            watch->fds[i] = watch->fds[--watch->count];
        } else {
            i++;
        }
    }
}

static _Noreturn void keep(struct watch *watch, const char *socket)
{
    while (watch->count > FIRST_LISTENER)
        if (poll(watch->fds, watch->count, -1) > 0)
            look(watch);
        else if (errno != EINTR)
            break;
    unlink(socket);
    _exit(0);
}

static void know_ve(struct keeper *keeper, pid_t init)
{
    char path[64];
    struct stat found;
    snprintf(path, sizeof path, "/proc/%d/ns/user", init);
    if (stat(path, &found))
        fail("know-ve", path);
    keeper->userns = found.st_ino;
    snprintf(path, sizeof path, "/proc/%d/root", init);
    if (stat(path, &found))
        fail("know-ve", path);
    keeper->root = found.st_dev;
}

/* Away from the caller: its streams, its terminal, its session. */
static void detach(int channel)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    setsid();
    for (int fd = 0; fd < 3; fd++)
        if (null < 0 || dup2(null, fd) < 0)
            fail("detach", "/dev/null");
    report_to(channel);
    prctl(PR_SET_NAME, "vzgit-quota");
    signal(SIGPIPE, SIG_IGN);
}

static _Noreturn void run_keeper(struct watch *watch, int channel, const char *prefix)
{
    char socket[LINE_MAX_BYTES];
    int listener = -1;
    char what;
    detach(channel);
    /* The end of the channel: the launch has failed. */
    if (!channel_receive(channel, &what, &listener) || listener < 0)
        _exit(1);
    pid_t init = channel_receive_number(channel);
    snprintf(socket, sizeof socket, "%s%d", prefix, init);
    watch->fds[SOCKET] = (struct pollfd){.fd = listen_at(socket), .events = POLLIN};
    know_ve(&watch->keeper, init);
    open_mount_table(&watch->table, init);
    watch->fds[TABLE] = (struct pollfd){.fd = watch->table.source, .events = POLLPRI};
    watch->count = FIRST_LISTENER;
    add_listener(watch, listener);
    channel_send(channel, 'k');
    close(channel);
    keep(watch, socket);
}

int start_quota_keeper(const char *note, const char *files, const char *socket, uid_t base)
{
    static struct watch watch;
    int channel[2];
    channel_open(channel);
    watch.keeper = (struct keeper){.base = base, .note = note};
    watch.keeper.files = open(files, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (watch.keeper.files < 0)
        fail("open-private-area", files);
    pid_t pid = fork();
    if (pid < 0)
        fail("fork", "quota keeper");
    if (pid == 0) {
        close(channel[0]);
        run_keeper(&watch, channel[1], socket);
    }
    close(channel[1]);
    close(watch.keeper.files);
    return channel[0];
}

void begin_quota(int keeper, int listener, pid_t init)
{
    char what = 0;
    channel_send_fd(keeper, 'q', listener);
    channel_send_number(keeper, init);
    if (!channel_receive(keeper, &what, NULL) || what != 'k')
        fail_with(ECHILD, "begin-quota", "the keeper ended");
    close(listener);
    close(keeper);
}

void add_quota_listener(const char *path, int listener)
{
    struct sockaddr_un address;
    address_of(&address, path);
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    /* Without a keeper the command's calls get ENOSYS; all else of it works. */
    if (fd >= 0 && !connect(fd, (struct sockaddr *)&address, sizeof address))
        channel_send_fd(fd, 'q', listener);
    close(fd);
    close(listener);
}
