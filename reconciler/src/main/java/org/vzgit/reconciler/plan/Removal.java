package org.vzgit.reconciler.plan;

import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.reconciler.diff.LiveMark;
import org.vzgit.reconciler.diff.RunPhase;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;

/// One VE that is on the node and no longer wanted there.
///
/// What may happen to it stands in its owner mark and not in any document: the document is gone.
///
/// @param elsewhere the node that it moved to, in which case its files here may be the only ones
///   and are kept whatever the mark says
record Removal(ObservedVe live, Optional<VeSpec> elsewhere) {

    static Removal of(ObservedVe live, DesiredState desired) {
        return new Removal(live, Optional.ofNullable(desired.ves().get(live.veid())));
    }

    /// Somebody could miss something afterwards. Sweeping up after a VE that does not run is not
    /// that.
    boolean isFelt() {
        return destroys() || RunPhase.of(live) == RunPhase.RUNNING;
    }

    boolean destroys() {
        return elsewhere.isEmpty()
                && LiveMark.of(live)
                        .filter(mark -> mark.deletion() == DeletionPolicy.DESTROY)
                        .isPresent();
    }

    VePlan plan() {
        Chain chain = new Chain();
        Risk risk = destroys() ? Risk.DESTROY : Risk.STOP;
        Cause cause = new Cause("removed", RunPhase.of(live).text(), outcome(), Optional.empty());
        List<Draft> down = new StopSteps(chain, live).add(VeSpec.STOP_TIMEOUT_DEFAULT, cause, risk);
        if (destroys()) {
            chain.add(new DestroyPrivateArea(live.veid()), cause, risk, down);
        }
        return new VePlan(chain.drafts(), movedAway());
    }

    Blocked refused(String why) {
        return new Blocked(
                live.veid(),
                name(),
                Blocked.Reason.PROTECTED,
                "would be " + (destroys() ? "destroyed" : "stopped") + ": " + why,
                Optional.empty());
    }

    private List<Blocked> movedAway() {
        boolean wantsDestroy =
                LiveMark.of(live)
                        .filter(mark -> mark.deletion() == DeletionPolicy.DESTROY)
                        .isPresent();
        return elsewhere
                .filter(_ -> wantsDestroy)
                .map(spec ->
                        List.of(
                                new Blocked(
                                        live.veid(),
                                        name(),
                                        Blocked.Reason.PROTECTED,
                                        "it moved to node "
                                                + spec.node()
                                                + "; its private area is kept here and not"
                                                + " destroyed",
                                        spec.originOf(VeField.NODE))))
                .orElse(List.of());
    }

    private String outcome() {
        if (destroys()) {
            return "destroyed";
        }
        return live.privateArea().toOptional().isPresent() ? "retained" : "";
    }

    private String name() {
        return LiveMark.of(live)
                .map(OwnerMark::name)
                .map(Object::toString)
                .orElse(live.veid().toString());
    }
}
