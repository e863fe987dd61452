package org.vzgit.reconciler.status;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
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
import org.vzgit.schema.Count;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Revision;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeIdentity;
import org.vzgit.schema.VeName;
import org.vzgit.schema.VeSpec;

/// VEs in every state that a kernel can show.
final class LiveVes {
    private static final TemplateRef TEMPLATE = new TemplateRef(TemplateSpec.BUSYBOX, "1");

    private LiveVes() {}

    static ObservedVe running(int veid) {
        return ve(veid, Reading.present(init(true)));
    }

    static ObservedVe held(int veid) {
        return ve(veid, Reading.present(init(false)));
    }

    static ObservedVe stopped(int veid) {
        return ve(veid, Reading.absent());
    }

    static ObservedVe unreadable(int veid) {
        return ve(veid, Reading.unreadable("read stat: EIO"));
    }

    static ObservedNode node(ObservedVe... ves) {
        TreeMap<VeId, ObservedVe> all = new TreeMap<>();
        for (ObservedVe ve : ves) {
            all.put(ve.veid(), ve);
        }
        return new ObservedNode(
                new Features("test", Map.of(), 1), all, new TreeSet<>(), new TreeMap<>());
    }

    static VeSpec spec(int veid) {
        return new VeSpec.Builder(
                        identity(veid), TemplateSpec.BUSYBOX, new Origin("web.yaml", 1, 1))
                .hostname("written.example.org")
                .resource(Resource.NUMPROC, Limit.of(new Count(50)))
                .resource(Resource.PHYSPAGES, Limit.UNLIMITED)
                .build();
    }

    static VeIdentity identity(int veid) {
        return new VeIdentity(new VeId(veid), new VeName("web" + veid), new NodeName("hn1"));
    }

    private static ObservedVe ve(int veid, Reading<ObservedInit> init) {
        OwnerMark mark =
                new OwnerMark(
                        "git:1",
                        new VeName("web" + veid),
                        TEMPLATE,
                        new Revision("1", "a"),
                        DeletionPolicy.RETAIN);
        TreeSet<IpAddress> addresses = new TreeSet<>(List.of(IpAddress.parse("10.101.0.5")));
        return new ObservedVe(
                new VeId(veid),
                Reading.present(new PrivateArea(100_000, Reading.present(mark))),
                Reading.present(new ObservedCgroup(true, usages())),
                init,
                Reading.present(ObservedNetwork.of(true, addresses, addresses)));
    }

    private static Map<Resource, Usage> usages() {
        return Map.of(
                Resource.NUMPROC,
                new Usage(
                        Reading.present(Limit.of(new Count(100))),
                        Reading.present(new Count(3)),
                        Reading.present(new Count(9)),
                        Reading.present(2L)),
                Resource.PHYSPAGES,
                new Usage(
                        Reading.present(Limit.of(new Pages(65_536))),
                        Reading.present(new Pages(1_000)),
                        Reading.absent(),
                        Reading.absent()));
    }

    private static ObservedInit init(boolean released) {
        return new ObservedInit(
                4711,
                1,
                released,
                Reading.present(TEMPLATE),
                Reading.present("live.example.org"),
                Reading.present(new Resolver(List.of("10.0.0.1"), List.of("example.org"))));
    }
}
