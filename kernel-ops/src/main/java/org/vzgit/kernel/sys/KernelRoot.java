package org.vzgit.kernel.sys;

import java.nio.file.Path;

/// Where a kernel's files are: the running one's, or a recording of another.
///
/// @param proc where proc(5) is mounted
/// @param sys where sysfs(5) is mounted; cgroups are looked for below its `fs/cgroup`
public record KernelRoot(Path proc, Path sys) {
    public static final KernelRoot RUNNING = new KernelRoot(Path.of("/proc"), Path.of("/sys"));

    public Path cgroup() {
        return sys.resolve("fs").resolve("cgroup");
    }
}
