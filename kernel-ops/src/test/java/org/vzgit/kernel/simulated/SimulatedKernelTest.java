package org.vzgit.kernel.simulated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.op.WriteResolver;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Revision;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeName;

class SimulatedKernelTest {
    private static final VeId VE = new VeId(101);
    private static final VeId OTHER = new VeId(102);
    private static final TemplateRef TEMPLATE = new TemplateRef(new TemplateName("busybox"), "1");
    private static final long UID_BASE = 1L << 30;
    private static final IpAddress ADDRESS = IpAddress.parse("10.101.0.1");

    private final SimulatedKernel kernel =
            new SimulatedKernel(
                    new Features("simulated", controls(), 4), Map.of(TEMPLATE.name(), TEMPLATE));

    @Test
    void aVeThatWentThroughTheWholeChainRuns() throws OperationFailure {
        start(VE, UID_BASE);
        ObservedInit init = live(VE).init().toOptional().orElseThrow();
        assertTrue(init.released());
        assertEquals(Optional.of("web1"), init.hostname().toOptional());
    }

    @Test
    void aLimitReadsBackAsTheKernelRoundsIt() throws OperationFailure {
        apply(new CreateCgroup(VE));
        apply(new SetResource(VE, Resource.CPUUNITS, Limit.of(new CpuUnits(1003))));
        assertEquals(Optional.of(Limit.of(new CpuUnits(1000))), limit(Resource.CPUUNITS));
    }

    @Test
    void aNewCgroupBoundsNothing() throws OperationFailure {
        apply(new CreateCgroup(VE));
        assertEquals(Optional.of(Limit.UNLIMITED), limit(Resource.NUMPROC));
    }

    @Test
    void creatingACgroupAgainKeepsItsLimits() throws OperationFailure {
        apply(new CreateCgroup(VE));
        apply(new SetResource(VE, Resource.NUMPROC, Limit.of(new Count(7))));
        apply(new CreateCgroup(VE));
        assertEquals(Optional.of(Limit.of(new Count(7))), limit(Resource.NUMPROC));
    }

    @Test
    void whatTheKernelCannotBoundIsUnsupported() throws OperationFailure {
        apply(new CreateCgroup(VE));
        fails(FailureKind.UNSUPPORTED, new SetResource(VE, Resource.IOPSLIMIT, Limit.UNLIMITED));
    }

    @Test
    void aLimitWithoutACgroupIsGone() {
        fails(FailureKind.GONE, new SetResource(VE, Resource.NUMPROC, Limit.UNLIMITED));
    }

    @Test
    void nothingIsLaunchedWithoutAWholeCgroup() throws OperationFailure {
        createArea(VE, UID_BASE);
        fails(FailureKind.GONE, launch(VE, UID_BASE));
        apply(new CreateCgroup(VE));
        kernel.mishaps().loseCgroup(VE, Resource.NUMPROC);
        fails(FailureKind.GONE, launch(VE, UID_BASE));
    }

    @Test
    void aHeldProcessEndsWithItsLauncherAndAReleasedOneDoesNot() throws OperationFailure {
        start(VE, UID_BASE);
        hold(OTHER, UID_BASE + 65_536);
        kernel.crash();
        assertTrue(live(VE).init().toOptional().isPresent());
        assertTrue(live(OTHER).init().toOptional().isEmpty());
    }

    @Test
    void releasingWhatIsNotHeldIsGone() throws OperationFailure {
        fails(FailureKind.GONE, new ReleaseInit(VE));
        start(VE, UID_BASE);
        fails(FailureKind.GONE, new ReleaseInit(VE));
    }

    @Test
    void aLinkOutlivesItsVeAndFitsNoOther() throws OperationFailure {
        start(VE, UID_BASE);
        apply(new AddAddress(VE, ADDRESS));
        apply(new StopVe(VE, new Seconds(0)));
        assertFalse(live(VE).network().toOptional().orElseThrow().ready());
        apply(launch(VE, UID_BASE));
        fails(FailureKind.CONFLICT, new AttachNetwork(VE));
        apply(new DetachNetwork(VE));
        apply(new AttachNetwork(VE));
        assertTrue(live(VE).network().toOptional().orElseThrow().ready());
    }

    @Test
    void anAddressIsRoutedToOneVe() throws OperationFailure {
        start(VE, UID_BASE);
        start(OTHER, UID_BASE + 65_536);
        apply(new AddAddress(VE, ADDRESS));
        apply(new AddAddress(VE, ADDRESS));
        fails(FailureKind.CONFLICT, new AddAddress(OTHER, ADDRESS));
    }

    @Test
    void theResolverOutlivesTheProcess() throws OperationFailure {
        start(VE, UID_BASE);
        Resolver resolver = new Resolver(List.of("10.101.0.2"), List.of());
        apply(new WriteResolver(VE, resolver));
        kernel.mishaps().killInit(VE);
        apply(launch(VE, UID_BASE));
        assertEquals(
                Optional.of(resolver),
                live(VE).init().toOptional().orElseThrow().resolver().toOptional());
    }

    @Test
    void aRunningVeKeepsItsCgroupAndFiles() throws OperationFailure {
        start(VE, UID_BASE);
        fails(FailureKind.BUSY, new RemoveCgroup(VE));
        fails(FailureKind.BUSY, new DestroyPrivateArea(VE));
    }

    @Test
    void aRetainedPrivateAreaIsNotDestroyed() throws OperationFailure {
        apply(new BuildTemplate(TEMPLATE));
        apply(new CreatePrivateArea(VE, mark(DeletionPolicy.RETAIN), UID_BASE));
        fails(FailureKind.DENIED, new DestroyPrivateArea(VE));
    }

    @Test
    void twoVesWithTheSameIdsAreAFaultOfThePlan() throws OperationFailure {
        createArea(VE, UID_BASE);
        assertThrows(IllegalStateException.class, () -> createArea(OTHER, UID_BASE));
    }

    @Test
    void aCopyHasItsOwnHistory() throws OperationFailure {
        start(VE, UID_BASE);
        SimulatedKernel copy = kernel.copy();
        copy.mishaps().killInit(VE);
        assertTrue(live(VE).init().toOptional().isPresent());
        assertTrue(copy.observe().ve(VE).init().toOptional().isEmpty());
    }

    @Test
    void aVeOfWhichNothingIsLeftIsNotObserved() throws OperationFailure {
        start(VE, UID_BASE);
        apply(new StopVe(VE, new Seconds(0)));
        apply(new DetachNetwork(VE));
        apply(new RemoveCgroup(VE));
        apply(new DestroyPrivateArea(VE));
        assertEquals(Map.of(), kernel.observe().ves());
    }

    private void start(VeId veid, long uidBase) throws OperationFailure {
        hold(veid, uidBase);
        apply(new AttachNetwork(veid));
        apply(new ReleaseInit(veid));
    }

    private void hold(VeId veid, long uidBase) throws OperationFailure {
        createArea(veid, uidBase);
        apply(new CreateCgroup(veid));
        apply(launch(veid, uidBase));
    }

    private void createArea(VeId veid, long uidBase) throws OperationFailure {
        apply(new BuildTemplate(TEMPLATE));
        apply(new CreatePrivateArea(veid, mark(DeletionPolicy.DESTROY), uidBase));
    }

    private static Launch launch(VeId veid, long uidBase) {
        return new Launch(veid, TEMPLATE, uidBase, "web1");
    }

    private static OwnerMark mark(DeletionPolicy deletion) {
        return new OwnerMark(
                "ves", new VeName("web1"), TEMPLATE, new Revision("1111111", "ann"), deletion);
    }

    private void apply(Operation operation) throws OperationFailure {
        kernel.apply(operation);
    }

    private void fails(FailureKind kind, Operation operation) {
        OperationFailure failure =
                assertThrows(OperationFailure.class, () -> kernel.apply(operation));
        assertEquals(kind, failure.kind(), failure.getMessage());
    }

    private ObservedVe live(VeId veid) {
        return kernel.observe().ve(veid);
    }

    private Optional<Limit> limit(Resource resource) {
        return live(VE).cgroup()
                .toOptional()
                .flatMap(cgroup -> Optional.ofNullable(cgroup.usages().get(resource)))
                .flatMap(usage -> usage.limit().toOptional());
    }

    private static Map<Resource, Control> controls() {
        Map<Resource, Control> controls = new EnumMap<>(Resource.class);
        for (Resource resource : Resource.values()) {
            controls.put(
                    resource, resource == Resource.IOPSLIMIT ? Control.ABSENT : Control.CGROUP_V2);
        }
        return controls;
    }
}
