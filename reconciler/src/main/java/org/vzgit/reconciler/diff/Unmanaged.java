package org.vzgit.reconciler.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.schema.VeId;

/// A VE on the node that no plan of this desired state touches, because somebody else made it.
///
/// @param owner the mark of the other desired state; empty when the private area has none
public record Unmanaged(VeId veid, Optional<OwnerMark> owner) {

    /// All of a node, by veid.
    public static List<Unmanaged> on(ObservedNode live, String repository) {
        List<Unmanaged> found = new ArrayList<>();
        for (ObservedVe ve : live.ves().values()) {
            if (Ownership.of(ve, repository).isSomebodyElses()) {
                found.add(new Unmanaged(ve.veid(), LiveMark.of(ve)));
            }
        }
        return List.copyOf(found);
    }
}
