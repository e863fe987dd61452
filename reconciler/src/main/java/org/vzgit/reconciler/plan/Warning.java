package org.vzgit.reconciler.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedVe;
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
    /// keeps in part or not at all. A VE that is to stay stopped relies on none.
    static List<Warning> of(VeSpec spec, ObservedVe live, Features features) {
        List<Warning> warnings = new ArrayList<>();
        if (spec.state() == RunState.RUNNING) {
            for (WeakBound weak : WeakBound.of(spec, features)) {
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
        return warnings;
    }
}
