package org.vzgit.schema;

/// The bandwidth of a VE's network, each way: what it sends and what it receives, in kilobits (1000
/// bits) per second as OpenVZ counts it.
public record NetRate(long kilobits) {
    /// 8 × 125 bytes.
    public static final int BYTES_PER_KILOBIT = 125;

    /// What fits into the 32 bits that `struct tc_ratespec` (`linux/pkt_sched.h`) has for bytes per
    /// second: some 34 gigabits.
    public static final long KILOBITS_MAX = 0xffff_ffffL / BYTES_PER_KILOBIT;

    public NetRate {
        if (kilobits < 1 || kilobits > KILOBITS_MAX) {
            throw new IllegalArgumentException(
                    "rate " + kilobits + " is not between 1 and " + KILOBITS_MAX);
        }
    }

    /// @throws NumberFormatException if it is no number
    public static NetRate parse(String text) {
        return new NetRate(Long.parseLong(text));
    }

    public long bytesPerSecond() {
        return kilobits * BYTES_PER_KILOBIT;
    }

    /// The canonical written form: the number of kilobits.
    public String text() {
        return Long.toString(kilobits);
    }
}
