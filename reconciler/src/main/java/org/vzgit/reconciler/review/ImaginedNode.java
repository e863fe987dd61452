package org.vzgit.reconciler.review;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.DiskMeans;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.state.ObservedRate;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.kernel.state.Rounding;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.state.Usage;
import org.vzgit.reconciler.diff.BindChange;
import org.vzgit.reconciler.diff.InterfaceChange;
import org.vzgit.reconciler.diff.ScriptChange;
import org.vzgit.reconciler.diff.WantedResolver;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.NodeSpec;
import org.vzgit.schema.Resource;
import org.vzgit.schema.RunState;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.TemplateVersion;
import org.vzgit.schema.UidRange;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// The node as it is when a revision has been applied to it and nothing has drifted since. With it
/// the differ and the planner compare two revisions by the same rules as a revision and a kernel.
///
/// A VE that the node would have refused (a field that is not carried out, say) is imagined as
/// there all the same: a review is about the change, and the refusal is the same on both sides.
final class ImaginedNode {
    /// Written into the imagined owner marks and asked for by the plan. The real one need not be
    /// known: two directories have none in common.
    static final String REPOSITORY = "review";

    /// Stands for the version that a VE has which names none, and for the one that is current.
    private static final String ANY_VERSION = "any";

    private final DesiredState base;
    private final NodeName node;
    private final Features features;
    private final Optional<NodeSnapshot> snapshot;
    private final SortedMap<TemplateName, TemplateRef> templates = new TreeMap<>();
    private final SortedSet<String> named = new TreeSet<>();

    private ImaginedNode(ReviewRequest request, NodeName node) {
        this.base = request.base();
        this.node = node;
        this.snapshot = request.snapshotOf(node);
        // A snapshot does not tell about the disk, nor what the node's administrator allows.
        this.features =
                snapshot.map(NodeSnapshot::features)
                        .orElseGet(ImaginedNode::capable)
                        .with(DiskMeans.ALL)
                        .allowing(true);
        addTemplates(request.base());
        addTemplates(request.head());
    }

    /// @param request both revisions: what head asks of the node must be something that it can make
    static ObservedNode of(ReviewRequest request, NodeName node) {
        return new ImaginedNode(request, node).observed(request.head().vesOn(node).keySet());
    }

    private ObservedNode observed(Collection<VeId> wanted) {
        UidRange ids =
                Optional.ofNullable(base.nodes().get(node))
                        .map(NodeSpec::uidRange)
                        .orElse(UidRange.DEFAULT);
        SortedMap<VeId, ObservedVe> ves = new TreeMap<>();
        int block = 0;
        for (VeSpec spec : base.vesOn(node).values()) {
            long uid = ids.baseOf(block++ % ids.blocks());
            ves.put(spec.veid(), ve(spec, uid));
        }
        for (VeId frozen : base.frozen()) {
            if (wanted.contains(frozen)) {
                ves.putIfAbsent(frozen, unknown(frozen));
            }
        }
        SortedSet<String> cached = new TreeSet<>();
        templates.values().forEach(template -> cached.add(template.text()));
        cached.addAll(named);
        return new ObservedNode(features, ves, cached, templates);
    }

    private ObservedVe ve(VeSpec spec, long uid) {
        boolean running = spec.state() == RunState.RUNNING;
        PrivateArea area =
                new PrivateArea(uid, Reading.present(mark(spec)), ImaginedDisk.of(spec.disk()))
                        .with(ScriptChange.digests(spec));
        if (!running) {
            return new ObservedVe(
                    spec.veid(),
                    Reading.present(area),
                    Reading.absent(),
                    Reading.absent(),
                    Reading.absent());
        }
        var addresses = spec.network().addresses();
        return new ObservedVe(
                spec.veid(),
                Reading.present(area),
                Reading.present(new ObservedCgroup(true, usages(spec))),
                Reading.present(init(spec)),
                Reading.present(
                        ObservedNetwork.of(true, addresses, addresses)
                                .with(ObservedRate.both(spec.network().rate()))
                                .with(InterfaceChange.byName(spec))),
                Reading.present(rows(spec)));
    }

    private OwnerMark mark(VeSpec spec) {
        return new OwnerMark(
                REPOSITORY, spec.name(), standsOn(spec), base.revision(), spec.deletion());
    }

    private static ObservedInit init(VeSpec spec) {
        return new ObservedInit(
                1,
                0,
                true,
                Reading.present(standsOn(spec)),
                Reading.present(spec.hostname()),
                Reading.present(WantedResolver.of(spec).orElse(Resolver.NONE)),
                Reading.present(BindChange.byTarget(spec.bindMounts())),
                Reading.present(spec.noatime()));
    }

    /// What base does not manage has no entry: which bound the node has there is not known.
    private Map<Resource, Usage> usages(VeSpec spec) {
        Map<Resource, Usage> usages = new EnumMap<>(Resource.class);
        spec.resources()
                .forEach((resource, limit) -> {
                    Control control = features.controlOf(resource);
                    if (control != Control.ABSENT && !limit.equals(Limit.NOT_MANAGED)) {
                        Limit inForce = Rounding.readBack(control, resource, limit);
                        Counter counted =
                                snapshot.map(seen -> seen.counter(spec.veid(), resource.key()))
                                        .orElse(Counter.UNKNOWN);
                        usages.put(resource, counted.usage(resource, inForce));
                    }
                });
        return usages;
    }

    /// Of the beancounters that base bounds and that are no resources.
    private SortedMap<Beancounter, UbcRow> rows(VeSpec spec) {
        SortedMap<Beancounter, UbcRow> rows = new TreeMap<>();
        spec.beancounters()
                .forEach((beancounter, value) -> {
                    if (beancounter.resource().isEmpty()) {
                        rows.put(
                                beancounter,
                                UbcRow.EMPTY.bounded(
                                        UbcRow.number(value.barrier()),
                                        UbcRow.number(value.limit())));
                    }
                });
        return rows;
    }

    private static ObservedVe unknown(VeId veid) {
        return new ObservedVe(
                veid,
                Reading.unreadable("its documents in the base revision have errors"),
                Reading.absent(),
                Reading.absent(),
                Reading.absent());
    }

    /// Which version a VE began as is not known unless its document says it.
    private static TemplateRef standsOn(VeSpec spec) {
        String version =
                spec.templateChoice().version().map(TemplateVersion::value).orElse(ANY_VERSION);
        return new TemplateRef(spec.template(), version);
    }

    private void addTemplates(DesiredState state) {
        state.ves().values().forEach(spec -> named.add(standsOn(spec).text()));
        Stream<TemplateName> used = state.ves().values().stream().map(VeSpec::template);
        Stream.of(List.of(TemplateSpec.BUSYBOX).stream(), state.templates().keySet().stream(), used)
                .flatMap(names -> names)
                .forEach(name -> templates.put(name, new TemplateRef(name, ANY_VERSION)));
    }

    /// Without a snapshot nothing is known of the kernel. That it can do everything hides no change
    /// of a document; what it cannot do is refused at apply, by name.
    private static Features capable() {
        Map<Resource, Control> controls = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            controls.put(resource, Control.CGROUP_V2);
        }
        SortedMap<Beancounter, UbcLevel> levels = new TreeMap<>();
        for (Beancounter beancounter : Beancounter.values()) {
            levels.put(beancounter, UbcLevel.ENFORCED);
        }
        return new Features("not asked", controls, 1, levels);
    }
}
