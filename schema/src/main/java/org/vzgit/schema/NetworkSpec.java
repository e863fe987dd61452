package org.vzgit.schema;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// The network of a VE: its own addresses, routed to it, its resolver, and how much it may take.
///
/// `nameservers` and `searchDomains` keep their written order, which resolv.conf(5) gives a
/// meaning.
///
/// @param interfaces bridged ones, no two of one name
/// @param rate empty when its bandwidth is not capped
public record NetworkSpec(
        SortedSet<IpAddress> addresses,
        List<String> nameservers,
        List<String> searchDomains,
        Optional<NetRate> rate,
        List<NetInterface> interfaces) {
    public static final NetworkSpec NONE =
            new NetworkSpec(Collections.emptySortedSet(), List.of(), List.of());

    public NetworkSpec {
        addresses = Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
        nameservers = List.copyOf(nameservers);
        searchDomains = List.copyOf(searchDomains);
        interfaces = List.copyOf(interfaces);
    }

    /// One without a cap.
    public NetworkSpec(
            SortedSet<IpAddress> addresses, List<String> nameservers, List<String> searchDomains) {
        this(addresses, nameservers, searchDomains, Optional.empty(), List.of());
    }

    public NetworkSpec withRate(NetRate value) {
        return new NetworkSpec(
                addresses, nameservers, searchDomains, Optional.of(value), interfaces);
    }

    public NetworkSpec with(List<NetInterface> values) {
        return new NetworkSpec(addresses, nameservers, searchDomains, rate, values);
    }
}
