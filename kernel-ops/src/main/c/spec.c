#define _GNU_SOURCE
#include "ve-init.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The values point into this for the life of the process. */
static char text[SPEC_BYTES];

static const char END[] = "\nend\n";

static size_t read_text(void)
{
    size_t length = 0;
    while (length < sizeof text - 1) {
        ssize_t got = read(STDIN_FILENO, text + length, sizeof text - 1 - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            fail("read-spec", "stdin");
        if (got == 0)
            fail_with(EPIPE, "read-spec", "stdin ended before the end line");
        length += (size_t)got;
        text[length] = '\0';
        /* Nothing may follow: the gate is opened only after the pid was reported. */
        if (length >= sizeof END - 1 && !strcmp(text + length - (sizeof END - 1), END))
            return length;
    }
    fail_with(E2BIG, "read-spec", "no end line");
}

static void append(const char **list, size_t *count, size_t limit, const char *value)
{
    if (*count == limit)
        fail_with(E2BIG, "read-spec", value);
    list[(*count)++] = value;
}

static uid_t parse_base(const char *value)
{
    char *end;
    errno = 0;
    unsigned long base = strtoul(value, &end, 10);
    /* 0 would map the VE's root to the host's; the top of the range is (uid_t)-1, "no id". */
    if (errno || *end || base == 0 || base > 0xffffffffUL - UIDS_PER_VE)
        fail_with(EINVAL, "read-spec", value);
    return (uid_t)base;
}

static void take(struct launch_spec *spec, const char *key, const char *value)
{
    if (!strcmp(key, "cgroup"))
        append(spec->cgroups, &spec->cgroup_count, MAX_CGROUPS, value);
    else if (!strcmp(key, "init"))
        append(spec->inits, &spec->init_count, MAX_INITS, value);
    else if (!strcmp(key, "uidbase"))
        spec->uid_base = parse_base(value);
    else if (!strcmp(key, "template-dir"))
        spec->template_dir = value;
    else if (!strcmp(key, "template"))
        spec->template_ref = value;
    else if (!strcmp(key, "private"))
        spec->private_area = value;
    else if (!strcmp(key, "quota-note"))
        spec->quota_note = value;
    else if (!strcmp(key, "quota-socket"))
        spec->quota_socket = value;
    else if (!strcmp(key, "hostname"))
        spec->hostname = value;
    else if (!strcmp(key, "noatime") && !strcmp(value, "yes"))
        spec->noatime = 1;
    else if (!strcmp(key, "lxcfs"))
        spec->lxcfs = value;
    else
        fail_with(EINVAL, "read-spec", key);
}

/* The reference becomes a path segment and part of an overlay option, where , : and \ mean
 * something and .. would leave the directory. */
static void check_reference(const char *reference)
{
    if (reference[0] == '.' || strpbrk(reference, "/,:\\"))
        fail_with(EINVAL, "read-spec", reference);
}

void read_spec(struct launch_spec *spec)
{
    memset(spec, 0, sizeof *spec);
    size_t length = read_text();
    text[length - strlen("end\n")] = '\0';
    char *rest = text;
    for (char *line; (line = strsep(&rest, "\n")) && *line;) {
        char *value = strchr(line, ' ');
        if (!value)
            fail_with(EINVAL, "read-spec", line);
        *value++ = '\0';
        take(spec, line, value);
    }
    if (!spec->uid_base || !spec->template_dir || !spec->template_ref || !spec->private_area ||
        !spec->hostname || !spec->init_count)
        fail_with(EINVAL, "read-spec", "a key is missing");
    if (!spec->quota_note != !spec->quota_socket)
        fail_with(EINVAL, "read-spec", "quota-note and quota-socket go together");
    check_reference(spec->template_ref);
}
