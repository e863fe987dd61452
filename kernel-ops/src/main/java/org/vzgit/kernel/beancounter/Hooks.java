package org.vzgit.kernel.beancounter;

/// Where programs are called that can refuse.
enum Hooks {
    /// The BPF security module; only with `bpf` in the kernel's `lsm=` list. Without, such programs
    /// load and attach and are never called (seen on 6.18).
    LSM("lsm"),
    /// The kernel functions that call the security modules.
    FUNCTIONS("trace");

    private final String suffix;

    Hooks(String suffix) {
        this.suffix = suffix;
    }

    String suffix() {
        return suffix;
    }
}
