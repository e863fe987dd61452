#define _GNU_SOURCE
#include "quota.h"
#include "ve-init.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/quota.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Not in linux/quota.h of every userland. */
#ifndef Q_GETNEXTQUOTA
#define Q_GETNEXTQUOTA 0x800009
#endif
enum { FORMAT_VFS_V1 = 4 }; /* what quota tools expect of ext4 */

/* The arguments are read once, into the keeper's memory, and judged there: what the caller's other threads
 * do to its memory meanwhile changes nothing. The call itself is never continued. */
struct request {
    int listener;
    const struct seccomp_notif *call;
    int memory;
    unsigned command;
    int type;
    uint32_t id;
    uint64_t address;
};

/* Whether the caller still waits: else its number may be another process's by now. */
static bool still_waits(const struct request *request)
{
    uint64_t id = request->call->id;
    return !ioctl(request->listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &id);
}

static bool copy_in(const struct request *request, uint64_t address, void *to, size_t size)
{
    return pread(request->memory, to, size, (off_t)address) == (ssize_t)size;
}

static int copy_out(const struct request *request, const void *from, size_t size)
{
    return pwrite(request->memory, from, size, (off_t)request->address) == (ssize_t)size ? 0 : -EFAULT;
}

static int open_memory(pid_t pid)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/mem", pid);
    return open(path, O_RDWR | O_CLOEXEC);
}

/* Only the device that stands for the VE's root: nothing else in it has quota. */
static int check_device(const struct request *request)
{
    char path[sizeof QUOTA_DEVICE];
    if (!copy_in(request, request->call->data.args[1], path, sizeof path))
        return -EFAULT;
    return memcmp(path, QUOTA_DEVICE, sizeof path) ? -ENODEV : 0;
}

static int check_descriptor(const struct keeper *keeper, const struct request *request)
{
    char path[64];
    struct stat found;
    snprintf(path, sizeof path, "/proc/%d/fd/%d", request->call->pid, (int)request->call->data.args[0]);
    if (stat(path, &found))
        return -EBADF;
    return found.st_dev == keeper->root ? 0 : -ENODEV;
}

static bool is_permitted(const struct keeper *keeper, const struct request *request)
{
    pid_t pid = (pid_t)request->call->pid;
    switch (request->command) {
    case Q_SYNC:
    case Q_GETFMT:
    case Q_GETINFO:
        return true;
    case Q_GETQUOTA:
        return caller_is(keeper, pid, request->type, request->id) || caller_is_ve_root(keeper, pid);
    default:
        return caller_is_ve_root(keeper, pid);
    }
}

static int get(const struct keeper *keeper, const struct request *request)
{
    struct if_dqblk block = {0};
    int result = request->command == Q_GETQUOTA
                     ? get_quota(keeper, request->type, request->id, &block)
                     : get_next_quota(keeper, request->type, request->id, &block);
    if (result)
        return result;
    return still_waits(request) ? copy_out(request, &block, sizeof block) : -ENOENT;
}

static int set(const struct keeper *keeper, const struct request *request)
{
    struct if_dqblk block = {0};
    if (!copy_in(request, request->address, &block, sizeof block))
        return -EFAULT;
    return still_waits(request) ? set_quota(keeper, request->type, request->id, &block) : -ENOENT;
}

static int get_info(const struct keeper *keeper, const struct request *request)
{
    struct if_dqinfo info = {0};
    int result = get_quota_info(keeper, request->type, &info);
    return result ? result : copy_out(request, &info, sizeof info);
}

static int carry_out(const struct keeper *keeper, const struct request *request)
{
    uint32_t format = FORMAT_VFS_V1;
    if (!is_permitted(keeper, request))
        return -EPERM;
    switch (request->command) {
    case Q_SYNC:
    case Q_QUOTAON: /* it is on, whoever asks */
        return 0;
    case Q_GETFMT:
        return copy_out(request, &format, sizeof format);
    case Q_GETINFO:
        return get_info(keeper, request);
    case Q_GETQUOTA:
    case Q_GETNEXTQUOTA:
        return get(keeper, request);
    case Q_SETQUOTA:
        return set(keeper, request);
    case Q_SETINFO: /* grace times belong to the whole file system */
    case Q_QUOTAOFF:
        return -EPERM;
    default:
        return -EINVAL;
    }
}

static void parse(struct request *request)
{
    const struct seccomp_data *data = &request->call->data;
    bool by_descriptor = data->nr == __NR_quotactl_fd;
    unsigned command = (unsigned)data->args[by_descriptor ? 1 : 0];
    request->command = command >> SUBCMDSHIFT;
    request->type = (int)(command & SUBCMDMASK);
    request->id = (uint32_t)data->args[2];
    request->address = data->args[3];
}

static int check_target(const struct keeper *keeper, const struct request *request)
{
    if (request->type != USRQUOTA && request->type != GRPQUOTA)
        return -EINVAL;
    if (request->call->data.nr == __NR_quotactl_fd)
        return check_descriptor(keeper, request);
    /* quotactl(2): Q_SYNC of no device means all of them. */
    if (request->command == Q_SYNC && !request->call->data.args[1])
        return 0;
    return check_device(request);
}

int serve_quota_call(const struct keeper *keeper, int listener, const struct seccomp_notif *call)
{
    struct request request = {.listener = listener, .call = call};
    parse(&request);
    request.memory = open_memory((pid_t)call->pid);
    if (request.memory < 0)
        return -EPERM;
    /* The memory is the caller's if the caller waits now; the descriptor stays with it. */
    int result = still_waits(&request) ? check_target(keeper, &request) : -ENOENT;
    if (!result)
        result = carry_out(keeper, &request);
    close(request.memory);
    return result;
}
