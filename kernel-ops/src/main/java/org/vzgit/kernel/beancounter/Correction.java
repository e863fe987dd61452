package org.vzgit.kernel.beancounter;

import org.vzgit.schema.Beancounter;

/// What a leak finder has put right.
///
/// @param number of the beancounter: a veid
/// @param amount what was added to held, in the resource's own unit; negative for what had been
///   held by objects that are no more
public record Correction(long number, Beancounter resource, long amount) {
    /// `VE 101: numfile held was 3 too high`
    public String text() {
        String direction = amount < 0 ? " too high" : " too low";
        return "VE " + number + ": " + resource.key() + " held was " + Math.abs(amount) + direction;
    }
}
