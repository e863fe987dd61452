package org.vzgit.kernel.sys;

import java.util.Set;

/// How openat2(2) opens: `struct open_how`.
///
/// @param mode permission bits of a file that is created; 0 unless [OpenFlag#CREAT] is given, or
///   the kernel refuses with EINVAL
/// @param resolve how the path may be followed
public record OpenHow(Set<OpenFlag> flags, int mode, Set<Resolve> resolve) {
    public OpenHow {
        flags = Set.copyOf(flags);
        resolve = Set.copyOf(resolve);
    }

    /// `RESOLVE_…` of `linux/openat2.h`.
    public enum Resolve {
        NO_XDEV(0x01),
        /// Refuses `/proc/PID/fd/…` and the like, which jump out of any root.
        NO_MAGICLINKS(0x02),
        NO_SYMLINKS(0x04),
        BENEATH(0x08),
        /// The directory is `/` for the whole walk: absolute links and `..` stay inside.
        IN_ROOT(0x10);

        private final long bit;

        Resolve(long bit) {
            this.bit = bit;
        }
    }

    long resolveBits() {
        return resolve.stream().mapToLong(one -> one.bit).reduce(0, (a, b) -> a | b);
    }
}
