#define _GNU_SOURCE
#include "ve-init.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void join_cgroups(const char *const *procs_files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int fd = open(procs_files[i], O_WRONLY | O_CLOEXEC);
        /* "0" is the writer itself, in both cgroup versions. */
        if (fd < 0 || write(fd, "0", 1) != 1)
            fail("join-cgroup", procs_files[i]);
        close(fd);
    }
}

bool has_unified_cgroup(void)
{
    FILE *file = fopen("/proc/self/cgroup", "re");
    if (!file)
        fail("read-cgroup", "/proc/self/cgroup");
    char line[LINE_MAX_BYTES];
    bool found = false;
    while (fgets(line, sizeof line, file))
        /* "0::/" alone is the hierarchy's root: showing that to a VE would show every cgroup. */
        found |= !strncmp(line, "0::/", 4) && line[4] != '\n';
    fclose(file);
    return found;
}
