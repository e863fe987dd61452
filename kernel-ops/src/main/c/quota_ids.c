#define _GNU_SOURCE
#include "quota.h"
#include "ve-init.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/quota.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* linux/quota.h of older userlands lacks it. */
struct next_block {
    struct if_dqblk block_and_id; /* the id stands where the padding of if_dqblk is */
};
enum { NEXT_ID_OFFSET = 68 };

/* What the VE's root may set: bounds, and when a grace ends. Not the use. */
enum { SETTABLE = QIF_LIMITS | QIF_TIMES };

static int call(const struct keeper *keeper, int command, int type, uint32_t host_id, void *structure)
{
    long result = syscall(SYS_quotactl_fd, keeper->files, QCMD((unsigned)command, (unsigned)type), host_id,
                          structure);
    return result < 0 ? -errno : 0;
}

/* -1: not an id of the VE. */
static int64_t to_host(const struct keeper *keeper, uint32_t id)
{
    return id < UIDS_PER_VE ? (int64_t)keeper->base + id : -1;
}

int get_quota(const struct keeper *keeper, int type, uint32_t id, void *block)
{
    int64_t host = to_host(keeper, id);
    if (host < 0)
        return -EINVAL;
    int result = call(keeper, Q_GETQUOTA, type, (uint32_t)host, block);
    if (result == -ENOENT) { /* XFS: no record yet; ext4 answers zeros */
        memset(block, 0, sizeof(struct if_dqblk));
        ((struct if_dqblk *)block)->dqb_valid = QIF_ALL;
        return 0;
    }
    return result;
}

int get_next_quota(const struct keeper *keeper, int type, uint32_t id, void *block)
{
    int64_t host = to_host(keeper, id);
    if (host < 0)
        return -ENOENT;
    int result = call(keeper, Q_GETNEXTQUOTA, type, (uint32_t)host, block);
    if (result)
        return result;
    uint32_t found;
    memcpy(&found, (char *)block + NEXT_ID_OFFSET, sizeof found);
    if (found < keeper->base || found - keeper->base >= UIDS_PER_VE)
        return -ENOENT;
    found -= keeper->base;
    memcpy((char *)block + NEXT_ID_OFFSET, &found, sizeof found);
    return 0;
}

int get_quota_info(const struct keeper *keeper, int type, void *info)
{
    return call(keeper, Q_GETINFO, type, 0, info);
}

static bool is_bounded(const struct if_dqblk *block)
{
    return block->dqb_bhardlimit || block->dqb_bsoftlimit || block->dqb_ihardlimit ||
           block->dqb_isoftlimit;
}

/* How many ids of one type have bounds; stops counting at `most`. */
static long count_bounded(const struct keeper *keeper, int type, long most)
{
    struct next_block next;
    long count = 0;
    uint32_t id = 0;
    /* Each turn ends at a higher id: at most UIDS_PER_VE turns. */
    while (count < most && !get_next_quota(keeper, type, id, &next)) {
        count += is_bounded(&next.block_and_id);
        memcpy(&id, (char *)&next + NEXT_ID_OFFSET, sizeof id);
        id++;
    }
    return count;
}

/* How many ids may have bounds; 0 when nothing can be read. */
static long allowed_ids(const struct keeper *keeper)
{
    static const char key[] = "userQuota=";
    char text[1024];
    int fd = open(keeper->note, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0)
        close(fd);
    if (got <= 0)
        return 0;
    text[got] = '\0';
    const char *found = strstr(text, key);
    return found ? strtol(found + strlen(key), NULL, 10) : 0;
}

static int check_allowance(const struct keeper *keeper, int type, uint32_t id,
                           const struct if_dqblk *wanted)
{
    struct if_dqblk present;
    long allowed = allowed_ids(keeper);
    if (allowed == 0)
        return -EPERM;
    int result = get_quota(keeper, type, id, &present);
    if (result || is_bounded(&present) || !is_bounded(wanted))
        return result;
    long users = count_bounded(keeper, USRQUOTA, allowed);
    long groups = count_bounded(keeper, GRPQUOTA, allowed);
    return users + groups < allowed ? 0 : -EDQUOT;
}

int set_quota(const struct keeper *keeper, int type, uint32_t id, void *block)
{
    struct if_dqblk *wanted = block;
    int64_t host = to_host(keeper, id);
    if (host < 0)
        return -EINVAL;
    if (wanted->dqb_valid & ~(uint32_t)SETTABLE)
        wanted->dqb_valid &= SETTABLE;
    int result = check_allowance(keeper, type, id, wanted);
    return result ? result : call(keeper, Q_SETQUOTA, type, (uint32_t)host, wanted);
}
