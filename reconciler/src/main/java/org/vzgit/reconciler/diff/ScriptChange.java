package org.vzgit.reconciler.diff;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.schema.ActionScript;
import org.vzgit.schema.ScriptAction;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;

/// An action script whose content on the node is not that of the revision.
///
/// @param from the digest of what the node has; empty for nothing
/// @param to empty when there is to be none
public record ScriptChange(ScriptAction action, Optional<String> from, Optional<ActionScript> to) {

    /// In the order in which the actions come. A VE without a private area has none on the node.
    public static List<ScriptChange> of(VeSpec spec, ObservedVe live) {
        SortedMap<ScriptAction, String> has =
                live.privateArea()
                        .toOptional()
                        .map(PrivateArea::scripts)
                        .orElse(Collections.emptySortedMap());
        List<ScriptChange> changes = new ArrayList<>();
        for (ScriptAction action : ScriptAction.values()) {
            Optional<String> from = Optional.ofNullable(has.get(action));
            Optional<ActionScript> to = Optional.ofNullable(spec.actionScripts().get(action));
            if (!Objects.equals(from, to.map(ActionScript::digest))) {
                changes.add(new ScriptChange(action, from, to));
            }
        }
        return changes;
    }

    /// As a node has them on which all is as wanted.
    public static SortedMap<ScriptAction, String> digests(VeSpec spec) {
        SortedMap<ScriptAction, String> digests = new TreeMap<>();
        spec.actionScripts().forEach((action, script) -> digests.put(action, script.digest()));
        return digests;
    }

    /// As plans show it: `actionScripts.start`.
    public String field() {
        return VeField.ACTION_SCRIPTS.path() + "." + action.key();
    }

    public String fromText() {
        return from.map(ActionScript::shown).orElse("");
    }

    public String toText() {
        return to.map(ActionScript::toString).orElse("");
    }
}
