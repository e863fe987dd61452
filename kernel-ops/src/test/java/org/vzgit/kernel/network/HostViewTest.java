package org.vzgit.kernel.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.VeId;

class HostViewTest {
    private static final VeId WEB = new VeId(101);
    private static final IpAddress ADDRESS = IpAddress.parse("10.101.0.5");
    private static final SortedSet<IpAddress> ONE = new TreeSet<>(Set.of(ADDRESS));
    private static final Link HOST_END = new Link(7, "ve101", "t:101", Optional.empty(), 2, true);
    private static final Link VE_END = new Link(2, "eth0", "", Optional.empty(), 7, true);

    @Test
    void readyNeedsBothSides() {
        VeView inside = new VeView(Optional.of(VE_END), ONE, true);
        assertEquals(present(true, ONE), view(true).with(WEB, Reading.present(inside)));
        assertEquals(present(false, ONE), view(false).with(WEB, Reading.present(inside)));
        VeView noRoutes = new VeView(Optional.of(VE_END), ONE, false);
        assertEquals(present(false, ONE), view(true).with(WEB, Reading.present(noRoutes)));
    }

    @Test
    void theEndOfAnotherLinkIsNotReady() {
        Link stranger = new Link(2, "eth0", "", Optional.empty(), 9, true);
        Link unpaired = new Link(3, "eth0", "", Optional.empty(), 7, true);
        Link down = new Link(2, "eth0", "", Optional.empty(), 7, false);
        for (Link end : new Link[] {stranger, unpaired, down}) {
            VeView inside = new VeView(Optional.of(end), ONE, true);
            assertEquals(present(false, ONE), view(true).with(WEB, Reading.present(inside)));
        }
    }

    @Test
    void aVeWithoutALinkIsAbsentWhateverIsInside() {
        VeId other = new VeId(102);
        assertEquals(Reading.absent(), view(true).with(other, Reading.absent()));
        assertEquals(Reading.absent(), view(true).with(other, Reading.unreadable("x")));
    }

    @Test
    void aVeThatDoesNotRunHasNothingInside() {
        assertEquals(present(false, new TreeSet<>()), view(true).with(WEB, Reading.absent()));
    }

    @Test
    void anInsideThatCannotBeReadIsUnreadableAndNotEmpty() {
        assertEquals(
                Reading.unreadable("the links inside VE 101: setns: EPERM"),
                view(true).with(WEB, Reading.unreadable("setns: EPERM")));
    }

    private static HostView view(boolean ready) {
        return new HostView(
                new TreeMap<>(Map.of(WEB, HOST_END)),
                new TreeMap<>(),
                new TreeSet<>(ready ? Set.of(WEB) : Set.of()),
                Map.of(HOST_END.index(), ONE),
                new Traffic(Map.of(HOST_END.index(), ONE), Map.of(), Map.of(), Map.of()),
                new TreeMap<>());
    }

    private static Reading<ObservedNetwork> present(boolean ready, SortedSet<IpAddress> inside) {
        return Reading.present(ObservedNetwork.of(ready, inside, ONE));
    }
}
