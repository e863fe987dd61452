package org.vzgit.kernel.cgroup;

import java.util.List;
import java.util.OptionalInt;

/// A character device that a VE may open for reading and writing, and make: the launcher makes the
/// nodes in the VE's /dev after it has joined the cgroup. Root inside cannot, whatever the rules
/// say (mknod(2): EPERM in a user namespace).
///
/// @param major as in `Documentation/admin-guide/devices.txt`, 0 to 4095 (`MAJOR` of `kdev_t.h`)
/// @param minor 0 to 1048575; empty for all of the major number
record DeviceRule(int major, OptionalInt minor) {
    /// All that a VE may open, on cgroup v1 and v2 alike. No block device is among it.
    static final List<DeviceRule> ALLOWED =
            List.of(
                    of(1, 3), // null
                    of(1, 5), // zero
                    of(1, 7), // full
                    of(1, 8), // random
                    of(1, 9), // urandom
                    of(5, 0), // tty
                    of(5, 2), // ptmx
                    new DeviceRule(136, OptionalInt.empty())); // pts

    private static final int MAJOR_MAX = (1 << 12) - 1;
    private static final int MINOR_MAX = (1 << 20) - 1;

    DeviceRule {
        if (major < 0 || major > MAJOR_MAX) {
            throw new IllegalArgumentException("not a major device number: " + major);
        }
        if (minor.isPresent() && (minor.getAsInt() < 0 || minor.getAsInt() > MINOR_MAX)) {
            throw new IllegalArgumentException("not a minor device number: " + minor.getAsInt());
        }
    }

    static DeviceRule of(int major, int minor) {
        return new DeviceRule(major, OptionalInt.of(minor));
    }

    /// A line of `devices.allow` (cgroup-v1/devices.rst).
    String line() {
        String which = minor.isPresent() ? Integer.toString(minor.getAsInt()) : "*";
        return "c " + major + ":" + which + " rwm";
    }
}
