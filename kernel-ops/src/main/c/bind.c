#define _GNU_SOURCE
#include "ve-init.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/*
 * Directories of the node in a running VE: ve-init bind INIT SOURCE TARGET ATTRIBUTES, and
 * ve-init unbind INIT TARGET MOUNT.
 *
 * A mount that is only moved into the VE's mount namespace is its root's to change: `mount -o
 * remount,bind,rw` would take a read-only mount back. The kernel locks the attributes of mounts when a
 * mount namespace is copied for a less privileged user namespace (mount_namespaces(7)), and a clone keeps
 * the locks. So the mount is made in a namespace of the host's, copied once by a process that has entered
 * the VE's user namespace, and the clone of that copy is what the VE gets.
 */

/* Opened with the host's rights: setns(2) of a pidfd asks again, by then as the VE's root, which may not
 * look at an init that is still held (EPERM, seen on 6.18). */
struct namespaces {
    int user;
    int mount;
};

static struct namespaces namespaces_of(const char *init)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/ns", atoi(init));
    int directory = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    struct namespaces all = {
        .user = openat(directory, "user", O_RDONLY | O_CLOEXEC),
        .mount = openat(directory, "mnt", O_RDONLY | O_CLOEXEC),
    };
    if (all.user < 0 || all.mount < 0)
        fail("open-init", init);
    close(directory);
    return all;
}

static void enter_user_namespace(struct namespaces all)
{
    if (setns(all.user, CLONE_NEWUSER))
        fail("enter-namespaces", "user");
}

/* Found without following any link, from the host's root: whoever may write in a directory on the way
 * must not be able to name another one. Attached over itself, in a namespace that ends with this process. */
static int make_mount(const char *source, unsigned long long attributes)
{
    if (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
        fail("unshare", "mount");
    struct open_how how = {
        .flags = O_PATH | O_DIRECTORY | O_CLOEXEC,
        .resolve = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS,
    };
    int directory = (int)syscall(SYS_openat2, AT_FDCWD, source, &how, sizeof how);
    if (directory < 0)
        fail("open-source", source);
    int tree = open_tree(directory, "", AT_EMPTY_PATH | OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    /* Private: what is mounted inside must not appear on the host, nor the other way round. */
    struct mount_attr wanted = {.attr_set = attributes, .propagation = MS_PRIVATE};
    if (tree < 0 || mount_setattr(tree, "", AT_EMPTY_PATH, &wanted, sizeof wanted) ||
        move_mount(tree, "", directory, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH))
        fail("mount-source", source);
    close(directory);
    return tree;
}

/* The present directory is the one thing that leads to the copy without a walk: after the user namespace
 * is entered, host root's rights to directories of others are gone. */
static int lock_mount(int tree, struct namespaces all)
{
    if (fchdir(tree))
        fail("lock-mount", "fchdir");
    enter_user_namespace(all);
    if (unshare(CLONE_NEWNS))
        fail("lock-mount", "unshare");
    int locked = open_tree(AT_FDCWD, ".", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    if (locked < 0)
        fail("lock-mount", "open_tree");
    return locked;
}

/* From here on with the rights that the VE's own root has, and no more. */
static void enter_ve(struct namespaces all)
{
    if (setns(all.mount, CLONE_NEWNS))
        fail("enter-namespaces", "mount");
    become_ve_root();
    umask(022);
    if (chdir("/"))
        fail("enter-namespaces", "/");
}

/* One step down, no link followed; NULL or the name behind the next slash. */
static char *take_name(char **rest)
{
    char *name = *rest;
    while (*name == '/')
        name++;
    if (!*name)
        return NULL;
    char *end = strchrnul(name, '/');
    *rest = *end ? end + 1 : end;
    *end = '\0';
    return name;
}

/* The directory that holds the last name of a path inside the VE. What is missing on the way is made when
 * wanted; otherwise -1. */
static int walk_to_parent(char *path, bool make, char **last)
{
    int at = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    char *rest = path;
    char *name = take_name(&rest);
    if (at < 0 || !name)
        fail_with(EINVAL, "open-target", "/");
    for (char *next; (next = take_name(&rest)); name = next) {
        if (make && mkdirat(at, name, 0755) && errno != EEXIST)
            fail("make-directory", name);
        int below = open_directory(at, name);
        if (below < 0 && errno == ENOENT && !make)
            return -1;
        if (below < 0)
            fail("open-target", name);
        close(at);
        at = below;
    }
    *last = name;
    return at;
}

static unsigned long long mount_of(int directory)
{
    struct statx found;
    if (statx(directory, "", AT_EMPTY_PATH, STATX_MNT_ID, &found) || !(found.stx_mask & STATX_MNT_ID))
        fail("look-at-mount", "statx");
    return found.stx_mnt_id;
}

int bind_directory(char **argv)
{
    char target[PATH_MAX];
    snprintf(target, sizeof target, "%s", argv[2]);
    struct namespaces all = namespaces_of(argv[0]);
    int locked = lock_mount(make_mount(argv[1], strtoull(argv[3], NULL, 10)), all);
    enter_ve(all);
    char *name;
    int parent = walk_to_parent(target, true, &name);
    if (mkdirat(parent, name, 0755) && errno != EEXIST)
        fail("make-directory", name);
    int place = open_directory(parent, name);
    if (place < 0)
        fail("open-target", argv[2]);
    if (move_mount(locked, "", place, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH))
        fail("mount-target", argv[2]);
    char line[64];
    snprintf(line, sizeof line, "mount %llu\n", mount_of(locked));
    report_line(line);
    return 0;
}

/* A mount that the VE has laid over ours is the VE's own, and hides ours for nobody but the VE. */
int unbind_directory(char **argv)
{
    char target[PATH_MAX];
    snprintf(target, sizeof target, "%s", argv[1]);
    struct namespaces all = namespaces_of(argv[0]);
    enter_user_namespace(all);
    enter_ve(all);
    char *name;
    int parent = walk_to_parent(target, false, &name);
    int place = parent < 0 ? -1 : open_directory(parent, name);
    if (place >= 0 && mount_of(place) == strtoull(argv[2], NULL, 10)) {
        close(place);
        /* By a name in the present directory: umount(2) takes no descriptor. */
        if (fchdir(parent) || umount2(name, MNT_DETACH | UMOUNT_NOFOLLOW))
            fail("unmount-target", argv[1]);
    }
    report_line("gone\n");
    return 0;
}
