package org.vzgit.reconciler.review;

import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NetworkSpec;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.NodeSpec;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Revision;
import org.vzgit.schema.RunState;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.UidRange;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeIdentity;
import org.vzgit.schema.VeName;
import org.vzgit.schema.VeSpec;

/// Desired states of two nodes, drawn from a seed. Each VE is a row of small numbers, so that a
/// change of one is known exactly.
final class RandomRevisions {
    /// The places of a row: state, deletion, hostname, numproc, cpuunits, address, nameserver,
    /// name.
    static final int COLUMNS = 8;

    private static final int VES_MAX = 12;
    private static final int VALUES = 3;

    private final Random random;

    RandomRevisions(long seed) {
        this.random = new Random(seed);
    }

    /// Rows by veid; node 1 or 2 is the parity of the veid, so that no VE moves by accident.
    SortedMap<VeId, List<Integer>> draw() {
        SortedMap<VeId, List<Integer>> rows = new TreeMap<>();
        for (int veid = 101; veid < 101 + VES_MAX; veid++) {
            if (random.nextInt(4) != 0) {
                rows.put(new VeId(veid), random.ints(COLUMNS, 0, VALUES).boxed().toList());
            }
        }
        // A node that loses its last VE is a guard's business, and no difference of two VEs.
        rows.put(new VeId(901), List.of(0, 0, 0, 0, 0, 0, 0, 0));
        rows.put(new VeId(902), List.of(0, 0, 0, 0, 0, 0, 0, 0));
        return rows;
    }

    /// The same rows with each one changed, gone or as it was.
    SortedMap<VeId, List<Integer>> mutated(SortedMap<VeId, List<Integer>> rows) {
        SortedMap<VeId, List<Integer>> result = new TreeMap<>(draw());
        rows.forEach((veid, row) -> {
            switch (random.nextInt(3)) {
                case 0 -> result.put(veid, row);
                case 1 -> result.put(veid, changed(row));
                default -> {
                    // As drawn: another row, or none.
                }
            }
        });
        return result;
    }

    private List<Integer> changed(List<Integer> row) {
        List<Integer> result = new java.util.ArrayList<>(row);
        int column = random.nextInt(COLUMNS);
        result.set(column, (row.get(column) + 1) % VALUES);
        return result;
    }

    static DesiredState state(Revision revision, SortedMap<VeId, List<Integer>> rows) {
        SortedMap<VeId, VeSpec> ves = new TreeMap<>();
        rows.forEach((veid, row) -> ves.put(veid, spec(veid, row)));
        SortedMap<NodeName, NodeSpec> nodes = new TreeMap<>();
        for (int i = 1; i <= 2; i++) {
            NodeName name = new NodeName("hn" + i);
            Origin origin = new Origin("node/hn" + i + ".yaml", 1, 1);
            nodes.put(name, new NodeSpec(name, new TreeMap<>(), UidRange.DEFAULT, 100, origin));
        }
        return new DesiredState(
                revision, ves, new TreeSet<>(), true, nodes, new TreeMap<>(), List.of());
    }

    static NodeName node(VeId veid) {
        return new NodeName("hn" + (1 + veid.value() % 2));
    }

    static VeSpec spec(VeId veid, List<Integer> row) {
        String path = "ve/" + veid + ".yaml";
        String name = row.get(7) == 0 ? "ve" + veid : "ve" + veid + "-" + row.get(7);
        VeSpec.Builder builder =
                new VeSpec.Builder(
                                new VeIdentity(veid, new VeName(name), node(veid)),
                                TemplateSpec.BUSYBOX,
                                new Origin(path, 1, 1))
                        .state(row.get(0) == 2 ? RunState.STOPPED : RunState.RUNNING)
                        .deletion(row.get(1) == 1 ? DeletionPolicy.DESTROY : DeletionPolicy.RETAIN)
                        .hostname("host" + row.get(2))
                        .resource(Resource.NUMPROC, Limit.of(new Count(100 + row.get(3))))
                        .network(network(veid, row))
                        .writtenAt(VeField.NUMPROC, new Origin(path, 7, 3));
        if (row.get(4) > 0) {
            builder.resource(Resource.CPUUNITS, Limit.of(new CpuUnits(1000 * row.get(4))));
        }
        return builder.build();
    }

    private static NetworkSpec network(VeId veid, List<Integer> row) {
        TreeSet<IpAddress> addresses = new TreeSet<>();
        if (row.get(5) > 0) {
            addresses.add(IpAddress.parse("10.101." + row.get(5) + "." + veid.value() % 256));
        }
        return new NetworkSpec(
                addresses,
                row.get(6) == 0 ? List.of() : List.of("10.0.0." + row.get(6)),
                List.of());
    }
}
