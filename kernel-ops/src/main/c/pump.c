#define _GNU_SOURCE
#include "pump.h"
#include "ve-init.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

enum {
    BUFFER_BYTES = 64 * 1024, /* the size of a pipe: one read empties it */
    FLOWS_MAX = 3,
    END_OF_INPUT = 4, /* Ctrl-D, the default VEOF of termios(3) */
};

/* One direction. The buffer is refilled only when it is empty, so it bounds what is held back. */
struct flow {
    int from;
    int to;
    size_t chunk; /* most bytes that one write may have so that it cannot block after POLLOUT */
    bool is_input;
    size_t start;
    size_t end;
    char buffer[BUFFER_BYTES];
};

struct pump {
    struct flow flows[FLOWS_MAX];
    int count;
    pid_t command;
    int command_fd; /* readable when the command has ended; then closed, and -1 */
    int signals;
    int master;     /* -1: pipes */
};

static void set_nonblocking(int fd)
{
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

static void add_flow(struct pump *pump, int from, int to, bool is_input)
{
    struct flow *flow = &pump->flows[pump->count++];
    struct stat found;
    /* The caller's descriptors are shared with others, so they cannot be made non-blocking. A pipe
     * that polls writable takes PIPE_BUF bytes without blocking (pipe(7)). */
    bool is_pipe = !fstat(to, &found) && (S_ISFIFO(found.st_mode) || S_ISSOCK(found.st_mode));
    flow->chunk = is_pipe && !is_input ? PIPE_BUF : BUFFER_BYTES;
    flow->from = from;
    flow->to = to;
    flow->is_input = is_input;
    flow->start = flow->end = 0;
}

/* Nothing more will come. Closing the command's input tells it so; a terminal is told in-band. */
static void end_input(struct pump *pump, struct flow *flow)
{
    flow->from = -1;
    if (pump->master < 0)
        close(flow->to);
    else if (!isatty(STDIN_FILENO)) {
        flow->buffer[0] = END_OF_INPUT;
        flow->start = 0;
        flow->end = 1;
    }
}

static void fill(struct pump *pump, struct flow *flow)
{
    ssize_t got = read(flow->from, flow->buffer, sizeof flow->buffer);
    if (got > 0) {
        flow->start = 0;
        flow->end = (size_t)got;
    } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
        /* EIO is how a terminal's master tells that its last slave is closed. */
        if (flow->is_input)
            end_input(pump, flow);
        else
            flow->from = -1;
    }
}

static void drain(struct pump *pump, struct flow *flow)
{
    size_t length = flow->end - flow->start;
    ssize_t put = write(flow->to, flow->buffer + flow->start,
                        length < flow->chunk ? length : flow->chunk);
    if (put > 0) {
        flow->start += (size_t)put;
    } else if (put < 0 && errno != EAGAIN && errno != EINTR) {
        /* No one reads any more: the writer is to notice, as it would without us in between. */
        flow->start = flow->end;
        if (flow->from > STDERR_FILENO && flow->from != pump->master)
            close(flow->from);
        flow->from = -1;
    }
}

bool get_window_size(struct winsize *size)
{
    return !ioctl(STDIN_FILENO, TIOCGWINSZ, size) || !ioctl(STDOUT_FILENO, TIOCGWINSZ, size);
}

static void copy_window_size(int master)
{
    struct winsize size;
    if (get_window_size(&size))
        ioctl(master, TIOCSWINSZ, &size);
}

static void take_signal(struct pump *pump)
{
    struct signalfd_siginfo taken;
    if (read(pump->signals, &taken, sizeof taken) != sizeof taken)
        return;
    if (taken.ssi_signo == SIGWINCH) {
        if (pump->master >= 0)
            copy_window_size(pump->master);
    } else {
        /* The command leads a session and group of its own. */
        kill(-pump->command, (int)taken.ssi_signo);
    }
}

static sigset_t watched_signals(void)
{
    sigset_t watched;
    sigemptyset(&watched);
    sigaddset(&watched, SIGINT);
    sigaddset(&watched, SIGTERM);
    sigaddset(&watched, SIGHUP);
    sigaddset(&watched, SIGWINCH);
    return watched;
}

void hold_signals(void)
{
    sigset_t watched = watched_signals();
    sigprocmask(SIG_BLOCK, &watched, NULL);
}

static void open_signals(struct pump *pump)
{
    sigset_t watched = watched_signals();
    pump->signals = signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK);
    if (pump->signals < 0)
        fail("watch-signals", "signalfd");
}

/* What each flow waits for: bytes to come, or room for the bytes it has. */
static void aim(const struct flow *flow, struct pollfd *at)
{
    bool full = flow->start < flow->end;
    at->fd = full ? flow->to : flow->from;
    at->events = full ? POLLOUT : POLLIN;
    at->revents = 0;
}

static void command_ended(struct pump *pump)
{
    close(pump->command_fd);
    pump->command_fd = -1;
    for (int i = 0; i < pump->count; i++)
        if (pump->flows[i].is_input) {
            pump->flows[i].from = -1;
            pump->flows[i].start = pump->flows[i].end;
        }
}

/* One round of waiting and moving; false when there is nothing more to wait for. After the command
 * has ended only what is in the pipes is taken: a daemon it left behind may hold them open. */
static bool turn(struct pump *pump)
{
    struct pollfd watched[FLOWS_MAX + 2];
    for (int i = 0; i < pump->count; i++)
        aim(&pump->flows[i], &watched[i]);
    watched[FLOWS_MAX] = (struct pollfd){.fd = pump->command_fd, .events = POLLIN};
    watched[FLOWS_MAX + 1] = (struct pollfd){.fd = pump->signals, .events = POLLIN};
    for (int i = pump->count; i < FLOWS_MAX; i++)
        watched[i] = (struct pollfd){.fd = -1};
    bool ended = pump->command_fd < 0;
    bool holding = false;
    for (int i = 0; i < pump->count; i++)
        holding |= pump->flows[i].start < pump->flows[i].end;
    int ready = poll(watched, FLOWS_MAX + 2, ended && !holding ? 0 : -1);
    if (ready < 0)
        return errno == EINTR;
    if (ready == 0)
        return false;
    bool moved = false;
    for (int i = 0; i < pump->count; i++) {
        if (!watched[i].revents)
            continue;
        moved = true;
        if (watched[i].events == POLLOUT)
            drain(pump, &pump->flows[i]);
        else
            fill(pump, &pump->flows[i]);
    }
    if (watched[FLOWS_MAX + 1].revents)
        take_signal(pump);
    if (watched[FLOWS_MAX].revents)
        command_ended(pump);
    return moved || holding || !ended;
}

static int run(struct pump *pump)
{
    pump->command_fd = pidfd_open(pump->command, 0);
    if (pump->command_fd < 0)
        fail("watch-command", "pidfd");
    open_signals(pump);
    while (turn(pump))
        ;
    int status;
    while (waitpid(pump->command, &status, 0) < 0)
        if (errno != EINTR)
            fail("await-command", "waitpid");
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int pump_pipes(pid_t command, const int outside[3])
{
    static struct pump pump;
    pump.command = command;
    pump.master = -1;
    add_flow(&pump, STDIN_FILENO, outside[0], true);
    add_flow(&pump, outside[1], STDOUT_FILENO, false);
    add_flow(&pump, outside[2], STDERR_FILENO, false);
    for (int i = 0; i < 3; i++)
        set_nonblocking(outside[i]);
    return run(&pump);
}

int pump_terminal(pid_t command, int master)
{
    static struct pump pump;
    struct termios before;
    bool raw = !tcgetattr(STDIN_FILENO, &before);
    if (raw) {
        struct termios wanted = before;
        cfmakeraw(&wanted);
        tcsetattr(STDIN_FILENO, TCSANOW, &wanted);
    }
    pump.command = command;
    pump.master = master;
    set_nonblocking(master);
    add_flow(&pump, STDIN_FILENO, master, true);
    add_flow(&pump, master, STDOUT_FILENO, false);
    int code = run(&pump);
    if (raw)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
    return code;
}
