#define _GNU_SOURCE
#include "ve-init.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int report_fd = STDOUT_FILENO;
static int exit_code = 1;

void report_to(int fd)
{
    report_fd = fd;
}

void report_exit(int code)
{
    exit_code = code;
}

_Noreturn void end_reported(void)
{
    _exit(exit_code);
}

void report_line(const char *line)
{
    size_t length = strlen(line);
    /* MSG_NOSIGNAL where it is a socket: a reader that died must not turn the failure that we
     * report into a SIGPIPE that hides it. */
    if (send(report_fd, line, length, MSG_NOSIGNAL) >= 0 || errno != ENOTSOCK)
        return;
    while (length > 0) {
        ssize_t written = write(report_fd, line, length);
        if (written <= 0)
            return;
        line += written;
        length -= (size_t)written;
    }
}

void fail_with(int error, const char *step, const char *detail)
{
    const char *name = strerrorname_np(error);
    char line[LINE_MAX_BYTES];
    snprintf(line, sizeof line, "error %s %d %s %s", step, error, name ? name : "?", detail);
    /* One report is one line, whatever a path contains. */
    for (char *c = line; *c; c++)
        if (*c == '\n')
            *c = '?';
    size_t length = strlen(line);
    if (length > sizeof line - 2)
        length = sizeof line - 2;
    strcpy(line + length, "\n");
    report_line(line);
    end_reported();
}

void fail(const char *step, const char *detail)
{
    fail_with(errno, step, detail);
}
