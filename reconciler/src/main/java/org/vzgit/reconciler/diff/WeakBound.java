package org.vzgit.reconciler.diff;

import java.util.ArrayList;
import java.util.List;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeSpec;

/// A bound that a VE relies on and that this node does not keep for the VE as a whole.
///
/// @param level how well the node carries it out
public record WeakBound(Beancounter resource, UbcLevel level) {

    /// In the order of [Beancounter]. An unlimited one promises nothing, and a guarantee
    /// (`vmguarpages`, `oomguarpages`) refuses nothing, so neither is relied on.
    public static List<WeakBound> of(VeSpec spec, Features features) {
        List<WeakBound> weak = new ArrayList<>();
        BeancounterChange.managed(spec)
                .forEach((resource, wanted) -> {
                    UbcLevel level = features.levelOf(resource);
                    if (!level.bounds() && bounds(wanted) && !isGuarantee(resource)) {
                        weak.add(new WeakBound(resource, level));
                    }
                });
        return weak;
    }

    /// One sentence for people, with the next step.
    public String detail() {
        String what =
                switch (level) {
                    case PER_PROCESS ->
                            " is kept by each process for itself on this node, not by the VE as a"
                                    + " whole";
                    case COUNTED -> " is only counted on this node: nothing is refused above it";
                    case ABSENT -> " is neither counted nor refused on this node";
                    case ENFORCED, ENFORCED_WEAKER, CGROUP, CLAMPED -> " is kept";
                };
        return resource.key() + what + "; see vzgit ubc --levels";
    }

    private static boolean bounds(BarrierLimit value) {
        return UbcRow.number(value.barrier()) != UbcRow.UNLIMITED
                || UbcRow.number(value.limit()) != UbcRow.UNLIMITED;
    }

    private static boolean isGuarantee(Beancounter resource) {
        return resource == Beancounter.VMGUARPAGES || resource == Beancounter.OOMGUARPAGES;
    }
}
