package org.vzgit.kernel.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.kernel.text.CgroupText;

/// What root in a VE must own of its part of the v2 hierarchy to make cgroups of its own
/// (cgroup-v2.rst, "Model of Delegation"); the files with the bounds stay the host's.
final class Delegation {
    private static final List<String> FILES =
            List.of("cgroup.procs", "cgroup.subtree_control", "cgroup.threads");

    private Delegation() {}

    /// Before an init begins. Idempotent.
    ///
    /// What an earlier init made goes first: systemd leaves its cgroups with the controllers it
    /// gave them when it reboots, and a cgroup that gives any takes no process (EBUSY;
    /// cgroup-v2.rst, "No Internal Process Constraint").
    ///
    /// @param uid the host id of the VE's root
    static void give(CgroupDirectory cgroup, long uid) throws OperationFailure {
        Removal.removeBelow(cgroup);
        if (cgroup.read("cgroup.subtree_control", CgroupText::words)
                instanceof Reading.Present<Set<String>>(Set<String> given)) {
            for (String controller : given) {
                cgroup.write("cgroup.subtree_control", "-" + controller);
            }
        }
        own(cgroup, cgroup.path(), uid);
        for (String file : FILES) {
            own(cgroup, cgroup.file(file), uid);
        }
    }

    private static void own(CgroupDirectory cgroup, Path path, long uid) throws OperationFailure {
        try {
            // chown(2) takes 32 bits without a sign, NIO an int: the bits are the same.
            Files.setAttribute(path, "unix:uid", (int) uid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", (int) uid, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            Errno errno = FileErrno.of(e);
            throw new OperationFailure(
                    errno.kind(),
                    "give " + path + " of " + cgroup.subject() + " to uid " + uid + ": " + errno,
                    e);
        }
    }
}
