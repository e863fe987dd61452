package org.vzgit.kernel.simulated;

import java.util.Optional;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Resolver;

/// A VE's files: the owner mark and its resolv.conf, which is all that operations look at.
record SimulatedArea(long uidBase, OwnerMark mark, Optional<Resolver> resolver) {

    SimulatedArea marked(OwnerMark newMark) {
        return new SimulatedArea(uidBase, newMark, resolver);
    }

    SimulatedArea resolving(Resolver newResolver) {
        return new SimulatedArea(uidBase, mark, Optional.of(newResolver));
    }

    PrivateArea observed() {
        return new PrivateArea(uidBase, Reading.present(mark));
    }
}
