/*
 * ve-init: makes a VE's namespaces, root and first process, and joins running VEs.
 *
 * A separate program because a JVM cannot do this: unshare(CLONE_NEWUSER) is EINVAL in a process
 * with threads (user_namespaces(7)), and a JVM must not fork.
 */
#ifndef VE_INIT_H
#define VE_INIT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* ---- report.c: how failures are told -------------------------------------------------------- */

/* Where `error` lines go: the caller's pipe, or for a process inside a VE the socket to it. */
void report_to(int fd);

/* The exit code of a process that reported a failure; 1 unless told otherwise. */
void report_exit(int code);
_Noreturn void end_reported(void);

/* Writes "error STEP ERRNO NAME DETAIL\n" for the present errno and ends this process. */
_Noreturn void fail(const char *step, const char *detail);

/* The same with an errno of the caller's choice. */
_Noreturn void fail_with(int error, const char *step, const char *detail);

/* Sends the whole line; a reader that is gone is not an error here. */
void report_line(const char *line);

/* Longest line in either direction: PATH_MAX for one path, and room for the words around it. */
enum { LINE_MAX_BYTES = 4096 + 256 };

/* ---- spec.c: what to launch ----------------------------------------------------------------- */

enum {
    MAX_CGROUPS = 32, /* the kernel has 14 v1 controllers; plus named hierarchies and v2 */
    MAX_INITS = 8,    /* OpenVZ looks at 3 places */
    SPEC_BYTES = 64 * 1024, /* MAX_CGROUPS paths of a usual length, many times over */
};

struct launch_spec {
    const char *cgroups[MAX_CGROUPS]; /* cgroup.procs files, absolute */
    size_t cgroup_count;
    const char *inits[MAX_INITS]; /* paths inside the VE, first found wins */
    size_t init_count;
    uid_t uid_base;           /* host id of the VE's root, same number for users and groups */
    const char *template_dir; /* the template as it lies on disk, owned by host ids 0.. */
    const char *template_ref; /* NAME@VERSION: names the mount point, so mountinfo tells it */
    const char *private_area; /* has upper, work, low, root */
    const char *hostname;
    const char *quota_note;   /* NULL: no quota of users inside; else see quota.h */
    const char *quota_socket;
    int noatime;              /* the root does not note when files are read */
    const char *lxcfs; /* where lxcfs is mounted; NULL: nowhere */
    int unified; /* not read: descriptor of the VE's cgroup in the unified hierarchy, or -1 */
};

/* Reads "KEY VALUE\n" lines from stdin up to "end\n". Ends the process on anything unexpected. */
void read_spec(struct launch_spec *spec);

/* ---- steps ---------------------------------------------------------------------------------- */

enum { UIDS_PER_VE = 65536 }; /* a VE needs 0..65534 (nobody); a power of two keeps bases aligned */

int launch(void);
int join(int argc, char **argv);
/* bind.c: INIT SOURCE TARGET ATTRIBUTES, tells "mount ID"; INIT TARGET ID, tells "gone". */
int bind_directory(char **argv);
int unbind_directory(char **argv);
/* copy.c: FROM TO OLD NEW, tells "copied": all that is in the directory FROM is made in the empty
 * directory TO, owned by the ids from NEW on where it was by those from OLD on. Stdin has to be a
 * pipe whose other end the caller holds and does not write to. */
int copy_tree(char **argv);

/* cgroup.c: moves this process in all v1 hierarchies. Gives a descriptor of the cgroup in the unified
 * one, which clone_into is for, or -1 where there is none. */
int join_cgroups(const char *const *procs_files, size_t count);
/* Where in a VE's unified cgroup a command from outside is to be born: in a leaf, as soon as controllers are
 * there. An init such as systemd gives them to its services, and a cgroup that does so takes no process any
 * more (EBUSY), nor may it begin to while it has one (cgroup-v2.rst, "No Internal Process Constraint"). Takes
 * the descriptor and gives one. */
int leaf_of(int unified);

/* fork(2), with clone(2)'s namespace flags, into a cgroup of the unified hierarchy (-1: the
 * caller's). Gives 0 in the child. */
pid_t clone_into(int unified, unsigned long long flags);

/* root.c, with the host's rights, in a private mount namespace: an O_PATH fd of the VE's root. */
int assemble_root(const struct launch_spec *spec, int userns);
/* An O_PATH fd of a directory, found without following any link; -1 and errno. */
int open_directory(int parent, const char *name);

/* view.c: mounts /proc and /sys below the root, in the private area as the present directory. The first
 * process has its namespaces already. */
void mount_view(const struct launch_spec *spec, pid_t first_process, int root);

/* inside.c, as the VE's first process. */
_Noreturn void become_init(const struct launch_spec *spec, int channel);

/* confine.c */
void shed_callers_state(void);  /* signals, umask, rlimits, priority: with the host's rights */
void become_ve_root(void);      /* ids 0 inside the user namespace, no groups */
void confine(void);             /* bounding set and system call filter */
void keep_only(int fd);         /* closes every other descriptor; the kept one becomes 3 */
enum { KEPT_FD = 3 };

/* filter.c: which system calls this process and its descendants may make. */
void install_filter(void);

/* script.c: a script of the host, executed in a VE. */
enum { SCRIPT_FD = 3 };
int open_script(const char *path);             /* on the host */
int copy_script(int host, const char *name);   /* in the VE: a copy in its memory */
/* Executes what is open as SCRIPT_FD; comes back on failure, with errno. */
void execute_script(int script, char **words, char **environment);

/* channel.c: one packet socket between the outer process and the one inside. */
void channel_open(int ends[2]);
void channel_send(int channel, char what);
/* false on the end of the file: the other side is gone. */
bool channel_receive(int channel, char *what, int *fd);
void channel_send_fd(int channel, char what, int fd);
void channel_send_number(int channel, int number);
/* -1 when the other side is gone. */
int channel_receive_number(int channel);

#endif
