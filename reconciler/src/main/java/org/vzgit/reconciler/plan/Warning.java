package org.vzgit.reconciler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.reconciler.diff.LiveMark;
import org.vzgit.reconciler.diff.WantedState;
import org.vzgit.reconciler.diff.WeakBound;
import org.vzgit.reconciler.diff.WrittenAt;
import org.vzgit.schema.Origin;
import org.vzgit.schema.RunState;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// Something that is done as far as the node can, and not as far as people may believe.
///
/// @param detail one sentence for people, with the next step
public record Warning(VeId veid, String name, String detail, Optional<Origin> origin) {

    /// What a VE that stays down waits for, and the bounds that the VE relies on and that this node
    /// keeps in part or not at all, and a newer version of its template. A VE that is to stay
    /// stopped relies on no bound.
    static List<Warning> of(VeSpec spec, ObservedNode node) {
        ObservedVe live = node.ve(spec.veid());
        List<Warning> warnings = new ArrayList<>();
        if (spec.state() == RunState.RUNNING) {
            for (WeakBound weak : WeakBound.of(spec, node.features())) {
                warnings.add(
                        new Warning(
                                spec.veid(),
                                spec.name().value(),
                                weak.detail(),
                                WrittenAt.of(spec, weak.resource())));
            }
        }
        if (WantedState.awaitsWord(spec, live)) {
            warnings.add(
                    new Warning(
                            spec.veid(),
                            spec.name().value(),
                            "it went down with the node and stays down; write onboot: yes to have"
                                    + " it started",
                            spec.originOf(VeField.ONBOOT)));
        }
        older(spec, live, node).ifPresent(warnings::add);
        return warnings;
    }

    /// A VE that names no version keeps the one that it was made from, and nothing takes a newer
    /// one to it: what that would cost is its files.
    private static Optional<Warning> older(VeSpec spec, ObservedVe live, ObservedNode node) {
        Optional<TemplateRef> current = Optional.ofNullable(node.available().get(spec.template()));
        return LiveMark.of(live)
                .map(OwnerMark::template)
                .filter(_ -> spec.templateChoice().version().isEmpty())
                .filter(old ->
                        current.filter(now -> now.name().equals(old.name()) && !now.equals(old))
                                .isPresent())
                .map(old ->
                        new Warning(
                                spec.veid(),
                                spec.name().value(),
                                "it stands on "
                                        + old.text()
                                        + ", and new VEs begin as "
                                        + current.orElseThrow().text()
                                        + "; to follow costs its files: remove it with deletion:"
                                        + " destroy and add it again; to stay, write template: "
                                        + old.text(),
                                spec.originOf(VeField.TEMPLATE)));
    }
}
