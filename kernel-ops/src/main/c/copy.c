#define _GNU_SOURCE
#include "copy.h"
#include "ve-init.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <limits.h>
#include <poll.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* As deep as FileTree.java can delete; three descriptors are open at every level. */
enum { DEPTH_MAX = 2048, DESCRIPTORS_MAX = 3 * DEPTH_MAX + 64 };

enum { BUFFER_BYTES = 1024 * 1024 };

struct copy {
    struct shift shift;
    dev_t device; /* of the source: a mount below it is not part of the VE */
    int target;   /* the target's top */
    void *links;  /* files with several names, by inode (tsearch(3)) */
    char path[PATH_MAX]; /* of the present file below the top */
};

struct linked {
    ino_t inode;
    char path[]; /* the name that the copy got first, below the target's top */
};

static int by_inode(const void *a, const void *b)
{
    ino_t one = ((const struct linked *)a)->inode, other = ((const struct linked *)b)->inode;
    return one < other ? -1 : one > other;
}

/* The caller holds the other end of stdin and says nothing: when it dies, what it asked for is
 * wanted by nobody and would grow beside whoever cleans up. */
static void require_caller(void)
{
    struct pollfd caller = {.fd = STDIN_FILENO, .events = POLLIN};
    if (poll(&caller, 1, 0) > 0)
        fail_with(ECANCELED, "copy", "the caller is gone");
}

/* True when the file has another name already and was linked to that. */
static bool link_known(struct copy *copy, int directory, const char *name, ino_t inode)
{
    size_t length = strlen(copy->path) + 1;
    struct linked *fresh = malloc(sizeof *fresh + length);
    if (!fresh)
        fail("remember-link", copy->path);
    fresh->inode = inode;
    memcpy(fresh->path, copy->path, length);
    struct linked **known = tsearch(fresh, &copy->links, by_inode);
    if (!known)
        fail("remember-link", copy->path);
    if (*known == fresh)
        return false;
    free(fresh);
    if (linkat(copy->target, (*known)->path, directory, name, 0))
        fail("link", copy->path);
    return true;
}

static void copy_range(const struct copy *copy, int from, int to, off_t at, off_t end)
{
    static char buffer[BUFFER_BYTES];
    while (at < end) {
        size_t want = end - at < BUFFER_BYTES ? (size_t)(end - at) : BUFFER_BYTES;
        ssize_t got = pread(from, buffer, want, at);
        if (got < 0)
            fail("read", copy->path);
        if (!got)
            return;
        for (ssize_t done = 0; done < got;) {
            ssize_t put = pwrite(to, buffer + done, (size_t)(got - done), at + done);
            if (put < 0)
                fail("write", copy->path);
            done += put;
        }
        at += got;
        require_caller();
    }
}

/* Shares the blocks where the file system can (ioctl_ficlone(2): btrfs, XFS), or else copies what
 * is data and leaves holes (lseek(2)); a file system without holes says that all is data. */
static void copy_content(const struct copy *copy, int from, int to, off_t size)
{
    if (!ioctl(to, FICLONE, from))
        return;
    if (ftruncate(to, size))
        fail("truncate", copy->path);
    off_t hole = 0;
    while (hole < size) {
        off_t data = lseek(from, hole, SEEK_DATA);
        if (data < 0 && errno == ENXIO)
            return;
        if (data < 0)
            fail("seek", copy->path);
        hole = lseek(from, data, SEEK_HOLE);
        if (hole < 0)
            fail("seek", copy->path);
        copy_range(copy, from, to, data, hole);
    }
}

static void copy_file(struct copy *copy, const int parents[2], const char *name, const struct stat *found)
{
    if (found->st_nlink > 1 && link_known(copy, parents[1], name, found->st_ino))
        return;
    /* Not to wait for a writer, should the name be that of a pipe by now. */
    int from = openat(parents[0], name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat opened;
    if (from < 0 || fstat(from, &opened))
        fail("open", copy->path);
    if (opened.st_ino != found->st_ino || !S_ISREG(opened.st_mode))
        fail_with(EBUSY, "open", copy->path);
    int to = openat(parents[1], name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (to < 0)
        fail("create", copy->path);
    copy_content(copy, from, to, opened.st_size);
    copy_attributes(&copy->shift, from, to, &opened);
    close(from);
    close(to);
}

static void make_special(struct copy *copy, const int parents[2], const char *name, const struct stat *found)
{
    if (S_ISLNK(found->st_mode)) {
        char target[PATH_MAX];
        ssize_t length = readlinkat(parents[0], name, target, sizeof target - 1);
        if (length < 0)
            fail("read-link", copy->path);
        target[length] = '\0';
        if (symlinkat(target, parents[1], name))
            fail("make-link", copy->path);
    } else if (mknodat(parents[1], name, (found->st_mode & S_IFMT) | 0600, found->st_rdev)) {
        fail("make-node", copy->path);
    }
}

/* Links, pipes, sockets and devices: overlayfs's whiteouts are devices of number 0:0. */
static void copy_special(struct copy *copy, const int parents[2], const char *name, const struct stat *found)
{
    if (found->st_nlink > 1 && link_known(copy, parents[1], name, found->st_ino))
        return;
    make_special(copy, parents, name, found);
    int from = openat(parents[0], name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    int to = openat(parents[1], name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (from < 0 || to < 0)
        fail("open", copy->path);
    copy_attributes(&copy->shift, from, to, found);
    close(from);
    close(to);
}

static void copy_directory(struct copy *copy, int from, int to, int depth);

static void copy_below(struct copy *copy, const int parents[2], const char *name, int depth)
{
    if (depth == DEPTH_MAX)
        fail_with(ENAMETOOLONG, "open", copy->path);
    if (mkdirat(parents[1], name, 0700))
        fail("make-directory", copy->path);
    int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    int from = openat(parents[0], name, flags);
    int to = openat(parents[1], name, flags);
    if (from < 0 || to < 0)
        fail("open", copy->path);
    copy_directory(copy, from, to, depth + 1);
}

static void copy_entry(struct copy *copy, const int parents[2], const char *name, int depth)
{
    struct stat found;
    require_caller();
    if (fstatat(parents[0], name, &found, AT_SYMLINK_NOFOLLOW))
        fail("stat", copy->path);
    if (found.st_dev != copy->device)
        fail_with(EXDEV, "copy", copy->path);
    if (S_ISDIR(found.st_mode))
        copy_below(copy, parents, name, depth);
    else if (S_ISREG(found.st_mode))
        copy_file(copy, parents, name, &found);
    else
        copy_special(copy, parents, name, &found);
}

/* Closes both. Attributes come last: a default ACL must not reach the children a second time, and
 * making them sets the directory's times. */
static void copy_directory(struct copy *copy, int from, int to, int depth)
{
    struct stat found;
    int listed = dup(from);
    DIR *entries = listed < 0 ? NULL : fdopendir(listed);
    if (!entries || fstat(from, &found))
        fail("list", copy->path);
    const int parents[2] = {from, to};
    size_t length = strlen(copy->path);
    for (;;) {
        errno = 0;
        struct dirent *entry = readdir(entries);
        if (!entry && errno)
            fail("list", copy->path);
        if (!entry)
            break;
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
            continue;
        size_t room = sizeof copy->path - length;
        int written = snprintf(copy->path + length, room, "%s%s", length ? "/" : "", entry->d_name);
        if (written < 0 || (size_t)written >= room)
            fail_with(ENAMETOOLONG, "copy", entry->d_name);
        copy_entry(copy, parents, entry->d_name, depth);
        copy->path[length] = '\0';
    }
    closedir(entries);
    copy_attributes(&copy->shift, from, to, &found);
    close(from);
    close(to);
}

static void allow_descriptors(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit))
        fail("getrlimit", "RLIMIT_NOFILE");
    if (limit.rlim_max < DESCRIPTORS_MAX)
        limit.rlim_max = DESCRIPTORS_MAX;
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit))
        fail("setrlimit", "RLIMIT_NOFILE");
}

int copy_tree(char **arguments)
{
    static struct copy copy;
    struct stat found;
    int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    copy.shift = (struct shift){
        .from = (uid_t)strtoul(arguments[2], NULL, 10),
        .to = (uid_t)strtoul(arguments[3], NULL, 10),
    };
    umask(0);
    allow_descriptors();
    int from = open(arguments[0], flags);
    if (from < 0 || fstat(from, &found))
        fail("open", arguments[0]);
    copy.target = open(arguments[1], flags);
    if (copy.target < 0)
        fail("open", arguments[1]);
    copy.device = found.st_dev;
    copy_directory(&copy, from, dup(copy.target), 0);
    /* Before the copy gets its name: a machine that fails then must not come up with a copy whose
     * files are empty. */
    if (syncfs(copy.target))
        fail("sync", arguments[1]);
    report_line("copied\n");
    return 0;
}
