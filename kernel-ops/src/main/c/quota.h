/*
 * Quota of users and groups inside a VE.
 *
 * quotactl(2) that changes anything needs CAP_SYS_ADMIN on the host. So a filter sends the VE's calls to a
 * small process on the host, the keeper, which carries them out on the VE's own ids and file system and on
 * nothing else (seccomp_unotify(2)). One keeper for each VE that has such quota; it ends with the VE. When it
 * dies, calls fail with ENOSYS and nothing waits.
 */
#ifndef QUOTA_H
#define QUOTA_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct seccomp_notif;

/* The device that stands for the VE's root file system in its mount table; it cannot be opened. */
#define QUOTA_DEVICE "/dev/vzgit"

/* quota_gate.c: in a process of the VE. From here on its calls, and those of its children, go to whoever
 * holds the descriptor. */
int install_quota_gate(void);

/* quota_keeper.c */
struct keeper {
    uid_t base;       /* host id of the VE's root */
    int files;        /* a directory on the VE's file system */
    const char *note; /* says how many ids may have bounds; read at each change */
    unsigned long long userns; /* inode: only this namespace's root may change anything */
    dev_t root;       /* device number of the VE's root file system */
};

/* Starts the keeper in the caller's cgroups. Gives a channel on which it takes the first listener. */
int start_quota_keeper(const char *note, const char *files, const char *socket, uid_t base);
/* Hands over the VE's first listener, and returns when the VE sees its quota device. */
void begin_quota(int keeper, int listener, pid_t init);
/* For a process that joins a running VE: hands a listener to the VE's keeper. */
void add_quota_listener(const char *socket, int listener);

/* quota_call.c: carries out one call; 0 or a negative errno. */
int serve_quota_call(const struct keeper *keeper, int listener, const struct seccomp_notif *call);

/* quota_ids.c: bounds of the VE's ids; 0 or a negative errno. */
int get_quota(const struct keeper *keeper, int type, uint32_t id, void *block);
int set_quota(const struct keeper *keeper, int type, uint32_t id, void *block);
int get_next_quota(const struct keeper *keeper, int type, uint32_t id, void *block);
int get_quota_info(const struct keeper *keeper, int type, void *info);

/* quota_caller.c: who calls. */
bool caller_is_ve_root(const struct keeper *keeper, pid_t pid);
bool caller_is(const struct keeper *keeper, pid_t pid, int type, uint32_t id);

/* quota_table.c: the mount table as the VE sees it. */
struct mount_table {
    int source; /* /proc/PID/mounts of the VE's init */
    int shown;  /* the file that lies over /proc/mounts inside */
};
void open_mount_table(struct mount_table *table, pid_t init);
void refresh_mount_table(const struct mount_table *table);

#endif
