#define _GNU_SOURCE
#include "ve-init.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

/* Far above any script; the copy is counted as the VE's memory. */
enum { SCRIPT_BYTES_MAX = 16 << 20 };

/* Opened with the host's eyes, before anything of the VE is entered. */
int open_script(const char *path)
{
    struct stat found;
    int script = open(path, O_RDONLY | O_CLOEXEC);
    if (script < 0 || fstat(script, &found))
        fail("open-script", path);
    if (!S_ISREG(found.st_mode) || found.st_size > SCRIPT_BYTES_MAX)
        fail_with(EFBIG, "open-script", path);
    return script;
}

/* The script as a file in the VE's own memory: what the host opened stays with the host. */
int copy_script(int host, const char *name)
{
    int made = memfd_create(name, MFD_ALLOW_SEALING);
    /* Above the streams, which are closed here and take their numbers later. */
    int script = made < 0 ? -1 : fcntl(made, F_DUPFD_CLOEXEC, 10);
    if (script < 0)
        fail("copy-script", "memfd");
    close(made);
    /* Somebody may still write to the file: no more is taken than its bound. */
    for (ssize_t total = 0, copied = 1; copied > 0; total += copied) {
        copied = sendfile(script, host, NULL, (size_t)(SCRIPT_BYTES_MAX - total));
        if (copied < 0)
            fail("copy-script", name);
    }
    if (fcntl(script, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL))
        fail("copy-script", "seal");
    return script;
}

/* Its interpreter opens it again by /dev/fd/3, so the descriptor stays. A file without #! is for the
 * shell, as execvp(3) has it. */
void execute_script(int script, char **words, char **environment)
{
    execveat(script, "", words, environment, AT_EMPTY_PATH);
    if (errno != ENOEXEC)
        return;
    enum { WORDS_MAX = 1024 }; /* of the arguments; the kernel bounds their bytes */
    char *with_shell[WORDS_MAX + 3] = {"sh", "/dev/fd/3"};
    size_t count = 0;
    while (words[count] && count < WORDS_MAX)
        count++;
    if (words[count]) {
        errno = E2BIG;
        return;
    }
    memcpy(with_shell + 2, words + 1, count * sizeof *words);
    execve("/bin/sh", with_shell, environment);
}
