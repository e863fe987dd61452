package org.vzgit.reconciler.diff;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.NetInterface;
import org.vzgit.schema.VeSpec;

/// A bridged interface of a running VE that is not as wanted.
///
/// @param from empty when it is missing, or not whole
/// @param to empty when it is to go; one of the two is there
public record InterfaceChange(Optional<NetInterface> from, Optional<NetInterface> to) {

    /// What is to go first, each in the order of names.
    public static List<InterfaceChange> of(VeSpec spec, Reading<ObservedNetwork> live) {
        SortedMap<String, NetInterface> seen =
                live.toOptional()
                        .map(ObservedNetwork::interfaces)
                        .orElse(Collections.emptySortedMap());
        SortedMap<String, NetInterface> wanted = byName(spec);
        List<InterfaceChange> changes = new ArrayList<>();
        seen.forEach((name, one) -> {
            if (!wanted.containsKey(name)) {
                changes.add(new InterfaceChange(Optional.of(one), Optional.empty()));
            }
        });
        wanted.forEach((name, one) -> {
            Optional<NetInterface> from = Optional.ofNullable(seen.get(name));
            if (!from.equals(Optional.of(one))) {
                changes.add(new InterfaceChange(from, Optional.of(one)));
            }
        });
        return changes;
    }

    /// As a node has them on which all is as wanted.
    public static SortedMap<String, NetInterface> byName(VeSpec spec) {
        SortedMap<String, NetInterface> byName = new TreeMap<>();
        spec.network().interfaces().forEach(one -> byName.put(one.name(), one));
        return byName;
    }

    public String fromText() {
        return from.map(NetInterface::text).orElse("");
    }

    public String toText() {
        return to.map(NetInterface::text).orElse("");
    }
}
