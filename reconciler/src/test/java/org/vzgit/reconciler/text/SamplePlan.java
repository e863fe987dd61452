package org.vzgit.reconciler.text;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.op.WriteResolver;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.state.Usage;
import org.vzgit.reconciler.diff.Change;
import org.vzgit.reconciler.diff.FieldChange;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Cause;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.Count;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Revision;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeIdentity;
import org.vzgit.schema.VeName;
import org.vzgit.schema.VeSpec;

/// A plan with one VE of each weight, put in the wrong order on purpose.
final class SamplePlan {
    static final NodeName NODE = new NodeName("hn1");
    static final Revision REVISION =
            new Revision("3f2c9abaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "Ann <ann@example.org>");
    private static final TemplateRef BUSYBOX = new TemplateRef(new TemplateName("busybox"), "1f3a");

    private SamplePlan() {}

    static Plan empty() {
        return new Plan(
                NODE, REVISION, List.of(new Change.Keep(new VeId(101))), List.of(), List.of());
    }

    static Plan blockedOnly() {
        return new Plan(
                NODE,
                REVISION,
                List.of(new Change.Remove(ObservedVe.nothing(new VeId(105)))),
                List.of(),
                List.of(protectedVe()));
    }

    static Plan full() {
        return new Plan(NODE, REVISION, changes(), steps(), List.of(protectedVe(), unsupported()));
    }

    private static List<Change> changes() {
        return List.of(
                numprocUpdate(),
                new Change.Update(
                        spec(102, "mail2"),
                        ObservedVe.nothing(new VeId(102)),
                        List.of(field("cgroup", "incomplete", "complete", Disruption.RESTART))),
                new Change.Create(spec(103, "ci"), ObservedVe.nothing(new VeId(103))),
                new Change.Remove(ObservedVe.nothing(new VeId(104))),
                new Change.Update(
                        spec(106, "dns"),
                        ObservedVe.nothing(new VeId(106)),
                        List.of(field("nameserver", "", "10.0.0.1", Disruption.RELOAD))),
                new Change.Update(
                        spec(107, "old"),
                        ObservedVe.nothing(new VeId(107)),
                        List.of(field("state", "running", "stopped", Disruption.LIVE))),
                new Change.Keep(new VeId(108)));
    }

    static Change.Update numprocUpdate() {
        VeSpec wanted =
                builder(101, "web1").resource(Resource.NUMPROC, Limit.of(new Count(50))).build();
        Usage use =
                new Usage(
                        Reading.present(Limit.of(new Count(100))),
                        Reading.present(new Count(57)),
                        Reading.present(new Count(93)),
                        Reading.present(12L));
        ObservedVe live =
                new ObservedVe(
                        new VeId(101),
                        Reading.absent(),
                        Reading.present(new ObservedCgroup(true, Map.of(Resource.NUMPROC, use))),
                        Reading.absent(),
                        Reading.absent());
        return new Change.Update(
                wanted,
                live,
                List.of(
                        new FieldChange(
                                "numproc", "100", "50", Disruption.LIVE, at("ve/web1.yaml", 14)),
                        field("template", "busybox", "debian-12", Disruption.RECREATE)));
    }

    private static List<Step> steps() {
        Cause numproc = new Cause("numproc", "100", "50", at("ve/web1.yaml", 14));
        Cause removed = new Cause("removed", "", "", Optional.empty());
        return List.of(
                step(1, new SetResource(id(101), Resource.NUMPROC, fifty()), numproc),
                step(2, new StopVe(id(102), new Seconds(120)), removed),
                step(3, new Launch(id(102), BUSYBOX, 1L << 30, "mail2"), removed),
                step(4, new Launch(id(103), BUSYBOX, 1L << 30, "ci"), removed),
                step(5, new StopVe(id(104), new Seconds(120)), removed),
                step(6, new DestroyPrivateArea(id(104)), removed),
                step(7, new WriteResolver(id(106), Resolver.NONE), removed),
                step(8, new StopVe(id(107), new Seconds(5)), removed));
    }

    private static Step step(int id, Operation operation, Cause cause) {
        SortedSet<Integer> before = id == 3 || id == 6 ? new TreeSet<>(List.of(id - 1)) : none();
        Disruption disruption =
                operation instanceof WriteResolver ? Disruption.RELOAD : Disruption.LIVE;
        return new Step(id, operation, before, cause, disruption);
    }

    private static Blocked protectedVe() {
        return new Blocked(
                id(105),
                "legacy",
                Blocked.Reason.PROTECTED,
                "3 removals are above the budget of 1; raise removalBudget of hn1",
                Optional.empty());
    }

    private static Blocked unsupported() {
        return new Blocked(
                id(109),
                "db1",
                Blocked.Reason.NOT_SUPPORTED_YET,
                "disk.space is not supported yet; remove it to have the VE applied",
                at("ve/db1.yaml", 9));
    }

    private static FieldChange field(String name, String from, String to, Disruption disruption) {
        return new FieldChange(name, from, to, disruption, Optional.empty());
    }

    private static VeSpec spec(int veid, String name) {
        return builder(veid, name).build();
    }

    private static VeSpec.Builder builder(int veid, String name) {
        return new VeSpec.Builder(
                new VeIdentity(id(veid), new VeName(name), NODE),
                BUSYBOX.name(),
                new Origin("ve/" + name + ".yaml", 1, 1));
    }

    private static Limit fifty() {
        return Limit.of(new Count(50));
    }

    private static VeId id(int veid) {
        return new VeId(veid);
    }

    private static SortedSet<Integer> none() {
        return new TreeSet<>();
    }

    private static Optional<Origin> at(String path, int line) {
        return Optional.of(new Origin(path, line, 3));
    }
}
