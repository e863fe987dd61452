package org.vzgit.schema.document;

import java.util.Optional;
import org.vzgit.schema.VeId;

/// Reads a veid from its written form.
final class VeidSyntax {
    /// The digits of the highest veid, 2147483644.
    private static final int DIGITS_MAX = 10;

    private VeidSyntax() {}

    /// The veid, or empty when the text is no whole number in the range of veids.
    static Optional<VeId> read(String text) {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || text.length() > DIGITS_MAX) {
            return Optional.empty();
        }
        long value = Long.parseLong(text);
        return value >= VeId.MIN && value <= VeId.MAX
                ? Optional.of(new VeId((int) value))
                : Optional.empty();
    }
}
