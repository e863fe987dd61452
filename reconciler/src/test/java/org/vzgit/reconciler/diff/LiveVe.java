package org.vzgit.reconciler.diff;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.state.Usage;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NetworkSpec;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Revision;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeIdentity;
import org.vzgit.schema.VeName;
import org.vzgit.schema.VeSpec;

/// A VE as it is on a node: [#running] is exactly as [#spec] wants it, and each test changes what
/// it is about.
final class LiveVe {
    static final String REPOSITORY = "git:1111111";
    static final NodeName NODE = new NodeName("hn1");
    static final VeId VEID = new VeId(101);
    static final TemplateName BUSYBOX = new TemplateName("busybox");
    static final Origin DOCUMENT = new Origin("ve/web1.yaml", 1, 1);
    static final long UID_BASE = 1L << 30;

    private Reading<PrivateArea> area = Reading.present(area(mark()));
    private Reading<ObservedCgroup> cgroup = Reading.present(new ObservedCgroup(true, Map.of()));
    private Reading<ObservedInit> init = Reading.present(init(true));
    private Reading<ObservedNetwork> network = Reading.present(network(true));

    static LiveVe running() {
        return new LiveVe();
    }

    /// Only its private area is there.
    static LiveVe stopped() {
        return running().cgroup(Reading.absent()).init(Reading.absent()).network(Reading.absent());
    }

    static LiveVe nothing() {
        return stopped().area(Reading.absent());
    }

    static VeSpec.Builder spec() {
        return new VeSpec.Builder(
                new VeIdentity(VEID, new VeName("web1"), NODE), BUSYBOX, DOCUMENT);
    }

    static OwnerMark mark() {
        return mark(REPOSITORY, "web1", DeletionPolicy.RETAIN);
    }

    static OwnerMark mark(String repository, String name, DeletionPolicy deletion) {
        return new OwnerMark(
                repository,
                new VeName(name),
                new TemplateRef(BUSYBOX, "1"),
                new Revision("0000000", "alice"),
                deletion);
    }

    static PrivateArea area(OwnerMark mark) {
        return new PrivateArea(UID_BASE, Reading.present(mark));
    }

    static ObservedInit init(boolean released) {
        return init(released, Reading.present("web1"), Reading.absent());
    }

    static ObservedInit init(
            boolean released, Reading<String> hostname, Reading<Resolver> resolver) {
        return new ObservedInit(1001, 5, released, Reading.absent(), hostname, resolver);
    }

    static ObservedNetwork network(boolean ready, String... addresses) {
        return ObservedNetwork.of(ready, addresses(addresses), addresses(addresses));
    }

    static SortedSet<IpAddress> addresses(String... texts) {
        SortedSet<IpAddress> parsed = new TreeSet<>();
        List.of(texts).forEach(text -> parsed.add(IpAddress.parse(text)));
        return parsed;
    }

    static NetworkSpec wanted(String... addresses) {
        return new NetworkSpec(addresses(addresses), List.of(), List.of());
    }

    LiveVe area(Reading<PrivateArea> value) {
        area = value;
        return this;
    }

    LiveVe mark(Reading<OwnerMark> mark) {
        return area(Reading.present(new PrivateArea(UID_BASE, mark)));
    }

    LiveVe mark(OwnerMark mark) {
        return mark(Reading.present(mark));
    }

    LiveVe cgroup(Reading<ObservedCgroup> value) {
        cgroup = value;
        return this;
    }

    LiveVe incomplete() {
        return cgroup(Reading.present(new ObservedCgroup(false, Map.of())));
    }

    LiveVe limit(Resource resource, Reading<Limit> limit) {
        Map<Resource, Usage> usages = Map.of(resource, Usage.ofLimit(limit));
        return cgroup(Reading.present(new ObservedCgroup(true, usages)));
    }

    LiveVe limit(Resource resource, Limit limit) {
        return limit(resource, Reading.present(limit));
    }

    LiveVe init(Reading<ObservedInit> value) {
        init = value;
        return this;
    }

    LiveVe inside(Reading<String> hostname, Reading<Resolver> resolver) {
        return init(Reading.present(init(true, hostname, resolver)));
    }

    LiveVe network(Reading<ObservedNetwork> value) {
        network = value;
        return this;
    }

    LiveVe network(ObservedNetwork value) {
        return network(Reading.present(value));
    }

    ObservedVe observed() {
        return new ObservedVe(VEID, area, cgroup, init, network);
    }

    /// A node with this VE alone, on which every resource is bounded in the same way.
    ObservedNode on(Control control) {
        TreeMap<VeId, ObservedVe> ves = new TreeMap<>();
        ves.put(VEID, observed());
        return new ObservedNode(features(control), ves, new TreeSet<>(), new TreeMap<>());
    }

    static Features features(Control control) {
        Map<Resource, Control> controls = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            controls.put(resource, control);
        }
        return new Features("6.18-test", controls, 4);
    }

    static DesiredState desired(VeSpec.Builder... builders) {
        return desired(new TreeSet<>(), true, builders);
    }

    static DesiredState desired(SortedSet<VeId> frozen, boolean complete, VeSpec.Builder... specs) {
        TreeMap<VeId, VeSpec> ves = new TreeMap<>();
        for (VeSpec.Builder builder : specs) {
            VeSpec spec = builder.build();
            ves.put(spec.veid(), spec);
        }
        return new DesiredState(
                new Revision("1111111aaaa", "alice"),
                ves,
                frozen,
                complete,
                new TreeMap<>(),
                new TreeMap<>(),
                List.of());
    }

    /// What the differ says about this VE.
    List<Change> against(DesiredState desired) {
        return Differ.diff(desired, NODE, REPOSITORY, on(Control.CGROUP_V2));
    }

    Change against(VeSpec.Builder spec) {
        return against(desired(spec)).getFirst();
    }
}
