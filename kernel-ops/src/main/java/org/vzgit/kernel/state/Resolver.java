package org.vzgit.kernel.state;

import java.util.List;

/// What a VE's resolv.conf(5) says, in its order.
public record Resolver(List<String> nameservers, List<String> searchDomains) {
    public static final Resolver NONE = new Resolver(List.of(), List.of());

    public Resolver {
        nameservers = List.copyOf(nameservers);
        searchDomains = List.copyOf(searchDomains);
    }
}
