package org.vzgit.kernel.state;

import java.util.SortedMap;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// Everything that a node has of one VE.
///
/// @param privateArea its files; absent when the VE does not exist on disk
/// @param cgroup absent when no hierarchy has it
/// @param init absent when nothing runs
/// @param network absent when the host has no link of this VE
/// @param beancounters the rows of its user beancounters; absent when it has no cgroup
public record ObservedVe(
        VeId veid,
        Reading<PrivateArea> privateArea,
        Reading<ObservedCgroup> cgroup,
        Reading<ObservedInit> init,
        Reading<ObservedNetwork> network,
        Reading<SortedMap<Beancounter, UbcRow>> beancounters) {

    /// A VE of whose beancounters nothing is known.
    public ObservedVe(
            VeId veid,
            Reading<PrivateArea> privateArea,
            Reading<ObservedCgroup> cgroup,
            Reading<ObservedInit> init,
            Reading<ObservedNetwork> network) {
        this(veid, privateArea, cgroup, init, network, Reading.absent());
    }

    /// Nothing of this VE is on the node.
    public static ObservedVe nothing(VeId veid) {
        return new ObservedVe(
                veid, Reading.absent(), Reading.absent(), Reading.absent(), Reading.absent());
    }
}
