package org.vzgit.kernel.sys;

import java.nio.file.Path;

/// The namespaces that a single thread of a larger process may join (setns(2)); user and mount
/// namespaces are not among them.
public enum Namespace {
    NET("net", 0x40000000),
    UTS("uts", 0x04000000);

    private final String file;
    private final int cloneFlag;

    Namespace(String file, int cloneFlag) {
        this.file = file;
        this.cloneFlag = cloneFlag;
    }

    /// Where the namespace of a process is: proc_pid_ns(5).
    Path of(KernelRoot root, int pid) {
        return root.proc().resolve(Integer.toString(pid)).resolve("ns").resolve(file);
    }

    int cloneFlag() {
        return cloneFlag;
    }
}
