package org.vzgit.reconciler.diff;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.VeSpec;

/// What a running VE's link lacks and has too much.
///
/// @param attach the link is missing or half there; it is made anew and then has no address
/// @param add addresses that do not work yet, which takes the inside, the route and the leave to
///   send
/// @param remove addresses of which anything is there
public record NetworkChange(boolean attach, SortedSet<IpAddress> add, SortedSet<IpAddress> remove) {
    public NetworkChange {
        add = Collections.unmodifiableSortedSet(add);
        remove = Collections.unmodifiableSortedSet(remove);
    }

    public static NetworkChange of(VeSpec spec, Reading<ObservedNetwork> live) {
        SortedSet<IpAddress> wanted = spec.network().addresses();
        return switch (live) {
            case Reading.Absent<ObservedNetwork> _, Reading.Unreadable<ObservedNetwork> _ ->
                    new NetworkChange(true, wanted, Collections.emptySortedSet());
            case Reading.Present<ObservedNetwork>(ObservedNetwork network) ->
                    network.ready()
                            ? ofReady(wanted, network)
                            : new NetworkChange(true, wanted, Collections.emptySortedSet());
        };
    }

    private static NetworkChange ofReady(SortedSet<IpAddress> wanted, ObservedNetwork network) {
        List<Set<IpAddress>> places =
                List.of(network.inside(), network.routed(), network.allowed());
        SortedSet<IpAddress> add = new TreeSet<>(wanted);
        add.removeIf(address -> places.stream().allMatch(place -> place.contains(address)));
        TreeSet<IpAddress> remove = new TreeSet<>();
        places.forEach(remove::addAll);
        remove.removeAll(wanted);
        return new NetworkChange(false, add, remove);
    }
}
