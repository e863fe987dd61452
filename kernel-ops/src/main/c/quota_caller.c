#define _GNU_SOURCE
#include "quota.h"
#include "ve-init.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/quota.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A task with the most groups there can be (65536) has a longer file; what is cut off is groups, and a
 * group that is not seen is not granted. */
enum { STATUS_BYTES = 64 * 1024 };

static bool read_status(pid_t pid, char text[STATUS_BYTES])
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/status", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, text, STATUS_BYTES - 1);
    if (fd >= 0)
        close(fd);
    text[got > 0 ? got : 0] = '\0';
    return got > 0;
}

/* The text behind `\nKEY:`. The first line is the command's name, which the caller chooses, but the kernel
 * escapes newlines in it. */
static const char *field(const char *text, const char *key)
{
    char line[32];
    snprintf(line, sizeof line, "\n%s:", key);
    const char *found = strstr(text, line);
    return found ? found + strlen(line) : "";
}

static bool is_in_own_userns(const struct keeper *keeper, pid_t pid)
{
    char path[64];
    struct stat found;
    snprintf(path, sizeof path, "/proc/%d/ns/user", pid);
    return !stat(path, &found) && found.st_ino == keeper->userns;
}

bool caller_is_ve_root(const struct keeper *keeper, pid_t pid)
{
    static char text[STATUS_BYTES];
    if (!read_status(pid, text))
        return false;
    unsigned long long effective = strtoull(field(text, "CapEff"), NULL, 16);
    /* Whoever makes a namespace of its own inside the VE has all capabilities there, and only there. */
    return (effective >> CAP_SYS_ADMIN & 1) && is_in_own_userns(keeper, pid);
}

/* Whether one of the blank-separated numbers of a line is the id, from the given one on. */
static bool is_listed(const char *line, unsigned skip, unsigned most, uint64_t id)
{
    char *end;
    for (unsigned i = 0; i < skip + most; i++, line = end) {
        while (*line == ' ' || *line == '\t')
            line++;
        if (*line < '0' || *line > '9')
            return false;
        if (strtoull(line, &end, 10) == id && i >= skip)
            return true;
    }
    return false;
}

bool caller_is(const struct keeper *keeper, pid_t pid, int type, uint32_t id)
{
    static char text[STATUS_BYTES];
    if (id >= UIDS_PER_VE || !read_status(pid, text))
        return false;
    uint64_t host = (uint64_t)keeper->base + id;
    /* Real, effective, saved, file system: the effective one counts, as in quotactl(2). */
    if (type == USRQUOTA)
        return is_listed(field(text, "Uid"), 1, 1, host);
    return is_listed(field(text, "Gid"), 1, 1, host) ||
           is_listed(field(text, "Groups"), 0, STATUS_BYTES, host);
}
