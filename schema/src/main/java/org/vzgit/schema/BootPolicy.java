package org.vzgit.schema;

/// What becomes of a VE when its node starts.
///
/// @param onboot false: one that ran when the node went down stays down until the document says
///   something else
/// @param order higher starts earlier and stops later; VEs of one order by veid
/// @param disabled it is to be stopped whatever else its document says
public record BootPolicy(boolean onboot, long order, boolean disabled) {
    /// Below every order that can be written: OpenVZ starts last what has none.
    public static final long LAST = -1;

    public static final BootPolicy DEFAULT = new BootPolicy(true, LAST);

    /// Of a VE that is not disabled.
    public BootPolicy(boolean onboot, long order) {
        this(onboot, order, false);
    }

    public BootPolicy {
        if (order < LAST) {
            throw new IllegalArgumentException("boot order " + order + " is below 0");
        }
    }
}
