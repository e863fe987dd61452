package org.vzgit.kernel.sys;

/// The two bounds of one resource of one process: getrlimit(2).
///
/// @param soft what the kernel tests; the process may move it up to `hard`
/// @param hard what only CAP_SYS_RESOURCE raises
public record Rlimit(long soft, long hard) {
    /// `RLIM_INFINITY`: the largest number, as the kernel's unsigned comparison has it.
    public static final long INFINITY = Long.MAX_VALUE;

    /// What is bounded; the numbers are the same on x86_64 and arm64 (asm-generic/resource.h).
    public enum Kind {
        /// Private writable memory, in bytes, mapped or not touched (since Linux 4.7).
        DATA(2),
        /// One more than the highest file descriptor.
        NOFILE(7),
        /// Locked memory, in bytes.
        MEMLOCK(8),
        /// Queued signals of the process's user.
        SIGPENDING(11);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    static Rlimit ofKernel(long soft, long hard) {
        return new Rlimit(soft < 0 ? INFINITY : soft, hard < 0 ? INFINITY : hard);
    }

    static long toKernel(long value) {
        return value == INFINITY ? -1 : value;
    }
}
