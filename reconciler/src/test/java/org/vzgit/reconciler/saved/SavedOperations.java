package org.vzgit.reconciler.saved;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.vzgit.kernel.op.AddAddress;
import org.vzgit.kernel.op.AttachNetwork;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.ClonePrivateArea;
import org.vzgit.kernel.op.CreateCgroup;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.op.DetachNetwork;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.ReleaseInit;
import org.vzgit.kernel.op.RemoveAddress;
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.kernel.op.RemoveInterface;
import org.vzgit.kernel.op.SetBeancounter;
import org.vzgit.kernel.op.SetHostname;
import org.vzgit.kernel.op.SetInterface;
import org.vzgit.kernel.op.SetRate;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.SetScript;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.op.WriteOwnerMark;
import org.vzgit.kernel.op.WriteResolver;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.reconciler.plan.Cause;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.ActionScript;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NetInterface;
import org.vzgit.schema.NetRate;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Revision;
import org.vzgit.schema.ScriptAction;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeName;

/// Operations of every kind with values drawn from a seed, and plans of them.
final class SavedOperations {
    static final NodeName NODE = new NodeName("hn1");
    static final Revision REVISION = new Revision("1b2c3d4e5f60", "Ann <ann@example.org>");
    static final SavedSource SOURCE =
            new SavedSource(SavedSource.Kind.REPOSITORY, "/srv/desired.git", "main", "state");
    static final String REPOSITORY = "git:1b2c3d4";

    private final Random random;

    SavedOperations(long seed) {
        this.random = new Random(seed);
    }

    /// One of each kind, and one more of those whose kind of value differs.
    List<Operation> ofEveryKind(VeId ve) {
        List<Operation> all = new ArrayList<>();
        all.add(new BuildTemplate(template()));
        all.add(new CreatePrivateArea(ve, mark(), uid()));
        all.add(
                new ClonePrivateArea(
                        new CreatePrivateArea(ve, mark(), uid()),
                        new VeId(200 + random.nextInt(99))));
        all.add(new WriteOwnerMark(ve, mark()));
        all.add(new CreateCgroup(ve));
        for (Resource resource : Resource.values()) {
            all.add(new SetResource(ve, resource, Limit.UNLIMITED));
        }
        all.add(new SetResource(ve, Resource.NUMPROC, Limit.of(new Count(number()))));
        for (Beancounter beancounter : Beancounter.values()) {
            if (beancounter.resource().isEmpty()) {
                all.add(new SetBeancounter(ve, beancounter, BarrierLimit.both(Limit.UNLIMITED)));
            }
        }
        all.add(
                new SetBeancounter(
                        ve,
                        Beancounter.KMEMSIZE,
                        new BarrierLimit(Limit.of(new Bytes(number())), Limit.UNLIMITED)));
        all.add(new Launch(ve, template(), uid(), "host" + number()));
        all.add(new AttachNetwork(ve));
        all.add(new AddAddress(ve, IpAddress.parse("10.101.0." + random.nextInt(256))));
        all.add(new AddAddress(ve, IpAddress.parse("fd00:101::" + (1 + random.nextInt(999)))));
        all.add(new RemoveAddress(ve, IpAddress.parse("10.101.1." + random.nextInt(256))));
        all.add(new SetRate(ve, Optional.of(new NetRate(1 + random.nextInt(9999)))));
        all.add(
                new SetScript(
                        ve,
                        random.nextBoolean() ? ScriptAction.START : ScriptAction.STOP,
                        Optional.of(new ActionScript("scripts/a.start", "#!/" + number()))));
        all.add(
                new SetInterface(
                        ve, NetInterface.parse("ifname=eth" + (1 + random.nextInt(99)), ve)));
        all.add(new RemoveInterface(ve, "eth" + (1 + random.nextInt(99))));
        all.add(new SetHostname(ve, "h" + number() + ".example.org"));
        all.add(
                new WriteResolver(
                        ve, new Resolver(List.of("10.0.0." + random.nextInt(256)), List.of("a"))));
        all.add(new ReleaseInit(ve));
        all.add(new StopVe(ve, new Seconds(random.nextInt(300))));
        all.add(new DetachNetwork(ve));
        all.add(new RemoveCgroup(ve));
        all.add(new DestroyPrivateArea(ve));
        return all;
    }

    static Plan plan(List<Step> steps) {
        return new Plan(NODE, REVISION, List.of(), steps, List.of());
    }

    /// Numbered from 1, none waiting, each with a cause of its own.
    static List<Step> steps(List<Operation> operations) {
        List<Step> steps = new ArrayList<>();
        for (Operation operation : operations) {
            int id = steps.size() + 1;
            steps.add(step(id, operation, new Cause("f" + id, "old", "new", Optional.empty())));
        }
        return steps;
    }

    static Step step(int id, Operation operation, Cause cause, Integer... waitsFor) {
        SortedSet<Integer> before = new TreeSet<>(List.of(waitsFor));
        return new Step(id, operation, before, cause, Disruption.LIVE);
    }

    static TemplateRef busybox(String version) {
        return new TemplateRef(new TemplateName("busybox"), version);
    }

    private TemplateRef template() {
        return busybox("v" + number());
    }

    private OwnerMark mark() {
        return new OwnerMark(
                REPOSITORY,
                new VeName("web" + random.nextInt(100)),
                template(),
                new Revision(Long.toHexString(number()), "bob"),
                random.nextBoolean() ? DeletionPolicy.RETAIN : DeletionPolicy.DESTROY);
    }

    private long uid() {
        return 65_536L * (1 + random.nextInt(1000));
    }

    private int number() {
        return 1 + random.nextInt(100_000);
    }
}
