package org.vzgit.reconciler.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.NetworkSpec;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.NodeSpec;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Revision;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.UidRange;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeIdentity;
import org.vzgit.schema.VeName;
import org.vzgit.schema.VeSpec;

/// Builds desired states in tests.
final class Desired {
    static final NodeName NODE = new NodeName("hn1");
    static final TemplateName BUSYBOX = new TemplateName("busybox");
    static final Origin SOMEWHERE = new Origin("ve/some.yaml", 1, 1);

    private Revision revision = new Revision("1111111aaaaaaa", "alice");
    private final SortedMap<VeId, VeSpec> ves = new TreeMap<>();
    private final TreeSet<VeId> frozen = new TreeSet<>();
    private boolean complete = true;
    private int removalBudget = 10;
    private UidRange uids = UidRange.DEFAULT;

    static VeSpec.Builder ve(int veid) {
        return ve(veid, NODE);
    }

    static VeSpec.Builder ve(int veid, NodeName node) {
        return new VeSpec.Builder(
                new VeIdentity(new VeId(veid), new VeName("ve" + veid), node),
                BUSYBOX,
                new Origin("ve/ve" + veid + ".yaml", 1, 1));
    }

    static NetworkSpec addresses(String... addresses) {
        return network(List.of(addresses), List.of());
    }

    static NetworkSpec network(Collection<String> addresses, List<String> nameservers) {
        TreeSet<IpAddress> parsed = new TreeSet<>();
        addresses.forEach(address -> parsed.add(IpAddress.parse(address)));
        return new NetworkSpec(parsed, nameservers, List.of());
    }

    static DesiredState of(VeSpec.Builder... ves) {
        return new Desired().with(ves).build();
    }

    Desired with(VeSpec.Builder... builders) {
        return with(Arrays.stream(builders).map(VeSpec.Builder::build).toList());
    }

    Desired with(Collection<VeSpec> specs) {
        specs.forEach(spec -> ves.put(spec.veid(), spec));
        return this;
    }

    Desired revision(String id) {
        revision = new Revision(id, "alice");
        return this;
    }

    Desired frozen(int veid) {
        frozen.add(new VeId(veid));
        ves.remove(new VeId(veid));
        return this;
    }

    Desired incomplete() {
        complete = false;
        return this;
    }

    Desired removalBudget(int budget) {
        removalBudget = budget;
        return this;
    }

    Desired uids(UidRange range) {
        uids = range;
        return this;
    }

    DesiredState build() {
        TreeMap<NodeName, NodeSpec> nodes = new TreeMap<>();
        nodes.put(NODE, new NodeSpec(NODE, new TreeMap<>(), uids, removalBudget, SOMEWHERE));
        return new DesiredState(
                revision, ves, frozen, complete, nodes, new TreeMap<>(), new ArrayList<>());
    }
}
