#define _GNU_SOURCE
#include "quota.h"
#include "ve-init.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

static void write_map(pid_t pid, const char *file, uid_t base)
{
    char path[64];
    char map[64];
    snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
    int length = snprintf(map, sizeof map, "0 %u %d", base, UIDS_PER_VE);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, map, (size_t)length) != length)
        fail("write-id-map", path);
    close(fd);
}

static int open_userns(pid_t pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/ns/user", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        fail("open-userns", path);
    return fd;
}

static void expect(int channel, char expected, const char *step)
{
    char what = 0;
    if (!channel_receive(channel, &what, NULL) || what != expected)
        fail_with(ECHILD, step, "the first process ended");
}

static int receive_listener(int channel)
{
    char what = 0;
    int listener = -1;
    if (!channel_receive(channel, &what, &listener) || what != 'q' || listener < 0)
        fail_with(ECHILD, "install-quota-gate", "the first process ended");
    return listener;
}

/* True on the explicit word; false when the caller closed its end or died: init must not run. */
static bool read_gate(void)
{
    static const char word[] = "go\n";
    char got[sizeof word] = "";
    size_t length = 0;
    while (length < sizeof word - 1) {
        ssize_t more = read(STDIN_FILENO, got + length, sizeof word - 1 - length);
        if (more < 0 && errno == EINTR)
            continue;
        if (more <= 0)
            return false;
        length += (size_t)more;
    }
    return !memcmp(got, word, sizeof word - 1);
}

/* Waits for the caller's word, and meanwhile watches whether the held process is still there. */
static bool await_gate(int channel)
{
    struct pollfd watched[] = {{.fd = STDIN_FILENO, .events = POLLIN},
                               {.fd = channel, .events = POLLIN}};
    while (poll(watched, 2, -1) < 0)
        if (errno != EINTR)
            fail("poll", "gate");
    if (watched[1].revents)
        expect(channel, 0, "await-gate");
    return read_gate();
}

static void release(int channel, pid_t pid)
{
    char what;
    channel_send(channel, 'g');
    /* The end of the channel is exec closing it; a report comes through it before that. */
    if (channel_receive(channel, &what, NULL))
        fail_with(EPROTO, "exec-init", "an unexpected message");
    /* A kill between the word and exec looks the same; only the process itself can tell. */
    if (waitpid(pid, NULL, WNOHANG) == pid)
        fail_with(ECHILD, "exec-init", "the first process ended");
    report_line("started\n");
}

int launch(void)
{
    static struct launch_spec spec;
    read_spec(&spec);
    shed_callers_state();
    /* Before the VE's cgroups are joined: it is no process of the VE. */
    int keeper = spec.quota_note ? start_quota_keeper(spec.quota_note, spec.private_area,
                                                      spec.quota_socket, spec.uid_base)
                                 : -1;
    spec.unified = join_cgroups(spec.cgroups, spec.cgroup_count);
    /* Private: what is mounted from here on is seen by no one else and ends with the last process
     * of the VE, however it dies. */
    if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
        fail("unshare", "mount");
    int channel[2];
    channel_open(channel);
    /* Only the user and pid namespaces at once: a process cannot enter those later. It makes the
     * others itself while this one assembles its root, on another CPU. */
    pid_t pid = clone_into(spec.unified, CLONE_NEWUSER | CLONE_NEWPID);
    if (pid == 0)
        become_init(&spec, channel[1]);
    close(channel[1]);
    write_map(pid, "uid_map", spec.uid_base);
    write_map(pid, "gid_map", spec.uid_base);
    channel_send(channel[0], 'm');
    int userns = open_userns(pid);
    int root = assemble_root(&spec, userns);
    expect(channel[0], 'n', "make-namespaces");
    mount_view(&spec, pid, root);
    channel_send_fd(channel[0], 'r', root);
    close(root);
    close(userns);
    if (keeper >= 0)
        begin_quota(keeper, receive_listener(channel[0]), pid);
    expect(channel[0], 'h', "set-up");
    char line[32];
    snprintf(line, sizeof line, "pid %d\n", pid);
    report_line(line);
    if (!await_gate(channel[0])) {
        kill(pid, SIGKILL);
        /* Gone for good when this process is: the caller removes its cgroups next. */
        waitpid(pid, NULL, 0);
        return 1;
    }
    release(channel[0], pid);
    return 0;
}
