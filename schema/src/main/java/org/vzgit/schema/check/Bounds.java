package org.vzgit.schema.check;

import java.util.Map;
import java.util.OptionalLong;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeSupply;
import org.vzgit.schema.NodeSupply.Capacity.Kind;

/// The beancounters of one VE as its documents bound them.
///
/// @param beancounters one that is missing is bounded by nobody
/// @param avnumproc how many processes the VE usually has; empty when nobody said
/// @param node what its node has, as far as that is known
/// @param whole false for a profile alone, in which a VE may fill what is missing
public record Bounds(
        Map<Beancounter, BarrierLimit> beancounters,
        OptionalLong avnumproc,
        NodeSupply.Capacity node,
        boolean whole) {
    public Bounds {
        beancounters = Map.copyOf(beancounters);
    }

    boolean has(Beancounter beancounter) {
        return beancounters.containsKey(beancounter);
    }

    Limit barrier(Beancounter beancounter) {
        BarrierLimit both = beancounters.get(beancounter);
        return both == null ? Limit.NOT_MANAGED : both.barrier();
    }

    Limit limit(Beancounter beancounter) {
        BarrierLimit both = beancounters.get(beancounter);
        return both == null ? Limit.NOT_MANAGED : both.limit();
    }

    /// In bytes or as a count; empty for no bound.
    OptionalLong barrierSize(Beancounter beancounter) {
        return Sizes.of(barrier(beancounter));
    }

    /// In bytes or as a count; empty for no bound.
    OptionalLong limitSize(Beancounter beancounter) {
        return Sizes.of(limit(beancounter));
    }

    /// The usual number of processes: as written, else half of `numproc` (vzctl 4.11
    /// `src/validate.c`).
    OptionalLong processes() {
        OptionalLong most = barrierSize(Beancounter.NUMPROC);
        return avnumproc.isPresent() || most.isEmpty()
                ? avnumproc
                : OptionalLong.of(most.getAsLong() / 2);
    }

    /// Whether RAM and swap are what bounds the VE: its `physpages` has a limit (vzctl 4.11
    /// `lib/ub.c`).
    boolean vswap() {
        return Sizes.vswap(limit(Beancounter.PHYSPAGES));
    }

    OptionalLong nodeHas(Kind kind) {
        return node.of(kind);
    }
}
