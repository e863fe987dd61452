package org.vzgit.kernel.simulated;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.vzgit.kernel.op.SetScript;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.schema.ScriptAction;

/// A VE's files: the owner mark, its resolv.conf and what is counted of them, which is all that
/// operations look at.
///
/// @param disk empty when nobody counts it
/// @param cutOff the VE ran when the node went down
/// @param scripts its action scripts, by digest
record SimulatedArea(
        long uidBase,
        OwnerMark mark,
        Optional<Resolver> resolver,
        Optional<SimulatedDisk> disk,
        boolean cutOff,
        SortedMap<ScriptAction, String> scripts) {

    SimulatedArea(
            long uidBase,
            OwnerMark mark,
            Optional<Resolver> resolver,
            Optional<SimulatedDisk> disk) {
        this(uidBase, mark, resolver, disk, false, Collections.emptySortedMap());
    }

    SimulatedArea marked(OwnerMark newMark) {
        return new SimulatedArea(uidBase, newMark, resolver, disk, cutOff, scripts);
    }

    SimulatedArea resolving(Resolver newResolver) {
        return new SimulatedArea(uidBase, mark, Optional.of(newResolver), disk, cutOff, scripts);
    }

    SimulatedArea counted(UnaryOperator<SimulatedDisk> change) {
        return new SimulatedArea(uidBase, mark, resolver, disk.map(change), cutOff, scripts);
    }

    SimulatedArea cutOff(boolean value) {
        return new SimulatedArea(uidBase, mark, resolver, disk, value, scripts);
    }

    SimulatedArea scripted(SetScript set) {
        SortedMap<ScriptAction, String> next = new TreeMap<>(scripts);
        set.script()
                .ifPresentOrElse(
                        script -> next.put(set.action(), script.digest()),
                        () -> next.remove(set.action()));
        return new SimulatedArea(uidBase, mark, resolver, disk, cutOff, next);
    }

    PrivateArea observed() {
        Reading<ObservedDisk> seen =
                disk.map(SimulatedDisk::observed).map(Reading::present).orElse(Reading.absent());
        return new PrivateArea(uidBase, Reading.present(mark), seen, cutOff, scripts);
    }
}
