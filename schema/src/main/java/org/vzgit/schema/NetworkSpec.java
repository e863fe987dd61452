package org.vzgit.schema;

import java.util.List;
import java.util.SortedSet;

/// The network of a VE: its own addresses, routed to it, and its resolver.
///
/// `nameservers` and `searchDomains` keep their written order, which resolv.conf(5) gives a
/// meaning.
public record NetworkSpec(
        SortedSet<IpAddress> addresses, List<String> nameservers, List<String> searchDomains) {
    public static final NetworkSpec NONE =
            new NetworkSpec(java.util.Collections.emptySortedSet(), List.of(), List.of());

    public NetworkSpec {
        addresses = java.util.Collections.unmodifiableSortedSet(new java.util.TreeSet<>(addresses));
        nameservers = List.copyOf(nameservers);
        searchDomains = List.copyOf(searchDomains);
    }
}
