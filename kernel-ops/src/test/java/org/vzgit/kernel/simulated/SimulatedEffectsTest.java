package org.vzgit.kernel.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.kernel.op.AddAddress;
import org.vzgit.kernel.op.AttachNetwork;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.CreateCgroup;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.op.DetachNetwork;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.op.ReleaseInit;
import org.vzgit.kernel.op.RemoveAddress;
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.kernel.op.SetBeancounter;
import org.vzgit.kernel.op.SetHostname;
import org.vzgit.kernel.op.SetRate;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.op.WriteOwnerMark;
import org.vzgit.kernel.op.WriteResolver;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.state.UbcLevel;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Count;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NetRate;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Revision;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeName;

/// What every operation refuses and with which words, what doing it twice does, and what accidents
/// leave.
class SimulatedEffectsTest {
    private static final VeId VE = new VeId(101);
    private static final VeId OTHER = new VeId(102);
    private static final TemplateRef OLD = new TemplateRef(new TemplateName("busybox"), "1");
    private static final TemplateRef NEW = new TemplateRef(new TemplateName("busybox"), "2");
    private static final long BASE = 1L << 30;
    private static final long OTHER_BASE = BASE + 65_536;
    private static final IpAddress ADDRESS = IpAddress.parse("10.101.0.1");
    private static final Resolver RESOLVER =
            new Resolver(List.of("10.101.0.53"), List.of("example.org"));
    private static final BarrierLimit TEN = BarrierLimit.both(Limit.of(new Count(10)));
    private static final UbcRow USED = new UbcRow(57, 131, 1, 1, 4);

    private final SimulatedKernel kernel = new SimulatedKernel(features(), Map.of(OLD.name(), OLD));

    private static Features features() {
        Map<Resource, Control> controls = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            controls.put(
                    resource, resource == Resource.IOPSLIMIT ? Control.ABSENT : Control.CGROUP_V2);
        }
        return new Features(
                "simulated",
                controls,
                4,
                new TreeMap<>(
                        Map.of(
                                Beancounter.NUMPROC, UbcLevel.CGROUP,
                                Beancounter.PHYSPAGES, UbcLevel.CGROUP,
                                Beancounter.NUMFILE, UbcLevel.ENFORCED,
                                Beancounter.SHMPAGES, UbcLevel.COUNTED)));
    }

    private static OwnerMark mark(TemplateRef template, DeletionPolicy deletion) {
        return new OwnerMark(
                "ves", new VeName("web1"), template, new Revision("1111111", "ann"), deletion);
    }

    private static CreatePrivateArea create(VeId veid, long base) {
        return new CreatePrivateArea(veid, mark(OLD, DeletionPolicy.DESTROY), base);
    }

    private void apply(Operation... operations) throws OperationFailure {
        for (Operation operation : operations) {
            kernel.apply(operation);
        }
    }

    private void hold(VeId veid, long base) throws OperationFailure {
        apply(
                new BuildTemplate(OLD),
                create(veid, base),
                new CreateCgroup(veid),
                new Launch(veid, OLD, base, "web1"));
    }

    private void start(VeId veid, long base) throws OperationFailure {
        hold(veid, base);
        apply(new AttachNetwork(veid), new ReleaseInit(veid));
    }

    private ObservedVe live(VeId veid) {
        return kernel.observe().ve(veid);
    }

    private UbcRow row(Beancounter resource) {
        return live(VE).beancounters()
                .toOptional()
                .flatMap(rows -> Optional.ofNullable(rows.get(resource)))
                .orElseThrow();
    }

    /// A refused operation has no effect and is not counted.
    private void refused(Operation operation, FailureKind kind, String message) {
        var before = kernel.observe();
        int applied = kernel.applied();
        OperationFailure failure =
                assertThrows(OperationFailure.class, () -> kernel.apply(operation));
        assertEquals(message, failure.getMessage());
        assertEquals(kind, failure.kind());
        assertEquals(before, kernel.observe());
        assertEquals(applied, kernel.applied());
    }

    /// The second time changes nothing and is a success.
    private void idempotent(Operation operation) throws OperationFailure {
        kernel.apply(operation);
        var before = kernel.observe();
        int applied = kernel.applied();
        kernel.apply(operation);
        assertEquals(before, kernel.observe(), operation.toString());
        assertEquals(applied + 1, kernel.applied());
    }

    @Test
    void whateverSetsAStateCanBeDoneTwice() throws OperationFailure {
        idempotent(new BuildTemplate(OLD));
        idempotent(create(VE, BASE));
        idempotent(new WriteOwnerMark(VE, mark(OLD, DeletionPolicy.RETAIN)));
        idempotent(new CreateCgroup(VE));
        idempotent(new SetResource(VE, Resource.NUMPROC, Limit.of(new Count(7))));
        idempotent(new SetBeancounter(VE, Beancounter.NUMFILE, TEN));
        apply(new Launch(VE, OLD, BASE, "web1"));
        idempotent(new AttachNetwork(VE));
        idempotent(new AddAddress(VE, ADDRESS));
        idempotent(new SetRate(VE, Optional.of(new NetRate(8000))));
        idempotent(new SetHostname(VE, "web2"));
        idempotent(new WriteResolver(VE, RESOLVER));
        idempotent(new RemoveAddress(VE, ADDRESS));
        apply(new ReleaseInit(VE));
        idempotent(new StopVe(VE, new Seconds(0)));
        idempotent(new DetachNetwork(VE));
        idempotent(new RemoveCgroup(VE));
        apply(new WriteOwnerMark(VE, mark(OLD, DeletionPolicy.DESTROY)));
        idempotent(new DestroyPrivateArea(VE));
        assertEquals(Map.of(), kernel.observe().ves());
    }

    @Test
    void whatTakesAwayIsASuccessWhereNothingIs() throws OperationFailure {
        idempotent(new StopVe(VE, new Seconds(10)));
        idempotent(new DetachNetwork(VE));
        idempotent(new RemoveAddress(VE, ADDRESS));
        idempotent(new RemoveCgroup(VE));
        idempotent(new DestroyPrivateArea(VE));
        assertEquals(Map.of(), kernel.observe().ves());
    }

    @Test
    void whatNeedsSomethingSaysWhatIsMissing() {
        FailureKind gone = FailureKind.GONE;
        refused(create(VE, BASE), gone, "use template busybox@1 for VE 101: ENOENT");
        refused(
                new WriteOwnerMark(VE, mark(OLD, DeletionPolicy.DESTROY)),
                gone,
                "open the private area of VE 101: ENOENT");
        refused(new Launch(VE, OLD, BASE, "web1"), gone, "open the private area of VE 101: ENOENT");
        refused(
                new SetResource(VE, Resource.NUMPROC, Limit.of(new Count(7))),
                gone,
                "set numproc to 7 of VE 101: ENOENT");
        refused(
                new SetBeancounter(VE, Beancounter.NUMFILE, TEN),
                gone,
                "set numfile to 10 of VE 101: ENOENT");
        refused(new AttachNetwork(VE), gone, "attach the network of VE 101: ESRCH");
        refused(new AddAddress(VE, ADDRESS), gone, "add 10.101.0.1 to VE 101: ESRCH");
        refused(new SetRate(VE, Optional.empty()), gone, "set the rate of VE 101: ESRCH");
        refused(new SetHostname(VE, "a"), gone, "set the host name of VE 101: ESRCH");
        refused(new WriteResolver(VE, RESOLVER), gone, "write resolv.conf of VE 101: ESRCH");
        refused(new ReleaseInit(VE), gone, "release the init of VE 101: ESRCH");
    }

    @Test
    void whatThisNodeDoesNotKnowIsUnsupportedEvenWithoutACgroup() {
        refused(
                new SetResource(VE, Resource.IOPSLIMIT, Limit.UNLIMITED),
                FailureKind.UNSUPPORTED,
                "set iopslimit to unlimited of VE 101: EOPNOTSUPP");
        refused(
                new SetBeancounter(VE, Beancounter.NUMIPTENT, TEN),
                FailureKind.UNSUPPORTED,
                "set numiptent to 10 of VE 101: EOPNOTSUPP");
    }

    @Test
    void aRunningVeIsInTheWayOfItsRemoval() throws OperationFailure {
        start(VE, BASE);
        refused(new RemoveCgroup(VE), FailureKind.BUSY, "remove the cgroup of VE 101: EBUSY");
        refused(
                new DestroyPrivateArea(VE),
                FailureKind.BUSY,
                "destroy the private area of VE 101: EBUSY");
        refused(new ReleaseInit(VE), FailureKind.GONE, "release the init of VE 101: ESRCH");
        refused(new Launch(VE, OLD, BASE, "web1"), FailureKind.CONFLICT, "launch VE 101: EEXIST");
        apply(new WriteOwnerMark(VE, mark(OLD, DeletionPolicy.RETAIN)));
        refused(
                new DestroyPrivateArea(VE),
                FailureKind.DENIED,
                "destroy the retained VE 101: EPERM");
    }

    @Test
    void aPrivateAreaOfAnotherKindIsAConflict() throws OperationFailure {
        apply(new BuildTemplate(OLD), create(VE, BASE));
        String message = "create the private area of VE 101: EEXIST";
        refused(create(VE, OTHER_BASE), FailureKind.CONFLICT, message);
        refused(
                new CreatePrivateArea(VE, mark(OLD, DeletionPolicy.RETAIN), BASE),
                FailureKind.CONFLICT,
                message);
    }

    @Test
    void aLaunchFitsThePrivateAreaOrIsAConflict() throws OperationFailure {
        apply(new BuildTemplate(OLD), new BuildTemplate(NEW), create(VE, BASE));
        refused(
                new Launch(VE, OLD, BASE, "web1"),
                FailureKind.GONE,
                "launch without a whole cgroup VE 101: ENOENT");
        apply(new CreateCgroup(VE));
        refused(
                new Launch(VE, OLD, OTHER_BASE, "web1"),
                FailureKind.CONFLICT,
                "launch VE 101: EEXIST");
        refused(new Launch(VE, NEW, BASE, "web1"), FailureKind.CONFLICT, "launch VE 101: EEXIST");
        kernel.mishaps().forgetTemplate(OLD);
        refused(
                new Launch(VE, OLD, BASE, "web1"),
                FailureKind.GONE,
                "use template busybox@1 for VE 101: ENOENT");
    }

    @Test
    void anAddressNeedsALinkThatIsReadyAndNobodyElse() throws OperationFailure {
        start(VE, BASE);
        start(OTHER, OTHER_BASE);
        apply(new AddAddress(VE, ADDRESS));
        refused(
                new AddAddress(OTHER, ADDRESS),
                FailureKind.CONFLICT,
                "add 10.101.0.1 to VE 102: EEXIST");
        kernel.mishaps().removeRoute(VE, ADDRESS);
        apply(new AddAddress(OTHER, ADDRESS));
        kernel.mishaps().downLink(VE);
        refused(
                new AddAddress(VE, IpAddress.parse("10.101.0.9")),
                FailureKind.GONE,
                "add 10.101.0.9 to VE 101: ENODEV");
        apply(new AttachNetwork(VE));
        assertEquals(Set.of(), network().inside());
        assertTrue(network().ready());
    }

    private org.vzgit.kernel.state.ObservedNetwork network() {
        return live(VE).network().toOptional().orElseThrow();
    }

    @Test
    void theHostsSideOutlivesTheVeWithItsRoutes() throws OperationFailure {
        start(VE, BASE);
        apply(new AddAddress(VE, ADDRESS), new StopVe(VE, new Seconds(0)));
        assertEquals(Set.of(), network().inside());
        assertEquals(Set.of(ADDRESS), network().routed());
        apply(new Launch(VE, OLD, BASE, "web1"));
        refused(
                new AttachNetwork(VE),
                FailureKind.CONFLICT,
                "attach the network of VE 101: EEXIST");
    }

    @Test
    void everyProcessHasItsOwnNumberOnACopyToo() throws OperationFailure {
        hold(VE, BASE);
        int first = pid(kernel);
        SimulatedKernel copy = kernel.copy();
        copy.mishaps().killInit(VE);
        copy.apply(new Launch(VE, OLD, BASE, "web1"));
        assertNotEquals(first, pid(copy));
        assertEquals(first, pid(kernel));
        assertEquals(1, copy.applied());
    }

    private static int pid(SimulatedKernel kernel) {
        return kernel.observe().ve(VE).init().toOptional().orElseThrow().pid();
    }

    @Test
    void aBeancounterKeepsItsCountersWhenItsBoundsChange() throws OperationFailure {
        apply(new CreateCgroup(VE));
        kernel.mishaps().count(VE, Beancounter.NUMFILE, USED);
        apply(new SetBeancounter(VE, Beancounter.NUMFILE, TEN));
        assertEquals(new UbcRow(57, 131, 10, 10, 4), row(Beancounter.NUMFILE));
        assertEquals(
                Set.of(
                        Beancounter.SHMPAGES,
                        Beancounter.NUMPROC,
                        Beancounter.PHYSPAGES,
                        Beancounter.NUMFILE),
                live(VE).beancounters().toOptional().orElseThrow().keySet());
    }

    @Test
    void aResourcesBoundIsItsBeancountersAndAPureLimitHasNoBarrier() throws OperationFailure {
        apply(new CreateCgroup(VE));
        kernel.mishaps().count(VE, Beancounter.NUMPROC, USED);
        assertEquals(
                new UbcRow(57, 131, UbcRow.UNLIMITED, UbcRow.UNLIMITED, 4),
                row(Beancounter.NUMPROC));
        apply(new SetResource(VE, Resource.NUMPROC, Limit.of(new Count(240))));
        assertEquals(new UbcRow(57, 131, 240, 240, 4), row(Beancounter.NUMPROC));
        assertEquals(new UbcRow(0, 0, 0, UbcRow.UNLIMITED, 0), row(Beancounter.PHYSPAGES));
    }

    @Test
    void countersEndWithTheCgroup() throws OperationFailure {
        apply(new CreateCgroup(VE));
        kernel.mishaps().count(VE, Beancounter.NUMFILE, USED);
        apply(new RemoveCgroup(VE), new CreateCgroup(VE));
        assertEquals(UbcRow.EMPTY, row(Beancounter.NUMFILE));
    }

    @Test
    void countersOutliveTheProcessesAndACopyHasItsOwn() throws OperationFailure {
        start(VE, BASE);
        kernel.mishaps().count(VE, Beancounter.NUMFILE, USED);
        SimulatedKernel copy = kernel.copy();
        copy.mishaps().count(VE, Beancounter.NUMFILE, UbcRow.EMPTY);
        copy.mishaps().setLimit(VE, Resource.NUMPROC, Limit.of(new Count(1)));
        kernel.mishaps().killInit(VE);
        assertEquals(USED, row(Beancounter.NUMFILE));
        assertEquals(UbcRow.UNLIMITED, row(Beancounter.NUMPROC).limit());
    }

    @ParameterizedTest
    @EnumSource(SimulatedVe.Part.class)
    void oneObscuredPartHidesItselfAlone(SimulatedVe.Part part) throws OperationFailure {
        start(VE, BASE);
        ObservedVe before = live(VE);
        Mishaps mishaps = kernel.mishaps();
        String reason =
                switch (part) {
                    case PRIVATE_AREA -> {
                        mishaps.obscurePrivateArea(VE);
                        yield "read owner: EIO";
                    }
                    case CGROUP -> {
                        mishaps.obscureCgroup(VE);
                        yield "read cgroup.procs: EIO";
                    }
                    case INIT -> {
                        mishaps.obscureInit(VE);
                        yield "read stat: EACCES";
                    }
                    case NETWORK -> {
                        mishaps.obscureNetwork(VE);
                        yield "dump links: EINTR";
                    }
                    case BEANCOUNTERS -> {
                        mishaps.obscureBeancounters(VE);
                        yield "read beancounters: EIO";
                    }
                };
        int place = List.of(part.getDeclaringClass().getEnumConstants()).indexOf(part);
        List<Reading<?>> now = parts(live(VE));
        assertEquals(Reading.unreadable(reason), now.get(place));
        for (int i = 0; i < now.size(); i++) {
            if (i != place) {
                assertEquals(parts(before).get(i), now.get(i));
            }
        }
        kernel.mishaps().reveal(VE);
        assertEquals(before, live(VE));
    }

    private static List<Reading<?>> parts(ObservedVe ve) {
        return List.of(ve.privateArea(), ve.cgroup(), ve.init(), ve.network(), ve.beancounters());
    }

    @Test
    void aVeThatOnlyCannotBeReadIsStillSeen() {
        kernel.mishaps().obscureInit(VE);
        assertEquals(Set.of(VE), kernel.observe().ves().keySet());
        kernel.mishaps().reveal(VE);
        assertEquals(Map.of(), kernel.observe().ves());
    }

    @Test
    void accidentsOfWhatIsNotThereLeaveNothing() {
        Mishaps mishaps = kernel.mishaps();
        mishaps.killInit(VE);
        mishaps.setLimit(VE, Resource.NUMPROC, Limit.UNLIMITED);
        mishaps.setBeancounter(VE, Beancounter.NUMFILE, TEN);
        mishaps.count(VE, Beancounter.NUMFILE, USED);
        mishaps.deleteLink(VE);
        mishaps.downLink(VE);
        mishaps.addAddress(VE, ADDRESS);
        mishaps.removeAddress(VE, ADDRESS);
        mishaps.removeRoute(VE, ADDRESS);
        mishaps.setHostname(VE, "other");
        mishaps.loseCgroup(VE, Resource.NUMPROC);
        mishaps.writeMark(VE, mark(OLD, DeletionPolicy.DESTROY));
        mishaps.deletePrivateArea(VE);
        assertEquals(Map.of(), kernel.observe().ves());
        assertEquals(0, kernel.applied());
    }

    @Test
    void aLostHierarchyIsMadeAgainAndTheOthersKeepTheirBounds() throws OperationFailure {
        apply(
                new CreateCgroup(VE),
                new SetResource(VE, Resource.NUMPROC, Limit.of(new Count(7))),
                new SetResource(VE, Resource.CPULIMIT, Limit.UNLIMITED));
        kernel.mishaps().loseCgroup(VE, Resource.CPULIMIT);
        var cgroup = live(VE).cgroup().toOptional().orElseThrow();
        assertEquals(false, cgroup.complete());
        assertEquals(false, cgroup.usages().containsKey(Resource.CPULIMIT));
        refused(
                new SetResource(VE, Resource.CPULIMIT, Limit.UNLIMITED),
                FailureKind.GONE,
                "set cpulimit to unlimited of VE 101: ENOENT");
        apply(new CreateCgroup(VE));
        assertTrue(live(VE).cgroup().toOptional().orElseThrow().complete());
        assertEquals(7, row(Beancounter.NUMPROC).limit());
    }

    @Test
    void peopleChangeWhatOperationsSet() throws OperationFailure {
        start(VE, BASE);
        Mishaps mishaps = kernel.mishaps();
        mishaps.setHostname(VE, "other");
        mishaps.addAddress(VE, ADDRESS);
        mishaps.setBeancounter(VE, Beancounter.NUMFILE, TEN);
        mishaps.writeMark(VE, mark(NEW, DeletionPolicy.RETAIN));
        assertEquals(
                Reading.present("other"), live(VE).init().toOptional().orElseThrow().hostname());
        assertEquals(Set.of(ADDRESS), network().inside());
        assertEquals(10, row(Beancounter.NUMFILE).limit());
        assertEquals(
                Reading.present(mark(NEW, DeletionPolicy.RETAIN)),
                live(VE).privateArea().toOptional().orElseThrow().mark());
        mishaps.deleteLink(VE);
        assertEquals(Reading.absent(), live(VE).network());
        assertEquals(6, kernel.applied());
    }

    @Test
    void whatRunsWithoutFilesIsAFaultOfThePlanThatTouchesIt() throws OperationFailure {
        start(VE, BASE);
        kernel.mishaps().deletePrivateArea(VE);
        IllegalStateException fault =
                assertThrows(
                        IllegalStateException.class, () -> kernel.apply(new SetHostname(VE, "x")));
        assertEquals("VE 101 runs without a private area", fault.getMessage());
    }

    @Test
    void twoVesNeverShareIds() throws OperationFailure {
        apply(new BuildTemplate(OLD), create(VE, BASE));
        IllegalStateException fault =
                assertThrows(IllegalStateException.class, () -> apply(create(OTHER, BASE)));
        assertEquals("VEs 101 and 102 share the ids from " + BASE, fault.getMessage());
    }

    @Test
    void aTemplateThatMovesOnIsAvailableAndNotYetBuilt() throws OperationFailure {
        apply(new BuildTemplate(OLD));
        kernel.publish(NEW);
        assertEquals(Set.of("busybox@1"), kernel.observe().templates());
        assertEquals(Map.of(NEW.name(), NEW), kernel.observe().available());
    }

    @Test
    void closingEndsWhatIsHeldAndNothingElse() throws OperationFailure {
        start(VE, BASE);
        hold(OTHER, OTHER_BASE);
        kernel.close();
        kernel.close();
        assertTrue(live(VE).init().toOptional().isPresent());
        assertEquals(Reading.absent(), live(OTHER).init());
        assertTrue(live(OTHER).cgroup().toOptional().isPresent());
    }
}
