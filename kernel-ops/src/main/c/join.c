#define _GNU_SOURCE
#include "ve-init.h"
#include "pump.h"
#include "quota.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Three processes. The outer one stays on the host with the caller's streams and pumps. The one in
 * between joins cgroups and namespaces and makes the command's process as a sibling of its own
 * (CLONE_PARENT), which is a child of the outer one: so the VE holds the command and nothing else,
 * and a process that can be seen from the VE never has a descriptor of the host.
 */

struct request {
    pid_t init;
    unsigned long long start_ticks;
    bool terminal;
    const char *term;         /* value of TERM in the VE */
    struct winsize size;      /* of the caller's terminal; 0 columns where it has none */
    const char *script;       /* a file of the host to execute; NULL: a program of the VE */
    const char *veid;         /* value of VEID in the VE; NULL: none */
    const char *quota_socket; /* NULL: the VE has no quota of users inside */
    const char *cgroups[MAX_CGROUPS];
    size_t cgroup_count;
    char **command;
};

/* Exit codes of programs that run programs (env(1), chroot(1), docker). */
enum { NOT_JOINED = 125, NOT_RUNNABLE = 126, NOT_FOUND = 127 };

static _Noreturn void wrong_usage(void)
{
    fputs("usage: ve-init join PID STARTTICKS pipes|pty TERM [quota:SOCKET] [script=FILE] [veid=VEID] [PROCS-FILE…]"
          " -- COMMAND [ARGUMENT…]\n",
          stderr);
    exit(NOT_JOINED);
}

static void parse_request(struct request *request, int argc, char **argv)
{
    memset(request, 0, sizeof *request);
    if (argc < 6)
        wrong_usage();
    request->init = (pid_t)strtol(argv[0], NULL, 10);
    request->start_ticks = strtoull(argv[1], NULL, 10);
    request->terminal = !strcmp(argv[2], "pty");
    request->term = argv[3];
    int i = 4;
    static const char quota[] = "quota:";
    if (i < argc && !strncmp(argv[i], quota, sizeof quota - 1))
        request->quota_socket = argv[i++] + sizeof quota - 1;
    static const char script[] = "script=";
    if (i < argc && !strncmp(argv[i], script, sizeof script - 1))
        request->script = argv[i++] + sizeof script - 1;
    static const char veid[] = "veid=";
    if (i < argc && !strncmp(argv[i], veid, sizeof veid - 1))
        request->veid = argv[i++] + sizeof veid - 1;
    for (; i < argc && strcmp(argv[i], "--"); i++) {
        if (request->cgroup_count == MAX_CGROUPS)
            wrong_usage();
        request->cgroups[request->cgroup_count++] = argv[i];
    }
    if (request->init <= 1 || i + 1 >= argc)
        wrong_usage();
    request->command = argv + i + 1;
}

static unsigned long long start_of(pid_t pid)
{
    char path[64];
    char stat[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, stat, sizeof stat - 1);
    if (got <= 0)
        fail("read-start", path);
    close(fd);
    stat[got] = '\0';
    /* Field 22; the name before field 3 may hold anything, parentheses too. */
    char *rest = strrchr(stat, ')');
    for (int field = 2; rest && field < 22; field++)
        rest = strchr(rest + 1, ' ');
    return rest ? strtoull(rest + 1, NULL, 10) : 0;
}

/* A descriptor of the VE's init, and of no process that got its number later: opened first, then
 * compared, so what matches is what was opened. */
static int open_init(const struct request *request)
{
    int init = pidfd_open(request->init, 0);
    if (init < 0)
        fail("open-init", "pidfd");
    if (start_of(request->init) != request->start_ticks)
        fail_with(ESRCH, "open-init", "the number belongs to another process");
    return init;
}

/* The terminal's master, from the VE's own devpts, as a checkpoint of the VE needs it and as its own
 * programs see it. The path is in the VE's hands: what it gives is checked, and nothing waits. */
static int open_master(const struct request *request)
{
    static const char path[] = "/dev/pts/ptmx";
    int master = open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    struct stat found;
    if (master < 0 || fstat(master, &found))
        fail("open-pty", path);
    if (!S_ISCHR(found.st_mode) || found.st_rdev != makedev(5, 2))
        fail_with(EINVAL, "open-pty", path);
    int unlocked = 0;
    if (ioctl(master, TIOCSPTLCK, &unlocked))
        fail("unlock-pty", path);
    /* Before the command can ask for it. */
    if (request->size.ws_col)
        ioctl(master, TIOCSWINSZ, &request->size);
    return master;
}

static int open_slave(int master)
{
    /* By the master, not by a name: no other terminal can take its place (since 4.13). */
    int slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY);
    if (slave < 0)
        fail("open-pty", "slave");
    return slave;
}

static void take_streams(const int streams[3])
{
    /* Two steps, as one of them may have a number that another is to get. */
    int kept[3];
    for (int i = 0; i < 3; i++)
        if ((kept[i] = fcntl(streams[i], F_DUPFD_CLOEXEC, 10)) < 0)
            fail("take-streams", "dup");
    for (int i = 0; i < 3; i++)
        if (dup2(kept[i], i) < 0)
            fail("take-streams", "dup");
}

static _Noreturn void exec_command(const struct request *request, int script)
{
    char term[256];
    snprintf(term, sizeof term, "TERM=%s", request->term);
    char veid[32];
    if (request->veid)
        snprintf(veid, sizeof veid, "VEID=%s", request->veid);
    /* The present directory is the root until here. */
    bool has_home = !chdir("/root");
    char *environment[] = {
        "container=vzgit",
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        has_home ? "HOME=/root" : "HOME=/",
        "USER=root",
        "LOGNAME=root",
        term,
        request->veid ? veid : NULL,
        NULL,
    };
    environ = environment;
    if (script >= 0)
        execute_script(script, request->command, environment);
    else
        execvpe(request->command[0], request->command, environment);
    int error = errno;
    dprintf(STDERR_FILENO, "vzgit: execute %s in the VE: %s\n", request->command[0],
            strerrorname_np(error));
    _exit(error == ENOENT ? NOT_FOUND : NOT_RUNNABLE);
}

static _Noreturn void run_command(const struct request *request, const int streams[3], int host)
{
    if (setsid() < 0)
        fail("new-session", "setsid");
    if (request->terminal && ioctl(streams[0], TIOCSCTTY, 0))
        fail("take-terminal", "TIOCSCTTY");
    int script = host < 0 ? -1 : copy_script(host, request->command[0]);
    confine();
    take_streams(streams);
    if (script >= 0 && (script = dup2(script, SCRIPT_FD)) < 0)
        fail("take-script", "dup");
    /* Streams only; the report channel closes with the rest, which tells that all went well. */
    if (close_range(script < 0 ? 3 : SCRIPT_FD + 1, ~0U, 0))
        fail("close-fds", "all");
    exec_command(request, script);
}

static void enter_namespaces(int init)
{
    /* One call: the kernel checks all of them before it enters any (setns(2), since 5.8). */
    if (setns(init, CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS |
                        CLONE_NEWNS | CLONE_NEWCGROUP))
        fail("enter-namespaces", "setns");
    become_ve_root();
    /* Out of what the host called root and present directory. */
    if (chdir("/"))
        fail("enter-namespaces", "/");
}

/* The process in between: joins, makes the command's process, tells its number, ends. */
static _Noreturn void enter(const struct request *request, int init, int channel, int streams[3])
{
    report_to(channel);
    int script = request->script ? open_script(request->script) : -1;
    for (int i = 0; i < 3; i++)
        close(i);
    enter_namespaces(init);
    int master = -1;
    if (request->terminal) {
        master = open_master(request);
        streams[0] = streams[1] = streams[2] = open_slave(master);
        channel_send_fd(channel, 'm', master);
    }
    if (request->quota_socket) {
        /* Here, so that the command is born with it and messages have one order. */
        int listener = install_quota_gate();
        channel_send_fd(channel, 'q', listener);
        close(listener);
    }
    pid_t pid = clone_into(-1, CLONE_PARENT);
    if (pid == 0) {
        if (master >= 0)
            close(master);
        run_command(request, streams, script);
    }
    channel_send_number(channel, pid);
    _exit(0);
}

static void open_pipes(int inside[3], int outside[3])
{
    for (int i = 0; i < 3; i++) {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC))
            fail("open-pipes", "pipe");
        /* Input flows in, output and errors flow out. */
        inside[i] = ends[i == 0 ? 0 : 1];
        outside[i] = ends[i == 0 ? 1 : 0];
    }
}

static pid_t fork_entering(const struct request *request, int init, int channel, int streams[3])
{
    fflush(NULL);
    /* The unified cgroup is joined by birth, so by the process in between; the v1 ones by itself,
     * before it gives up the rights for that. */
    pid_t pid = fork();
    if (pid < 0)
        fail("fork", "to enter");
    if (pid)
        return pid;
    report_to(channel);
    int unified = leaf_of(join_cgroups(request->cgroups, request->cgroup_count));
    shed_callers_state();
    pid_t second = unified < 0 ? 0 : clone_into(unified, CLONE_PARENT);
    if (second == 0)
        enter(request, init, channel, streams);
    _exit(0);
}

int join(int argc, char **argv)
{
    struct request request;
    parse_request(&request, argc, argv);
    report_to(STDERR_FILENO);
    report_exit(NOT_JOINED);
    signal(SIGPIPE, SIG_IGN);
    /* From here on: one that came before the command runs would end this process and not the command. */
    hold_signals();
    get_window_size(&request.size);
    int init = open_init(&request);
    int inside[3] = {-1, -1, -1};
    int outside[3] = {-1, -1, -1};
    if (!request.terminal)
        open_pipes(inside, outside);
    int channel[2];
    channel_open(channel);
    fork_entering(&request, init, channel[1], inside);
    close(channel[1]);
    close(init);
    char what;
    int master = -1;
    if (request.terminal && (!channel_receive(channel[0], &what, &master) || master < 0))
        fail_with(ECHILD, "enter", "the VE ended");
    int listener = -1;
    if (request.quota_socket && channel_receive(channel[0], &what, &listener) && listener >= 0)
        add_quota_listener(request.quota_socket, listener);
    pid_t command = channel_receive_number(channel[0]);
    if (command < 0)
        fail_with(ECHILD, "enter", "the VE ended");
    for (int i = 0; i < 3 && !request.terminal; i++)
        close(inside[i]);
    /* Its end is the last process inside closing it before exec; a report may come before that. */
    if (channel_receive(channel[0], &what, NULL))
        fail_with(EPROTO, "enter", "an unexpected message");
    return request.terminal ? pump_terminal(command, master) : pump_pipes(command, outside);
}
