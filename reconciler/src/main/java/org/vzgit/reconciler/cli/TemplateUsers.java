package org.vzgit.reconciler.cli;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.reconciler.diff.LiveMark;
import org.vzgit.schema.VeId;

/// Which VEs stand on which version of a template.
record TemplateUsers(ObservedNode live) {

    /// Of a VE whose mark cannot be read nobody knows what it stands on; it is not here.
    Set<VeId> of(String version) {
        return all().getOrDefault(version, Set.of());
    }

    private SortedMap<String, Set<VeId>> all() {
        SortedMap<String, Set<VeId>> users = new TreeMap<>();
        for (ObservedVe ve : live.ves().values()) {
            LiveMark.of(ve)
                    .map(OwnerMark::template)
                    .ifPresent(template ->
                            users.computeIfAbsent(template.text(), _ -> new TreeSet<>())
                                    .add(ve.veid()));
        }
        return users;
    }

    String text(String version) {
        return String.join(", ", of(version).stream().map(VeId::toString).toList());
    }

    /// Whether new VEs begin as it.
    boolean isCurrent(String version) {
        return live.available().values().stream().anyMatch(ref -> ref.text().equals(version));
    }

    void requireNone(TemplateRef template) throws CommandFailure {
        if (!of(template.text()).isEmpty()) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "VE " + text(template.text()) + " stands on " + template.text());
        }
        for (ObservedVe ve : live.ves().values()) {
            if (LiveMark.of(ve).isEmpty()) {
                throw new CommandFailure(
                        ExitCode.REFUSED,
                        "nobody knows what VE " + ve.veid() + " stands on: its mark is unreadable");
            }
        }
    }
}
