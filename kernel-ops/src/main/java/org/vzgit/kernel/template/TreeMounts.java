package org.vzgit.kernel.template;

/// What a root file system needs around it for programs to run in it, as a piece of shell: mounts
/// last as long as the program's mount namespace.
final class TreeMounts {
    private static final String DEVICES = "null.3 zero.5 full.7 random.8 urandom.9";

    /// Wants the tree in `$tree`. The tree itself is mounted on itself without devices of its own.
    /// `/proc` is read-only: as root without any capability one could still write the core pattern
    /// and `sysrq-trigger` of the node. A link in the place of a directory leads these mounts
    /// astray and nobody else: no other namespace sees them.
    static final String SHELL =
            "mount --bind \"$tree\" \"$tree\"; "
                    + "mount -o remount,bind,nodev,nosuid \"$tree\"; "
                    + "mkdir -p \"$tree/proc\" \"$tree/dev\"; "
                    + "mount -t proc -o ro,nosuid,nodev,noexec proc \"$tree/proc\"; "
                    + "mount -t tmpfs -o size=64k,mode=755,nosuid,noexec dev \"$tree/dev\"; "
                    + "for d in "
                    + DEVICES
                    + "; do mknod -m 666 \"$tree/dev/${d%.*}\" c 1 \"${d#*.}\"; done; "
                    + "ln -s /proc/self/fd \"$tree/dev/fd\"; ";

    private TreeMounts() {}
}
