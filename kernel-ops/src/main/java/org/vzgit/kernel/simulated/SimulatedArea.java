package org.vzgit.kernel.simulated;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.vzgit.kernel.state.ObservedDisk;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Resolver;

/// A VE's files: the owner mark, its resolv.conf and what is counted of them, which is all that
/// operations look at.
///
/// @param disk empty when nobody counts it
/// @param cutOff the VE ran when the node went down
record SimulatedArea(
        long uidBase,
        OwnerMark mark,
        Optional<Resolver> resolver,
        Optional<SimulatedDisk> disk,
        boolean cutOff) {

    SimulatedArea(
            long uidBase,
            OwnerMark mark,
            Optional<Resolver> resolver,
            Optional<SimulatedDisk> disk) {
        this(uidBase, mark, resolver, disk, false);
    }

    SimulatedArea marked(OwnerMark newMark) {
        return new SimulatedArea(uidBase, newMark, resolver, disk, cutOff);
    }

    SimulatedArea resolving(Resolver newResolver) {
        return new SimulatedArea(uidBase, mark, Optional.of(newResolver), disk, cutOff);
    }

    SimulatedArea counted(UnaryOperator<SimulatedDisk> change) {
        return new SimulatedArea(uidBase, mark, resolver, disk.map(change), cutOff);
    }

    SimulatedArea cutOff(boolean value) {
        return new SimulatedArea(uidBase, mark, resolver, disk, value);
    }

    PrivateArea observed() {
        Reading<ObservedDisk> seen =
                disk.map(SimulatedDisk::observed).map(Reading::present).orElse(Reading.absent());
        return new PrivateArea(uidBase, Reading.present(mark), seen, cutOff);
    }
}
