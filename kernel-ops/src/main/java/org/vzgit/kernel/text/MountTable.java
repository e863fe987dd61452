package org.vzgit.kernel.text;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads `/proc/PID/mountinfo`. Lines that are not of its form are left out: a mount that cannot be
/// understood cannot be used either.
public final class MountTable {
    /// The fields before the optional ones, of which there may be none (proc_pid_mountinfo(5)).
    private static final int FIXED_FIELDS = 6;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private static final int DEVICE = 2;
    private static final int ROOT = 3;
    private static final int MOUNT_POINT = 4;
    private static final int OPTIONS = 5;

    /// The kernel writes blank, tab, newline and backslash as a backslash and three octal digits.
    private static final Pattern ESCAPE = Pattern.compile("\\\\([0-3][0-7][0-7])");

    private static final int OCTAL = 8;

    private MountTable() {}

    /// The mounts in the kernel's order: of two on one mount point, the later one is seen.
    public static List<Mount> parse(String mountinfo) {
        return lines(mountinfo).flatMap(line -> mount(line).stream()).toList();
    }

    /// Those on the root directory, in the kernel's order. A look at a node asks each VE for them,
    /// and a VE has some thirty mounts: lines of others are not taken apart.
    public static List<Mount> ofRoot(String mountinfo) {
        return lines(mountinfo)
                .filter(line -> line.startsWith("/ ", field(line, MOUNT_POINT)))
                .flatMap(line -> mount(line).stream())
                .toList();
    }

    /// Not [String#lines], which ends lines at a carriage return too: the kernel leaves one in a
    /// name as it is.
    private static Stream<String> lines(String mountinfo) {
        return Arrays.stream(mountinfo.split("\n"));
    }

    /// Where a field begins, which is behind the last one for one that is not there.
    private static int field(String line, int number) {
        int start = 0;
        for (int field = 0; field < number; field++) {
            int blank = line.indexOf(' ', start);
            start = blank < 0 ? line.length() : blank + 1;
        }
        return start;
    }

    private static Optional<Mount> mount(String line) {
        String[] fields = line.split(" ");
        int separator = Arrays.asList(fields).indexOf("-");
        return separator >= FIXED_FIELDS && fields.length >= separator + 4
                ? Optional.of(entry(fields, separator))
                : Optional.empty();
    }

    /// The kernel's number of the mount that is seen at each mount point.
    public static SortedMap<String, Long> visible(String mountinfo) {
        SortedMap<String, Long> seen = new TreeMap<>();
        for (String line : mountinfo.split("\n")) {
            String[] fields = line.split(" ");
            if (fields.length > FIXED_FIELDS && NUMBER.matcher(fields[0]).matches()) {
                seen.put(unescape(fields[MOUNT_POINT]), Long.valueOf(fields[0]));
            }
        }
        return seen;
    }

    /// Whether reading files of the first mount at `/` leaves their times of access as they are;
    /// empty when there is none. What a VE's root has mounted over it comes after.
    public static Optional<Boolean> rootHasNoatime(String mountinfo) {
        return Arrays.stream(mountinfo.split("\n"))
                .map(line -> line.split(" "))
                .filter(fields -> fields.length > FIXED_FIELDS && fields[MOUNT_POINT].equals("/"))
                .findFirst()
                .map(fields -> List.of(fields[OPTIONS].split(",")).contains("noatime"));
    }

    private static Mount entry(String[] fields, int separator) {
        return new Mount(
                fields[DEVICE],
                unescape(fields[ROOT]),
                unescape(fields[MOUNT_POINT]),
                fields[separator + 1],
                new LinkedHashSet<>(Arrays.asList(fields[separator + 3].split(","))));
    }

    private static String unescape(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        return ESCAPE.matcher(field)
                .replaceAll(escape ->
                        java.util.regex.Matcher.quoteReplacement(
                                Character.toString(Integer.parseInt(escape.group(1), OCTAL))));
    }

    /// One mount (proc_pid_mountinfo(5)).
    ///
    /// @param device `MAJOR:MINOR` of the file system
    /// @param root which directory of the file system is mounted, `/` for all of it
    /// @param mountPoint where it is seen, escapes undone
    /// @param type the file system type, for example `cgroup2`
    /// @param superOptions the options of the file system itself; on cgroup v1 they name its
    ///   controllers
    public record Mount(
            String device, String root, String mountPoint, String type, Set<String> superOptions) {
        public Mount {
            superOptions = Set.copyOf(superOptions);
        }
    }
}
