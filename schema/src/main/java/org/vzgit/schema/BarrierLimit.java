package org.vzgit.schema;

/// The two bounds of a beancounter, `barrier:limit`. One written number means both.
public record BarrierLimit(Limit barrier, Limit limit) {

    public static BarrierLimit both(Limit limit) {
        return new BarrierLimit(limit, limit);
    }

    /// One number when both are equal, else `barrier:limit`: what vzctl writes back.
    public String text() {
        return barrier.equals(limit) ? limit.text() : barrier.text() + ":" + limit.text();
    }
}
