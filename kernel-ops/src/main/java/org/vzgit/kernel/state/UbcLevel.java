package org.vzgit.kernel.state;

/// How well a node carries out one [Beancounter], best first: the order is the order of preference.
public enum UbcLevel {
    /// Every charge is counted and refused at the bound, exactly.
    ENFORCED("enforced"),
    /// Counted and refused, but a charge can be missed when the kernel interrupts the program that
    /// counts.
    ENFORCED_WEAKER("enforced*"),
    /// A cgroup file bounds it for the whole VE.
    CGROUP("cgroup"),
    /// Nothing fails: each buffer is held to a share, and all shares together to the bound. A
    /// socket can exceed its share by what it is being given at once.
    CLAMPED("clamped"),
    /// Each process of the VE is bounded by itself; the sum of them is not.
    PER_PROCESS("per-process"),
    /// Use is shown, nothing is refused.
    COUNTED("counted"),
    /// This node knows nothing of it.
    ABSENT("absent");

    private final String text;

    UbcLevel(String text) {
        this.text = text;
    }

    /// As commands, documents and metrics name it: `enforced*`.
    public String text() {
        return text;
    }

    /// Whether a bound of a VE as a whole can be relied on.
    public boolean bounds() {
        return switch (this) {
            case ENFORCED, ENFORCED_WEAKER, CGROUP, CLAMPED -> true;
            case PER_PROCESS, COUNTED, ABSENT -> false;
        };
    }

    /// The better of the two.
    public UbcLevel best(UbcLevel other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
