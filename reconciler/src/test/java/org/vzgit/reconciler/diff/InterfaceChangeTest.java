package org.vzgit.reconciler.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.NetInterface;
import org.vzgit.schema.NetworkSpec;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Origin;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeIdentity;
import org.vzgit.schema.VeName;
import org.vzgit.schema.VeSpec;

final class InterfaceChangeTest {
    private static final VeId VE = new VeId(101);
    private static final NetInterface ETH1 = of("ifname=eth1,bridge=br0");
    private static final NetInterface ETH2 = of("ifname=eth2");

    private static NetInterface of(String text) {
        return NetInterface.parse(text, VE);
    }

    private static VeSpec spec(NetInterface... interfaces) {
        return new VeSpec.Builder(
                        new VeIdentity(VE, new VeName("web1"), new NodeName("hn1")),
                        new TemplateName("busybox"),
                        new Origin("ve/web1.yaml", 1, 1))
                .network(NetworkSpec.NONE.with(Arrays.asList(interfaces)))
                .build();
    }

    private static Reading<ObservedNetwork> live(NetInterface... interfaces) {
        SortedMap<String, NetInterface> byName = new TreeMap<>();
        Arrays.asList(interfaces).forEach(one -> byName.put(one.name(), one));
        return Reading.present(
                ObservedNetwork.of(true, Collections.emptySortedSet(), Collections.emptySortedSet())
                        .with(byName));
    }

    private static InterfaceChange change(Optional<NetInterface> from, Optional<NetInterface> to) {
        return new InterfaceChange(from, to);
    }

    @Test
    void whatIsAsWantedIsNoChange() {
        assertEquals(List.of(), InterfaceChange.of(spec(), live()));
        assertEquals(List.of(), InterfaceChange.of(spec(ETH2, ETH1), live(ETH1, ETH2)));
    }

    @Test
    void whatIsMissingComesAndWhatIsTooMuchGoesFirst() {
        assertEquals(
                List.of(
                        change(Optional.of(ETH2), Optional.empty()),
                        change(Optional.empty(), Optional.of(ETH1))),
                InterfaceChange.of(spec(ETH1), live(ETH2)));
    }

    @Test
    void everyPartOfOneCounts() {
        for (String other :
                List.of(
                        "ifname=eth1",
                        "ifname=eth1,bridge=br1",
                        "ifname=eth1,bridge=br0,mac_filter=off",
                        "ifname=eth1,bridge=br0,mac=00:18:51:00:00:01",
                        "ifname=eth1,bridge=br0,host_mac=00:18:51:00:00:01",
                        "ifname=eth1,bridge=br0,host_ifname=x")) {
            assertEquals(
                    List.of(change(Optional.of(of(other)), Optional.of(ETH1))),
                    InterfaceChange.of(spec(ETH1), live(of(other))),
                    other);
        }
    }

    @Test
    void aLinkThatIsMissingHasNone() {
        assertEquals(
                List.of(change(Optional.empty(), Optional.of(ETH1))),
                InterfaceChange.of(spec(ETH1), Reading.absent()));
    }

    @Test
    void oneSideIsEmptyInTheWordsToo() {
        InterfaceChange added = change(Optional.empty(), Optional.of(ETH1));
        assertEquals("", added.fromText());
        assertEquals(ETH1.text(), added.toText());
        InterfaceChange removed = change(Optional.of(ETH2), Optional.empty());
        assertEquals(ETH2.text(), removed.fromText());
        assertEquals("", removed.toText());
    }
}
