package org.vzgit.schema;

import java.util.List;

/// What a node has for its VEs.
///
/// @param addressPools the ranges from which addresses of its VEs must come; empty means any
public record NodeSupply(UidRange uidRange, Capacity capacity, List<AddressPool> addressPools) {
    public NodeSupply {
        addressPools = List.copyOf(addressPools);
    }

    /// Only user ids, nothing else written down.
    public static NodeSupply of(UidRange uidRange) {
        return new NodeSupply(uidRange, Capacity.UNKNOWN, List.of());
    }

    /// Whether a VE on the node may have this address.
    public boolean allows(IpAddress address) {
        return addressPools.isEmpty()
                || addressPools.stream().anyMatch(pool -> pool.contains(address));
    }
}
