package org.vzgit.reconciler.plan;

import java.util.List;
import org.vzgit.kernel.op.SetScript;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.reconciler.diff.ScriptChange;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;

/// Puts a VE's action scripts on the node. Nothing is run by that, so a VE that runs is not
/// disturbed; a start waits for them.
record ScriptSteps(Chain chain, VeSpec spec) {

    List<Draft> add(ObservedVe live, Risk risk, List<Draft> after) {
        return ScriptChange.of(spec, live).stream()
                .map(change ->
                        chain.add(
                                new SetScript(spec.veid(), change.action(), change.to()),
                                cause(change),
                                risk,
                                after))
                .toList();
    }

    private Cause cause(ScriptChange change) {
        return new Cause(
                change.field(),
                change.fromText(),
                change.toText(),
                spec.originOf(VeField.ACTION_SCRIPTS));
    }
}
