package org.vzgit.schema;

/// What becomes of a VE when its node starts.
///
/// @param onboot false: one that ran when the node went down stays down until the document says
///   something else
/// @param order higher starts earlier; VEs of one order by veid
public record BootPolicy(boolean onboot, long order) {
    /// Below every order that can be written: OpenVZ starts last what has none.
    public static final long LAST = -1;

    public static final BootPolicy DEFAULT = new BootPolicy(true, LAST);

    public BootPolicy {
        if (order < LAST) {
            throw new IllegalArgumentException("boot order " + order + " is below 0");
        }
    }
}
