package org.vzgit.kernel.state;

import org.vzgit.schema.VeId;

/// Everything that a node has of one VE.
///
/// @param privateArea its files; absent when the VE does not exist on disk
/// @param cgroup absent when no hierarchy has it
/// @param init absent when nothing runs
/// @param network absent when the host has no link of this VE
public record ObservedVe(
        VeId veid,
        Reading<PrivateArea> privateArea,
        Reading<ObservedCgroup> cgroup,
        Reading<ObservedInit> init,
        Reading<ObservedNetwork> network) {

    /// Nothing of this VE is on the node.
    public static ObservedVe nothing(VeId veid) {
        return new ObservedVe(
                veid, Reading.absent(), Reading.absent(), Reading.absent(), Reading.absent());
    }
}
