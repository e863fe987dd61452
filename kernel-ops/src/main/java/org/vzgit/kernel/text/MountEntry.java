package org.vzgit.kernel.text;

import java.util.Set;

/// One line of `/proc/PID/mountinfo` (proc_pid_mountinfo(5)).
///
/// @param device `MAJOR:MINOR` of the file system
/// @param root which directory of the file system is mounted, `/` for all of it
/// @param mountPoint where it is seen, escapes undone
/// @param type the file system type, for example `cgroup2`
/// @param superOptions the options of the file system itself; on cgroup v1 they name its
///   controllers
public record MountEntry(
        String device, String root, String mountPoint, String type, Set<String> superOptions) {
    public MountEntry {
        superOptions = Set.copyOf(superOptions);
    }
}
