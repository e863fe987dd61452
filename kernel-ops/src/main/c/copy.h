/* copy.c and copy_attributes.c: a VE's files under other ids. */
#ifndef COPY_H
#define COPY_H

#include <stdbool.h>
#include <sys/stat.h>
#include <sys/types.h>

enum { IDS_OF_A_VE = 65536 };

/* Host ids of one VE become those of another; an id outside of the VE's range stays what it is, as
 * that of overlayfs's own whiteouts, which belong to host root. */
struct shift {
    uid_t from;
    uid_t to;
};

uid_t shifted(const struct shift *shift, uid_t id);

/* Owner, extended attributes, mode and times, in this order: chown(2) takes away set-user-ID bits
 * and file capabilities. Both descriptors may be O_PATH. Ends the process on a failure. */
void copy_attributes(const struct shift *shift, int from, int to, const struct stat *found);

#endif
