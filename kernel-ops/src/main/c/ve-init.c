#define _GNU_SOURCE
#include "ve-init.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    /* A caller that is a JVM has many files open, not all of them closed on exec. */
    close_range(STDERR_FILENO + 1, ~0U, 0);
    if (argc == 2 && !strcmp(argv[1], "launch"))
        return launch();
    if (argc > 2 && !strcmp(argv[1], "join"))
        return join(argc - 2, argv + 2);
    if (argc == 6 && !strcmp(argv[1], "bind"))
        return bind_directory(argv + 2);
    if (argc == 5 && !strcmp(argv[1], "unbind"))
        return unbind_directory(argv + 2);
    if (argc == 6 && !strcmp(argv[1], "copy"))
        return copy_tree(argv + 2);
    fputs("usage: ve-init launch | ve-init join ARGUMENT… | ve-init bind … | ve-init unbind … | "
          "ve-init copy …\n"
          "Started by vzgit; see kernel-ops/src/main/c/ve-init.h.\n",
          stderr);
    return 64;
}
