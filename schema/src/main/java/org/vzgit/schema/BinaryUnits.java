package org.vzgit.schema;

/// Writes byte counts the way the OpenVZ value syntax reads them: the largest suffix that divides
/// the number without a rest.
final class BinaryUnits {
    /// Of memory and disk space.
    static final String OF_SIZES = "KMGT";

    /// Of `iolimit`, for which vzctl knows no T.
    static final String OF_RATES = "KMG";

    private BinaryUnits() {}

    static String format(long bytes, String suffixes) {
        long rest = bytes;
        int power = -1;
        while (power + 1 < suffixes.length() && rest != 0 && rest % 1024 == 0) {
            rest /= 1024;
            power++;
        }
        return power < 0 ? Long.toString(rest) : rest + suffixes.substring(power, power + 1);
    }
}
