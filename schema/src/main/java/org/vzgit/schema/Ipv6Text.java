package org.vzgit.schema;

/// Writes v6 addresses as RFC 5952 wants them: lower case, no leading zeros, the first longest run
/// of two or more zero groups as `::`.
final class Ipv6Text {
    private static final int GROUPS = 8;

    private Ipv6Text() {}

    static String format(byte[] bytes) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
        }
        int start = longestZeroRun(groups);
        int end = start < 0 ? -1 : start + runLength(groups, start);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i = end - 1;
            } else {
                text.append(text.isEmpty() || i == end ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static int longestZeroRun(int[] groups) {
        int best = -1;
        for (int i = 0; i < GROUPS; i++) {
            int length = runLength(groups, i);
            if (length > 1 && (best < 0 || length > runLength(groups, best))) {
                best = i;
            }
        }
        return best;
    }

    private static int runLength(int[] groups, int from) {
        int i = from;
        while (i < GROUPS && groups[i] == 0) {
            i++;
        }
        return i - from;
    }
}
