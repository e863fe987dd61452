#define _GNU_SOURCE
#include "ve-init.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

struct node {
    const char *name;
    unsigned minor; /* major is 1, memory devices, but for tty: 5 (devices.txt of the kernel) */
    unsigned major;
};

static const struct node nodes[] = {
    {"null", 3, 1}, {"zero", 5, 1}, {"full", 7, 1}, {"random", 8, 1}, {"urandom", 9, 1}, {"tty", 0, 5},
};

static const char *const links[][2] = {
    {"ptmx", "pts/ptmx"},
    {"fd", "/proc/self/fd"},
    {"stdin", "/proc/self/fd/0"},
    {"stdout", "/proc/self/fd/1"},
    {"stderr", "/proc/self/fd/2"},
};

static const char *const device_directories[] = {"pts", "shm", "mqueue"};

/* Clones the template's mount and shifts its ids by the VE's base, so that files of 0..65535 on
 * disk are the VE's own and all VEs share one template (mount_setattr(2), since 5.12). */
static void mount_template(const struct launch_spec *spec, int userns, const char *target)
{
    int tree = open_tree(AT_FDCWD, spec->template_dir, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    if (tree < 0)
        fail("open-template", spec->template_dir);
    struct mount_attr attributes = {
        .attr_set = MOUNT_ATTR_IDMAP | MOUNT_ATTR_RDONLY,
        .userns_fd = (unsigned)userns,
    };
    if (mount_setattr(tree, "", AT_EMPTY_PATH, &attributes, sizeof attributes))
        fail("idmap-template", spec->template_dir);
    if (move_mount(tree, "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH))
        fail("mount-template", target);
    close(tree);
}

static void mount_overlay(const struct launch_spec *spec, int userns)
{
    if (chdir(spec->private_area))
        fail("open-private-area", spec->private_area);
    /* The mount point lives in a tmpfs of this mount namespace: nothing stays on disk, and low/
     * stays empty whatever versions the VE was started from. */
    if (mount("vzgit", "low", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=4k,mode=755"))
        fail("mount-low", spec->private_area);
    char target[LINE_MAX_BYTES];
    snprintf(target, sizeof target, "low/%s", spec->template_ref);
    if (mkdir(target, 0755))
        fail("make-mount-point", target);
    mount_template(spec, userns, target);
    /* Relative paths: no node home can bring a comma or colon into the options. */
    char options[LINE_MAX_BYTES + 64];
    snprintf(options, sizeof options, "lowerdir=%s,upperdir=upper,workdir=work", target);
    /* Locked against the VE's root, as all flags are, when the VE's mount namespace is copied. */
    if (mount("vzgit", "root", "overlay", spec->noatime ? MS_NOATIME : 0, options))
        fail("mount-overlay", options);
}

/* Looks a name up in a directory that the VE's root may have prepared: a symbolic link in it
 * would lead host root's hand to a file of the host, so none is followed (openat2(2)). */
int open_directory(int parent, const char *name)
{
    struct open_how how = {
        .flags = O_PATH | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW,
        .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS,
    };
    return (int)syscall(SYS_openat2, parent, name, &how, sizeof how);
}

static void give_to_ve(const struct launch_spec *spec, int parent, const char *name)
{
    if (fchownat(parent, name, spec->uid_base, spec->uid_base, AT_SYMLINK_NOFOLLOW))
        fail("chown", name);
}

static void make_directory(const struct launch_spec *spec, int parent, const char *name)
{
    if (!mkdirat(parent, name, 0755))
        give_to_ve(spec, parent, name);
    else if (errno != EEXIST)
        fail("make-directory", name);
}

/* A device node of the host's making is the only kind that opens in a user namespace: mknod(2) is
 * EPERM there, and a file system mounted there has no devices. So the nodes are static files of
 * the upper layer, owned by the VE; binding host nodes over a tmpfs would take six mounts more. */
static void make_node(const struct launch_spec *spec, int dev, const struct node *node)
{
    dev_t number = makedev(node->major, node->minor);
    struct stat found;
    if (!fstatat(dev, node->name, &found, AT_SYMLINK_NOFOLLOW)) {
        if (S_ISCHR(found.st_mode) && found.st_rdev == number)
            return;
        /* The VE's root may replace its nodes; each start puts them right. */
        if (unlinkat(dev, node->name, 0) && unlinkat(dev, node->name, AT_REMOVEDIR))
            fail("replace-node", node->name);
    }
    if (mknodat(dev, node->name, S_IFCHR | 0666, number))
        fail("make-node", node->name);
    give_to_ve(spec, dev, node->name);
}

static void make_link(const struct launch_spec *spec, int dev, const char *name, const char *target)
{
    if (!symlinkat(target, dev, name))
        give_to_ve(spec, dev, name);
    else if (errno != EEXIST)
        fail("make-link", name);
}

static void make_devices(const struct launch_spec *spec, int root)
{
    int dev = open_directory(root, "dev");
    if (dev < 0)
        fail("open-directory", "/dev of the VE");
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++)
        make_node(spec, dev, &nodes[i]);
    for (size_t i = 0; i < sizeof links / sizeof *links; i++)
        make_link(spec, dev, links[i][0], links[i][1]);
    for (size_t i = 0; i < sizeof device_directories / sizeof *device_directories; i++)
        make_directory(spec, dev, device_directories[i]);
    close(dev);
}

int assemble_root(const struct launch_spec *spec, int userns)
{
    mount_overlay(spec, userns);
    int root = open_directory(AT_FDCWD, "root");
    if (root < 0)
        fail("open-directory", "root");
    mode_t mask = umask(0);
    static const char *const needed[] = {"dev", "proc", "sys"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        make_directory(spec, root, needed[i]);
    make_devices(spec, root);
    umask(mask);
    return root;
}
