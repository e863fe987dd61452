package org.vzgit.kernel.simulated;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.vzgit.schema.VeId;

/// What must be true of a node after every operation, whatever plan it belongs to.
final class SafetyRules {
    private SafetyRules() {}

    /// Only what a plan can bring about is checked: a cgroup that was lost to an accident under a
    /// running VE is a state to be healed.
    ///
    /// @throws IllegalStateException with the rule that is broken
    static void check(SimulatedVe touched) {
        if (touched.init.isPresent()) {
            require(touched.cgroup.isPresent(), touched, "runs without a cgroup");
            require(touched.area.isPresent(), touched, "runs without a private area");
        }
        heldIsWhole(touched, touched.init);
    }

    static void checkIds(Collection<SimulatedVe> ves) {
        Map<Long, VeId> owners = new HashMap<>();
        for (SimulatedVe ve : ves) {
            ve.area.ifPresent(area -> oneOwner(owners, area.uidBase(), ve.veid()));
        }
    }

    private static void heldIsWhole(SimulatedVe ve, Optional<SimulatedInit> init) {
        if (init.filter(process -> !process.released()).isPresent()) {
            require(
                    ve.cgroup.filter(SimulatedCgroup::isComplete).isPresent(),
                    ve,
                    "was launched without a whole cgroup");
        }
    }

    private static void oneOwner(Map<Long, VeId> owners, long uidBase, VeId veid) {
        VeId other = owners.put(uidBase, veid);
        if (other != null) {
            throw new IllegalStateException(
                    "VEs " + other + " and " + veid + " share the ids from " + uidBase);
        }
    }

    private static void require(boolean holds, SimulatedVe ve, String broken) {
        if (!holds) {
            throw new IllegalStateException("VE " + ve.veid() + " " + broken);
        }
    }
}
