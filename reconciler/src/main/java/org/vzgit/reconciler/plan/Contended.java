package org.vzgit.reconciler.plan;

import java.util.Optional;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// What several VEs draw from, so that who gives it back goes before who takes it.
sealed interface Contended {

    /// The node's amount of a resource: one VE shrinks before another grows.
    record Amount(Resource resource) implements Contended {}

    /// The node's memory that a beancounter promises.
    record Memory(Beancounter resource) implements Contended {}

    /// An address that goes from one VE to another: two routes to it cannot be on one host.
    record Address(IpAddress address) implements Contended {}

    /// The files of a VE at rest: who makes them or stops the VE goes before who copies them.
    record Files(VeId veid) implements Contended {}

    /// Of resources, only those of which the node has a fixed amount that a VE's bound promises;
    /// shares and rates are divided anew by the kernel at every moment.
    static Optional<Contended> of(Resource resource) {
        return switch (resource) {
            case PHYSPAGES, SWAPPAGES, NUMPROC -> Optional.of(new Amount(resource));
            case CPUUNITS, CPULIMIT, CPUMASK, NODEMASK, IOPRIO, IOLIMIT, IOPSLIMIT ->
                    Optional.empty();
        };
    }

    /// Only what is memory of the node: numbers of sockets or files are not taken from each other.
    static Optional<Contended> of(Beancounter resource) {
        return switch (resource.unit()) {
            case BYTES, PAGES -> Optional.of(new Memory(resource));
            case ITEMS -> Optional.empty();
        };
    }
}
