package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.AddAddress;
import org.vzgit.kernel.op.AddBindMount;
import org.vzgit.kernel.op.AttachNetwork;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.ClonePrivateArea;
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
import org.vzgit.kernel.op.RemoveBindMount;
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.kernel.op.RemoveInterface;
import org.vzgit.kernel.op.SetBeancounter;
import org.vzgit.kernel.op.SetDiskQuota;
import org.vzgit.kernel.op.SetHostname;
import org.vzgit.kernel.op.SetInterface;
import org.vzgit.kernel.op.SetRate;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.SetScript;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.op.WriteOwnerMark;
import org.vzgit.kernel.op.WriteResolver;
import org.vzgit.kernel.state.Control;
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
import org.vzgit.schema.ActionScript;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.BindMount;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.DiskTerms;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NetInterface;
import org.vzgit.schema.NetRate;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Revision;
import org.vzgit.schema.ScriptAction;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeName;

/// What every operation does and refuses, on the running kernel and on the simulated one alike:
/// what the planner's properties are proven on is what the machine does.
abstract class KernelContract {
    private static final VeId VEID = new VeId(4701);
    private static final VeId OTHER = new VeId(4702);
    private static final long UID_BASE = 1_500_053_504L;
    private static final IpAddress ADDRESS = IpAddress.parse("10.101.47.1");
    private static final IpAddress ADDRESS_6 = IpAddress.parse("fd00:101::4701");

    abstract void apply(Operation operation) throws Exception;

    abstract ObservedNode observe() throws Exception;

    /// The process that used the kernel ends, and another one looks.
    abstract void restart() throws Exception;

    /// Aborts where this kernel cannot cap a link.
    void requireRates() throws Exception {}

    private TemplateRef template() throws Exception {
        return Optional.ofNullable(observe().available().get(new TemplateName("busybox")))
                .orElseThrow();
    }

    private OwnerMark mark(DeletionPolicy deletion) throws Exception {
        return new OwnerMark(
                "contract",
                new VeName("c1"),
                template(),
                new Revision("0123456789abcdef", "alice"),
                deletion);
    }

    private ObservedVe seen() throws Exception {
        return observe().ve(VEID);
    }

    private ObservedInit init() throws Exception {
        return seen().init().toOptional().orElseThrow();
    }

    private ObservedNetwork network() throws Exception {
        return seen().network().toOptional().orElseThrow();
    }

    private Launch launch(VeId veid, long uidBase) throws Exception {
        return new Launch(veid, template(), uidBase, "c1");
    }

    private void create() throws Exception {
        apply(new BuildTemplate(template()));
        apply(new CreatePrivateArea(VEID, mark(DeletionPolicy.RETAIN), UID_BASE));
        apply(new CreateCgroup(VEID));
    }

    private void start() throws Exception {
        create();
        apply(launch(VEID, UID_BASE));
        apply(new AttachNetwork(VEID));
        apply(new ReleaseInit(VEID));
    }

    private void assertRefused(FailureKind kind, Operation operation) {
        var failure = assertThrows(OperationFailure.class, () -> apply(operation));
        assertEquals(kind, failure.kind(), failure.getMessage());
    }

    @Test
    void aFreshNodeHasNoVe() throws Exception {
        assertEquals(Map.of(), observe().ves());
        assertEquals(Set.of(), observe().templates());
    }

    private UbcRow row(Beancounter resource) throws Exception {
        return Optional.ofNullable(seen().beancounters().toOptional().orElseThrow().get(resource))
                .orElseThrow();
    }

    private static BarrierLimit bounds(Beancounter resource, long barrier, long limit) {
        return new BarrierLimit(UbcRow.limit(resource, barrier), UbcRow.limit(resource, limit));
    }

    @Test
    void aBeancounterShowsTheBoundsThatWereSetAlsoToTheNextProcess() throws Exception {
        create();
        assertEquals(UbcRow.UNLIMITED, row(Beancounter.SHMPAGES).limit());
        BarrierLimit value = bounds(Beancounter.SHMPAGES, 100, 120);
        apply(new SetBeancounter(VEID, Beancounter.SHMPAGES, value));
        apply(new SetBeancounter(VEID, Beancounter.SHMPAGES, value));
        restart();
        assertEquals(value, row(Beancounter.SHMPAGES).bounds(Beancounter.SHMPAGES));
    }

    @Test
    void boundsOfABeancounterEndWithTheCgroup() throws Exception {
        create();
        BarrierLimit value = bounds(Beancounter.SHMPAGES, 100, 120);
        apply(new SetBeancounter(VEID, Beancounter.SHMPAGES, value));
        apply(new RemoveCgroup(VEID));
        assertEquals(Reading.absent(), seen().beancounters());
        apply(new CreateCgroup(VEID));
        assertEquals(UbcRow.UNLIMITED, row(Beancounter.SHMPAGES).barrier());
    }

    @Test
    void makingACgroupAgainKeepsItsBeancounter() throws Exception {
        create();
        BarrierLimit value = bounds(Beancounter.OOMGUARPAGES, 100, 120);
        apply(new SetBeancounter(VEID, Beancounter.OOMGUARPAGES, value));
        apply(new CreateCgroup(VEID));
        assertEquals(100, row(Beancounter.OOMGUARPAGES).barrier());
    }

    @Test
    void numprocHasOneBoundWhichTheBeancounterShowsTwice() throws Exception {
        create();
        apply(new SetResource(VEID, Resource.NUMPROC, Limit.of(new Count(77))));
        apply(new SetResource(VEID, Resource.PHYSPAGES, Limit.of(new Pages(16_384))));
        assertEquals(77, row(Beancounter.NUMPROC).barrier());
        assertEquals(77, row(Beancounter.NUMPROC).limit());
        assertEquals(0, row(Beancounter.PHYSPAGES).barrier());
        assertEquals(16_384, row(Beancounter.PHYSPAGES).limit());
    }

    @Test
    void aBeancounterThatTheNodeDoesNotKnowCannotBeSet() throws Exception {
        create();
        assertEquals(UbcLevel.ABSENT, observe().features().levelOf(Beancounter.NUMIPTENT));
        assertRefused(
                FailureKind.UNSUPPORTED,
                new SetBeancounter(
                        VEID, Beancounter.NUMIPTENT, bounds(Beancounter.NUMIPTENT, 16, 16)));
    }

    @Test
    void aBeancounterWithoutACgroupCannotBeSet() {
        assertRefused(
                FailureKind.GONE,
                new SetBeancounter(VEID, Beancounter.SHMPAGES, bounds(Beancounter.SHMPAGES, 1, 1)));
    }

    @Test
    void buildingATemplateAgainChangesNothing() throws Exception {
        apply(new BuildTemplate(template()));
        apply(new BuildTemplate(template()));
        assertEquals(Set.of(template().text()), observe().templates());
    }

    @Test
    void aPrivateAreaCarriesItsMark() throws Exception {
        create();
        create();
        var area = seen().privateArea().toOptional().orElseThrow();
        assertEquals(UID_BASE, area.uidBase());
        assertEquals(Reading.present(mark(DeletionPolicy.RETAIN)), area.mark());
        apply(new WriteOwnerMark(VEID, mark(DeletionPolicy.DESTROY)));
        area = seen().privateArea().toOptional().orElseThrow();
        assertEquals(Reading.present(mark(DeletionPolicy.DESTROY)), area.mark());
    }

    @Test
    void aNewCgroupBoundsNothing() throws Exception {
        create();
        for (Resource resource : Resource.values()) {
            assertLimit(resource, Limit.UNLIMITED);
        }
        assertTrue(seen().cgroup().toOptional().orElseThrow().complete());
    }

    @Test
    void everyBoundReadsBackAsRounded() throws Exception {
        create();
        Map<Resource, List<Limit>> bounds =
                Map.of(
                        Resource.NUMPROC,
                        List.of(Limit.of(new Count(60)), Limit.UNLIMITED),
                        Resource.PHYSPAGES,
                        List.of(Limit.of(new Pages(16_384)), Limit.UNLIMITED),
                        Resource.CPUUNITS,
                        List.of(Limit.of(new CpuUnits(1005)), Limit.of(new CpuUnits(2000))),
                        Resource.CPULIMIT,
                        List.of(Limit.of(new CpuPercent(50)), Limit.UNLIMITED));
        for (var bound : bounds.entrySet()) {
            for (Limit limit : bound.getValue()) {
                apply(new SetResource(VEID, bound.getKey(), limit));
                apply(new SetResource(VEID, bound.getKey(), limit));
                assertLimit(bound.getKey(), limit);
            }
        }
    }

    private void assertLimit(Resource resource, Limit wanted) throws Exception {
        Control control = observe().features().controlOf(resource);
        if (control != Control.ABSENT) {
            var usage = seen().cgroup().toOptional().orElseThrow().usages().get(resource);
            assertEquals(
                    Optional.of(Reading.present(Rounding.readBack(control, resource, wanted))),
                    Optional.ofNullable(usage).map(found -> found.limit()),
                    resource.key());
        }
    }

    @Test
    void aVeWithoutACgroupCannotBeBoundedOrLaunched() throws Exception {
        create();
        apply(new RemoveCgroup(VEID));
        apply(new RemoveCgroup(VEID));
        assertEquals(Reading.absent(), seen().cgroup());
        assertRefused(FailureKind.GONE, new SetResource(VEID, Resource.NUMPROC, Limit.UNLIMITED));
        assertRefused(FailureKind.GONE, launch(VEID, UID_BASE));
        assertEquals(Reading.absent(), seen().init());
    }

    @Test
    void aLaunchedProcessIsHeldUntilItIsReleased() throws Exception {
        create();
        apply(launch(VEID, UID_BASE));
        assertFalse(init().released());
        assertEquals(Reading.present("c1"), init().hostname());
        assertEquals(Reading.present(template()), init().template());
        int pid = init().pid();
        apply(new ReleaseInit(VEID));
        assertTrue(init().released());
        assertEquals(pid, init().pid());
        assertRefused(FailureKind.GONE, new ReleaseInit(VEID));
    }

    @Test
    void aHeldProcessEndsWithItsLauncher() throws Exception {
        create();
        apply(launch(VEID, UID_BASE));
        restart();
        assertEquals(Reading.absent(), seen().init());
        assertRefused(FailureKind.GONE, new ReleaseInit(VEID));
        apply(new RemoveCgroup(VEID));
    }

    @Test
    void aRunningVeOutlivesItsLauncher() throws Exception {
        start();
        int pid = init().pid();
        restart();
        assertEquals(pid, init().pid());
        assertTrue(init().released());
    }

    @Test
    void nothingThatNeedsAnInitWorksWithoutOne() throws Exception {
        create();
        for (Operation operation :
                List.of(
                        new ReleaseInit(VEID),
                        new AttachNetwork(VEID),
                        new AddAddress(VEID, ADDRESS),
                        new SetRate(VEID, Optional.empty()),
                        new SetHostname(VEID, "other"),
                        new WriteResolver(VEID, Resolver.NONE))) {
            assertRefused(FailureKind.GONE, operation);
        }
        apply(new StopVe(VEID, new Seconds(0)));
        apply(new DetachNetwork(VEID));
    }

    @Test
    void scriptsAreKnownByTheirContentWhetherTheVeRunsOrNot() throws Exception {
        assertRefused(FailureKind.GONE, script("#!/bin/true\n"));
        create();
        assertEquals(Map.of(), scripts());
        for (String text : List.of("#!/bin/true\n", "#!/bin/true\n", "#!/bin/false\n")) {
            apply(script(text));
            assertEquals(
                    Map.of(ScriptAction.STOP, new ActionScript("scripts/b.stop", text).digest()),
                    scripts());
        }
        apply(new SetScript(VEID, ScriptAction.STOP, Optional.empty()));
        apply(new SetScript(VEID, ScriptAction.STOP, Optional.empty()));
        assertEquals(Map.of(), scripts());
        apply(script("#!/bin/true\n"));
        restart();
        assertEquals(Set.of(ScriptAction.STOP), scripts().keySet());
    }

    private static SetScript script(String text) {
        return new SetScript(
                VEID, ScriptAction.STOP, Optional.of(new ActionScript("scripts/a.stop", text)));
    }

    private Map<ScriptAction, String> scripts() throws Exception {
        return seen().privateArea().toOptional().orElseThrow().scripts();
    }

    @Test
    void aLinkHasTheAddressesThatWereGiven() throws Exception {
        start();
        apply(new AttachNetwork(VEID));
        assertEquals(ObservedNetwork.of(true, sorted(), sorted()), network());
        apply(new AddAddress(VEID, ADDRESS));
        apply(new AddAddress(VEID, ADDRESS));
        apply(new AddAddress(VEID, ADDRESS_6));
        assertEquals(
                ObservedNetwork.of(true, sorted(ADDRESS, ADDRESS_6), sorted(ADDRESS, ADDRESS_6)),
                network());
        apply(new RemoveAddress(VEID, ADDRESS));
        apply(new RemoveAddress(VEID, ADDRESS));
        assertEquals(ObservedNetwork.of(true, sorted(ADDRESS_6), sorted(ADDRESS_6)), network());
        apply(new DetachNetwork(VEID));
        apply(new DetachNetwork(VEID));
        assertEquals(Reading.absent(), seen().network());
        assertRefused(FailureKind.GONE, new AddAddress(VEID, ADDRESS));
    }

    @Test
    void aLinkIsCappedWhileTheVeRuns() throws Exception {
        requireRates();
        start();
        apply(new AttachNetwork(VEID));
        assertEquals(ObservedRate.NONE, network().rate());
        for (long kilobits : List.of(8000L, 1L, NetRate.KILOBITS_MAX)) {
            Optional<NetRate> rate = Optional.of(new NetRate(kilobits));
            apply(new SetRate(VEID, rate));
            apply(new SetRate(VEID, rate));
            assertEquals(ObservedRate.both(rate), network().rate());
        }
        restart();
        apply(new SetRate(VEID, Optional.empty()));
        apply(new SetRate(VEID, Optional.empty()));
        assertEquals(ObservedRate.NONE, network().rate());
        apply(new SetRate(VEID, Optional.of(new NetRate(8000))));
        apply(new DetachNetwork(VEID));
        assertEquals(Reading.absent(), seen().network());
        assertRefused(FailureKind.GONE, new SetRate(VEID, Optional.empty()));
        apply(new AttachNetwork(VEID));
        assertEquals(ObservedRate.NONE, network().rate());
    }

    @Test
    void aRunningVeGetsAndLosesBridgedInterfaces() throws Exception {
        create();
        NetInterface wanted = NetInterface.parse("ifname=eth1", VEID);
        assertRefused(FailureKind.GONE, new SetInterface(VEID, wanted));
        apply(launch(VEID, UID_BASE));
        assertRefused(FailureKind.GONE, new SetInterface(VEID, wanted));
        apply(new AttachNetwork(VEID));
        apply(new ReleaseInit(VEID));
        assertEquals(Map.of(), network().interfaces());
        apply(new SetInterface(VEID, wanted));
        apply(new SetInterface(VEID, wanted));
        assertEquals(Map.of("eth1", wanted), network().interfaces());
        NetInterface open = NetInterface.parse("ifname=eth1,mac_filter=off", VEID);
        apply(new SetInterface(VEID, open));
        restart();
        assertEquals(Map.of("eth1", open), network().interfaces());
        apply(new RemoveInterface(VEID, "eth1"));
        apply(new RemoveInterface(VEID, "eth1"));
        assertEquals(Map.of(), network().interfaces());
        apply(new SetInterface(VEID, wanted));
        apply(new DetachNetwork(VEID));
        assertEquals(Reading.absent(), seen().network());
        apply(new AttachNetwork(VEID));
        assertEquals(Map.of(), network().interfaces());
    }

    private static java.util.SortedSet<IpAddress> sorted(IpAddress... addresses) {
        return new java.util.TreeSet<>(List.of(addresses));
    }

    @Test
    void anAddressBelongsToOneVe() throws Exception {
        start();
        apply(new AddAddress(VEID, ADDRESS));
        long uidBase = UID_BASE + 65_536;
        apply(new CreatePrivateArea(OTHER, mark(DeletionPolicy.RETAIN), uidBase));
        apply(new CreateCgroup(OTHER));
        apply(launch(OTHER, uidBase));
        apply(new AttachNetwork(OTHER));
        assertRefused(FailureKind.CONFLICT, new AddAddress(OTHER, ADDRESS));
        assertEquals(sorted(ADDRESS), network().routed());
    }

    private ClonePrivateArea cloneOfTheVe(long uidBase) throws Exception {
        return new ClonePrivateArea(
                new CreatePrivateArea(OTHER, mark(DeletionPolicy.DESTROY), uidBase), VEID);
    }

    @Test
    void aCloneHasIdsAndAMarkOfItsOwn() throws Exception {
        create();
        long uidBase = UID_BASE + 65_536;
        apply(cloneOfTheVe(uidBase));
        apply(cloneOfTheVe(uidBase));
        PrivateArea clone = observe().ve(OTHER).privateArea().toOptional().orElseThrow();
        assertEquals(uidBase, clone.uidBase());
        assertEquals(Reading.present(mark(DeletionPolicy.DESTROY)), clone.mark());
        PrivateArea source = seen().privateArea().toOptional().orElseThrow();
        assertEquals(UID_BASE, source.uidBase());
        apply(new CreateCgroup(OTHER));
        apply(launch(OTHER, uidBase));
        apply(new ReleaseInit(OTHER));
        assertTrue(observe().ve(OTHER).init().toOptional().isPresent());
    }

    @Test
    void aVeThatRunsIsNotCloned() throws Exception {
        start();
        assertRefused(FailureKind.BUSY, cloneOfTheVe(UID_BASE + 65_536));
        assertEquals(Reading.absent(), observe().ve(OTHER).privateArea());
    }

    @Test
    void nothingIsClonedFromNobody() throws Exception {
        apply(new BuildTemplate(template()));
        assertRefused(FailureKind.GONE, cloneOfTheVe(UID_BASE + 65_536));
        assertEquals(Reading.absent(), observe().ve(OTHER).privateArea());
    }

    @Test
    void nameAndResolverAreChangedWhileTheVeRuns() throws Exception {
        start();
        Resolver resolver = new Resolver(List.of("10.101.0.53"), List.of("example.org"));
        apply(new SetHostname(VEID, "other"));
        apply(new WriteResolver(VEID, resolver));
        assertEquals(Reading.present("other"), init().hostname());
        assertEquals(Reading.present(resolver), init().resolver());
    }

    @Test
    void aDirectoryOfTheNodeIsSeenUntilItIsTakenAway() throws Exception {
        start();
        BindMount plain = BindMount.parse("/usr/share:/mnt/share");
        assertEquals(Reading.present(Map.of()), init().binds());
        apply(new AddBindMount(VEID, plain));
        apply(new AddBindMount(VEID, plain));
        assertEquals(Reading.present(Map.of("/mnt/share", plain)), init().binds());
        apply(new RemoveBindMount(VEID, plain));
        apply(new RemoveBindMount(VEID, plain));
        assertEquals(Reading.present(Map.of()), init().binds());
        BindMount other = BindMount.parse("/usr/lib:/mnt/share,ro,nodev");
        apply(new AddBindMount(VEID, other));
        restart();
        assertEquals(Reading.present(Map.of("/mnt/share", other)), init().binds());
        apply(new StopVe(VEID, new Seconds(0)));
        assertRefused(FailureKind.GONE, new AddBindMount(VEID, plain));
        apply(launch(VEID, UID_BASE));
        assertEquals(Reading.present(Map.of()), init().binds());
    }

    @Test
    void aRunningVeIsNeitherRemovedNorDestroyed() throws Exception {
        start();
        apply(new WriteOwnerMark(VEID, mark(DeletionPolicy.DESTROY)));
        assertRefused(FailureKind.BUSY, new RemoveCgroup(VEID));
        assertRefused(FailureKind.BUSY, new DestroyPrivateArea(VEID));
        assertTrue(init().released());
        assertTrue(seen().privateArea().toOptional().isPresent());
    }

    @Test
    void aStoppedVeKeepsItsCgroupAndItsArea() throws Exception {
        start();
        apply(new SetResource(VEID, Resource.NUMPROC, Limit.of(new Count(60))));
        apply(new StopVe(VEID, new Seconds(0)));
        apply(new StopVe(VEID, new Seconds(0)));
        assertEquals(Reading.absent(), seen().init());
        assertLimit(Resource.NUMPROC, Limit.of(new Count(60)));
        assertTrue(seen().privateArea().toOptional().isPresent());
    }

    @Test
    void onlyAReleasedAreaIsDestroyed() throws Exception {
        create();
        apply(new RemoveCgroup(VEID));
        assertRefused(FailureKind.DENIED, new DestroyPrivateArea(VEID));
        apply(new WriteOwnerMark(VEID, mark(DeletionPolicy.DESTROY)));
        apply(new DestroyPrivateArea(VEID));
        apply(new DestroyPrivateArea(VEID));
        assertEquals(Map.of(), observe().ves());
    }

    @Test
    void aVeStartsAgainAfterItsStop() throws Exception {
        start();
        apply(new StopVe(VEID, new Seconds(0)));
        apply(new DetachNetwork(VEID));
        apply(launch(VEID, UID_BASE));
        apply(new AttachNetwork(VEID));
        apply(new ReleaseInit(VEID));
        assertTrue(init().released());
        assertTrue(network().ready());
    }

    @Test
    void aRootIsLaunchedWithOrWithoutTimesOfAccess() throws Exception {
        start();
        assertEquals(Reading.present(false), init().noatime());
        apply(new StopVe(VEID, new Seconds(0)));
        apply(new Launch(VEID, template(), UID_BASE, "c1", true));
        assertEquals(Reading.present(true), init().noatime());
        apply(new ReleaseInit(VEID));
        restart();
        assertEquals(Reading.present(true), init().noatime());
    }

    @Test
    void onlyAnAreaCanHaveDiskBounds() throws Exception {
        BarrierLimit space = BarrierLimit.both(Limit.of(new Bytes(64 << 20)));
        SetDiskQuota set =
                new SetDiskQuota(VEID, new DiskSpec(space, DiskSpec.UNMANAGED, DiskTerms.DEFAULT));
        assertRefused(FailureKind.GONE, set);
        create();
        boolean counted =
                seen().privateArea().toOptional().orElseThrow().disk() instanceof Reading.Present;
        if (counted) {
            apply(set);
            apply(set);
        } else {
            assertRefused(FailureKind.UNSUPPORTED, set);
        }
    }

    @Test
    void aSecondInitIsNotLaunched() throws Exception {
        start();
        assertRefused(FailureKind.CONFLICT, launch(VEID, UID_BASE));
        assertTrue(init().released());
    }
}
