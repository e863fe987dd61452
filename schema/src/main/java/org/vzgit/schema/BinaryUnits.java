package org.vzgit.schema;

/// Writes byte counts the way the OpenVZ value syntax reads them: the largest of K, M, G, T that
/// divides the number without a rest.
final class BinaryUnits {
    private static final String SUFFIXES = "KMGT";

    private BinaryUnits() {}

    static String format(long bytes) {
        long rest = bytes;
        int power = -1;
        while (power + 1 < SUFFIXES.length() && rest != 0 && rest % 1024 == 0) {
            rest /= 1024;
            power++;
        }
        return power < 0 ? Long.toString(rest) : rest + SUFFIXES.substring(power, power + 1);
    }
}
