package org.vzgit.kernel.text;

import java.util.Optional;
import java.util.regex.Pattern;
import org.vzgit.schema.VeId;

/// The name of a directory that belongs to one VE: its veid, as cgroups and private areas have it.
public final class VeDirectoryName {
    private static final Pattern DIGITS = Pattern.compile("[1-9][0-9]{2,9}");

    private VeDirectoryName() {}

    /// The VE; empty for a name that is none of ours.
    public static Optional<VeId> parse(String name) {
        if (!DIGITS.matcher(name).matches()) {
            return Optional.empty();
        }
        long veid = Long.parseLong(name);
        return veid < VeId.MIN || veid > VeId.MAX
                ? Optional.empty()
                : Optional.of(new VeId((int) veid));
    }
}
