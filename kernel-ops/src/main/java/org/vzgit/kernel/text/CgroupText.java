package org.vzgit.kernel.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/// Reads the formats of cgroup files (cgroup-v2.rst, "Interface Files"; cgroup-v1/memory.rst,
/// blkio-controller.rst).
///
/// All methods throw [IllegalArgumentException] with the text when it is not of the format.
public final class CgroupText {
    /// What the kernel writes for "no bound" in v2 files and in v1 `pids.max`.
    public static final String MAX = "max";

    private static final String DEFAULT_WEIGHT = "default ";

    private CgroupText() {}

    /// A file with one decimal number, signed.
    public static long number(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a number: " + text.strip(), e);
        }
    }

    /// A file with one number or `max`, which is empty here.
    public static OptionalLong numberOrMax(String text) {
        return text.strip().equals(MAX) ? OptionalLong.empty() : OptionalLong.of(number(text));
    }

    /// A file with one number to a line.
    public static List<Integer> pids(String text) {
        List<Integer> pids = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (!line.isBlank()) {
                pids.add(pid(line));
            }
        }
        return pids;
    }

    private static int pid(String line) {
        try {
            return Integer.parseInt(line.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a pid: " + line.strip(), e);
        }
    }

    /// A file with words between blanks, such as `cgroup.controllers`.
    public static Set<String> words(String text) {
        Set<String> words = new TreeSet<>(Arrays.asList(text.strip().split("\\s+")));
        words.remove("");
        return words;
    }

    /// The number behind a key of a flat keyed file, such as `max` in `pids.events`; empty when the
    /// file has no such key.
    public static OptionalLong keyed(String text, String key) {
        for (String line : text.split("\n")) {
            if (line.startsWith(key + " ")) {
                return OptionalLong.of(number(line.substring(key.length() + 1)));
            }
        }
        return OptionalLong.empty();
    }

    /// The rest of the line of a device in a file keyed by `MAJOR:MINOR`, such as `io.max`; empty
    /// when the device has no line.
    public static Optional<String> device(String text, String device) {
        return text.lines()
                .filter(line -> line.startsWith(device + " "))
                .map(line -> line.substring(device.length() + 1))
                .findFirst();
    }

    /// The value of a key in the nested part of such a line, `rbps=1048576 wbps=max`.
    ///
    /// @return empty for `max`
    public static OptionalLong nested(String line, String key) {
        for (String pair : line.strip().split("\\s+")) {
            if (pair.startsWith(key + "=")) {
                return numberOrMax(pair.substring(key.length() + 1));
            }
        }
        throw new IllegalArgumentException("no " + key + " in: " + line.strip());
    }

    /// The default of a weight file: `io.weight` and `io.bfq.weight` write `default 100` before the
    /// devices, v1 `blkio.bfq.weight` writes `100`.
    public static long weight(String text) {
        String first = text.strip().lines().findFirst().orElse("");
        return number(
                first.startsWith(DEFAULT_WEIGHT)
                        ? first.substring(DEFAULT_WEIGHT.length())
                        : first);
    }
}
