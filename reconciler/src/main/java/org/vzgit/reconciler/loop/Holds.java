package org.vzgit.reconciler.loop;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.schema.VeId;

/// What people want left as it is on a node. A value.
///
/// @param ves suspended VEs
/// @param node the commit that the node stays at
public record Holds(SortedMap<VeId, Hold> ves, Optional<Pin> node) {
    public static final Holds NONE = new Holds(new TreeMap<>(), Optional.empty());

    public Holds {
        ves = Collections.unmodifiableSortedMap(new TreeMap<>(ves));
    }

    /// Newer commits than this wait; drift is healed towards it.
    ///
    /// @param commit its full id
    public record Pin(String commit, Hold hold) {}

    public Holds suspend(VeId veid, Hold hold) {
        TreeMap<VeId, Hold> all = new TreeMap<>(ves);
        all.put(veid, hold);
        return new Holds(all, node);
    }

    public Holds resume(VeId veid) {
        TreeMap<VeId, Hold> all = new TreeMap<>(ves);
        all.remove(veid);
        return new Holds(all, node);
    }

    public Holds pin(Optional<Pin> pin) {
        return new Holds(ves, pin);
    }

    /// Without what is over.
    Holds at(Instant now) {
        TreeMap<VeId, Hold> rest = new TreeMap<>(ves);
        rest.values().removeIf(hold -> !hold.holds(now));
        return new Holds(rest, node.filter(pin -> pin.hold().holds(now)));
    }

    /// The suspended VEs, each with what people are told.
    public SortedMap<VeId, String> reasons() {
        TreeMap<VeId, String> reasons = new TreeMap<>();
        ves.forEach((veid, hold) -> reasons.put(veid, "suspended " + hold.text()));
        return reasons;
    }
}
