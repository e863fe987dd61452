package org.vzgit.kernel.sys;

import java.util.Locale;
import java.util.Set;

/// Flags of open(2). `O_CLOEXEC` is not among them: it is always set.
public enum OpenFlag {
    RDONLY(0, 0),
    WRONLY(01, 01),
    RDWR(02, 02),
    CREAT(0100, 0100),
    EXCL(0200, 0200),
    TRUNC(01000, 01000),
    APPEND(02000, 02000),
    NONBLOCK(04000, 04000),
    /// One of the flags whose bit differs between x86 and arm64 (`arch/arm64/include/uapi/asm/
    /// fcntl.h`).
    DIRECTORY(0200000, 040000),
    NOFOLLOW(0400000, 0100000),
    PATH(010000000, 010000000);

    private static final int CLOEXEC = 02000000;
    static final boolean ARM64 =
            System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).equals("aarch64");

    private final int x86;
    private final int arm64;

    OpenFlag(int x86, int arm64) {
        this.x86 = x86;
        this.arm64 = arm64;
    }

    /// The bits of all flags and `O_CLOEXEC`.
    static int bits(Set<OpenFlag> flags) {
        int bits = CLOEXEC;
        for (OpenFlag flag : flags) {
            bits |= ARM64 ? flag.arm64 : flag.x86;
        }
        return bits;
    }
}
