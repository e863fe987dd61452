#define _GNU_SOURCE
#include "copy.h"
#include "ve-init.h"

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/posix_acl.h>
#include <linux/posix_acl_xattr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/xattr.h>
#include <unistd.h>

/* Of all names and of one value together: what the kernel's XATTR_LIST_MAX and XATTR_SIZE_MAX allow. */
enum { ATTRIBUTE_BYTES = 64 * 1024 };

enum { DESCRIPTOR_PATH_BYTES = 32 };

uid_t shifted(const struct shift *shift, uid_t id)
{
    bool own = id >= shift->from && id - shift->from < IDS_OF_A_VE;
    return own ? id - shift->from + shift->to : id;
}

/* Entries for one user or group name a host id, as the file's owner does. */
static void shift_acl(const struct shift *shift, char *value, size_t length)
{
    struct posix_acl_xattr_entry entry;
    for (size_t at = sizeof(struct posix_acl_xattr_header); at + sizeof entry <= length; at += sizeof entry) {
        memcpy(&entry, value + at, sizeof entry);
        unsigned tag = le16toh(entry.e_tag);
        if (tag == ACL_USER || tag == ACL_GROUP) {
            entry.e_id = htole32(shifted(shift, le32toh(entry.e_id)));
            memcpy(value + at, &entry, sizeof entry);
        }
    }
}

/* Capabilities that the VE's root gave to a file count for the user namespace whose root is named
 * in them, and for no other (capabilities(7), version 3). */
static void shift_capability(const struct shift *shift, char *value, size_t length)
{
    struct vfs_ns_cap_data data;
    if (length != XATTR_CAPS_SZ_3)
        return;
    memcpy(&data, value, sizeof data);
    data.rootid = htole32(shifted(shift, le32toh(data.rootid)));
    memcpy(value, &data, sizeof data);
}

static void shift_value(const struct shift *shift, const char *name, char *value, size_t length)
{
    if (!strcmp(name, "system.posix_acl_access") || !strcmp(name, "system.posix_acl_default"))
        shift_acl(shift, value, length);
    else if (!strcmp(name, "security.capability"))
        shift_capability(shift, value, length);
}

/* The way to the attributes of what is open with O_PATH only: it may be a link or a device. */
static void descriptor_path(char path[DESCRIPTOR_PATH_BYTES], int fd)
{
    snprintf(path, DESCRIPTOR_PATH_BYTES, "/proc/self/fd/%d", fd);
}

static void copy_extended(const struct shift *shift, int from, int to)
{
    static char names[ATTRIBUTE_BYTES];
    static char value[ATTRIBUTE_BYTES];
    char source[DESCRIPTOR_PATH_BYTES];
    char target[DESCRIPTOR_PATH_BYTES];
    descriptor_path(source, from);
    descriptor_path(target, to);
    ssize_t listed = listxattr(source, names, sizeof names);
    if (listed < 0 && errno != EOPNOTSUPP)
        fail("list-attributes", source);
    for (char *name = names; listed > 0 && name < names + listed; name += strlen(name) + 1) {
        ssize_t length = getxattr(source, name, value, sizeof value);
        if (length < 0)
            fail("read-attribute", name);
        shift_value(shift, name, value, (size_t)length);
        if (setxattr(target, name, value, (size_t)length, 0))
            fail("set-attribute", name);
    }
}

void copy_attributes(const struct shift *shift, int from, int to, const struct stat *found)
{
    char path[DESCRIPTOR_PATH_BYTES];
    descriptor_path(path, to);
    if (fchownat(to, "", shifted(shift, found->st_uid), shifted(shift, found->st_gid), AT_EMPTY_PATH))
        fail("chown", path);
    copy_extended(shift, from, to);
    /* A link has no mode, and its permissions are never asked for. */
    if (!S_ISLNK(found->st_mode) && chmod(path, found->st_mode & 07777))
        fail("chmod", path);
    struct timespec times[2] = {found->st_atim, found->st_mtim};
    if (utimensat(to, "", times, AT_EMPTY_PATH))
        fail("set-times", path);
}
