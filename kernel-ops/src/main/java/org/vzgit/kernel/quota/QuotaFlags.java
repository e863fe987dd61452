package org.vzgit.kernel.quota;

/// `FS_QUOTA_*` of linux/dqblk_xfs.h: what a file system counts and enforces.
record QuotaFlags(int bits) {
    private static final int USERS_ENFORCED = 1 << 1;
    private static final int GROUPS_ENFORCED = 1 << 3;
    private static final int PROJECTS_COUNTED = 1 << 4;
    private static final int PROJECTS_ENFORCED = 1 << 5;

    boolean countsProjects() {
        return (bits & PROJECTS_COUNTED) != 0;
    }

    boolean enforcesProjects() {
        return (bits & PROJECTS_ENFORCED) != 0;
    }

    boolean enforcesUsersAndGroups() {
        return (bits & USERS_ENFORCED) != 0 && (bits & GROUPS_ENFORCED) != 0;
    }
}
