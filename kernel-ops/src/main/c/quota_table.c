#define _GNU_SOURCE
#include "quota.h"
#include "ve-init.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Quota tools look for file systems with quota in /proc/mounts and know overlay for none. So over that one
 * file lies another one that calls the VE's root ext4 with quota on QUOTA_DEVICE and is the mount table
 * otherwise, written anew whenever that changes. /proc/self/mounts and mountinfo, which most programs read,
 * stay as the kernel has them.
 */

/* As many bytes as a mount table of 10,000 mounts of a usual length has; one that is longer is cut at a line. */
enum { TABLE_BYTES = 1024 * 1024 };

static const char TABLE[] = "/proc/mounts";
static const char ROOT_LINE[] = QUOTA_DEVICE " / ext4 rw,relatime,quota,usrquota,grpquota 0 0\n";

static int make_table_file(int *writable)
{
    int context = fsopen("tmpfs", FSOPEN_CLOEXEC);
    if (context < 0 || fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0))
        fail("make-mount-table", "tmpfs");
    int mounted = fsmount(context, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
    if (mounted < 0)
        fail("make-mount-table", "fsmount");
    close(context);
    *writable = openat(mounted, "mounts", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
    int file = open_tree(mounted, "mounts", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    if (*writable < 0 || file < 0)
        fail("make-mount-table", "mounts");
    close(mounted);
    return file;
}

/* Inside the VE's mount namespace every path is the VE's, whatever links it has laid. */
static _Noreturn void show_inside(int namespace, int file)
{
    if (setns(namespace, CLONE_NEWNS))
        fail("enter-namespace", "mount");
    if (move_mount(file, "", AT_FDCWD, TABLE, MOVE_MOUNT_F_EMPTY_PATH))
        fail("mount-table", TABLE);
    /* Quota tools take a directory for a file system's root when its device number is the node's. That of an
     * overlay is anonymous: no driver has it, so the node can be looked at and not opened. */
    struct stat root, found;
    if (stat("/", &root))
        fail("make-node", "/");
    if (lstat(QUOTA_DEVICE, &found) || !S_ISBLK(found.st_mode) || found.st_rdev != root.st_dev) {
        unlink(QUOTA_DEVICE);
        if (mknod(QUOTA_DEVICE, S_IFBLK | 0600, root.st_dev))
            fail("make-node", QUOTA_DEVICE);
    }
    _exit(0);
}

void open_mount_table(struct mount_table *table, pid_t init)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/mounts", init);
    table->source = open(path, O_RDONLY | O_CLOEXEC);
    snprintf(path, sizeof path, "/proc/%d/ns/mnt", init);
    int namespace = open(path, O_RDONLY | O_CLOEXEC);
    if (table->source < 0 || namespace < 0)
        fail("open-mount-table", path);
    int file = make_table_file(&table->shown);
    refresh_mount_table(table);
    pid_t child = fork();
    if (child == 0)
        show_inside(namespace, file);
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || status)
        fail_with(ECHILD, "show-mount-table", TABLE);
    close(namespace);
    close(file);
}

static size_t read_table(int source, char *text)
{
    size_t length = 0;
    if (lseek(source, 0, SEEK_SET))
        return 0;
    while (length < TABLE_BYTES) {
        ssize_t got = read(source, text + length, TABLE_BYTES - length);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        length += (size_t)got;
    }
    while (length && text[length - 1] != '\n')
        length--;
    return length;
}

void refresh_mount_table(const struct mount_table *table)
{
    static char text[TABLE_BYTES + sizeof ROOT_LINE];
    size_t shown = sizeof ROOT_LINE - 1;
    memcpy(text, ROOT_LINE, shown);
    size_t length = read_table(table->source, text + shown);
    /* The first line is the root's own. */
    char *first = memchr(text + shown, '\n', length);
    if (!first)
        return;
    size_t skipped = (size_t)(first + 1 - (text + shown));
    memmove(text + shown, first + 1, length - skipped);
    shown += length - skipped;
    /* One write, then cut: a reader in between sees a whole new text with an old end at worst. */
    if (pwrite(table->shown, text, shown, 0) == (ssize_t)shown && ftruncate(table->shown, (off_t)shown))
        return;
}
