package org.vzgit.schema;

import java.util.BitSet;
import java.util.regex.Pattern;

/// A set of CPUs or NUMA nodes in the kernel's list format, `0-3,7` (cpuset(7), "List format").
///
/// Held in canonical form, so two lists are equal when they name the same CPUs.
public record CpuSet(String list) implements Amount {
    /// The kernel's compile-time ceiling for CPUs on x86-64 (`NR_CPUS`).
    public static final int CPUS_MAX = 8192;

    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

    public CpuSet {
        list = canonical(parse(list));
    }

    @Override
    public String text() {
        return list;
    }

    private static BitSet parse(String text) {
        BitSet cpus = new BitSet();
        for (String part : text.strip().split(",", -1)) {
            var range = RANGE.matcher(part.strip());
            if (!range.matches()) {
                throw new IllegalArgumentException("not a list of CPUs such as 0-3,7: " + text);
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (first > last || last >= CPUS_MAX) {
                throw new IllegalArgumentException(
                        "not a range of CPUs below " + CPUS_MAX + ": " + part);
            }
            cpus.set(first, last + 1);
        }
        return cpus;
    }

    private static String canonical(BitSet cpus) {
        StringBuilder text = new StringBuilder();
        for (int first = cpus.nextSetBit(0); first >= 0; ) {
            int last = cpus.nextClearBit(first) - 1;
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (last > first) {
                text.append('-').append(last);
            }
            first = cpus.nextSetBit(last + 1);
        }
        return text.toString();
    }
}
