package org.vzgit.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Rounding;
import org.vzgit.kernel.state.Usage;
import org.vzgit.schema.Amount;
import org.vzgit.schema.BytesPerSecond;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.CpuSet;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.IoPriority;
import org.vzgit.schema.Limit;
import org.vzgit.schema.OpsPerSecond;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// What holds on every kernel, running or recorded, whichever controllers it has and where.
///
/// Each kernel comes with [#BOUNDED], which has the bounds of [#BOUNDS] and the processes that
/// [#running] names, and [#UNTOUCHED], which is as it was made.
abstract class CgroupTreeContract {
    static final VeId BOUNDED = new VeId(101);
    static final VeId UNTOUCHED = new VeId(102);

    static final Map<Resource, Limit> BOUNDS =
            new EnumMap<>(
                    Map.of(
                            Resource.PHYSPAGES, Limit.of(new Pages(131_072)),
                            Resource.SWAPPAGES, Limit.of(new Pages(65_536)),
                            Resource.NUMPROC, Limit.of(new Count(240)),
                            Resource.CPUUNITS, Limit.of(new CpuUnits(2000)),
                            Resource.CPULIMIT, Limit.of(new CpuPercent(50)),
                            Resource.CPUMASK, Limit.of(new CpuSet("0")),
                            Resource.NODEMASK, Limit.UNLIMITED,
                            Resource.IOPRIO, Limit.of(new IoPriority(6)),
                            Resource.IOLIMIT, Limit.of(new BytesPerSecond(10_485_760)),
                            Resource.IOPSLIMIT, Limit.of(new OpsPerSecond(500))));

    private static final int ROUNDS = 25;
    private static final long SEED = 101_102L;

    abstract CgroupTree tree();

    /// Which CPU lists the node takes.
    abstract List<String> masks();

    /// The processes in [#BOUNDED].
    abstract List<Integer> running();

    final Usage usage(VeId veid, Resource resource) {
        return Optional.ofNullable(observed(veid).usages().get(resource))
                .orElseThrow(() -> new AssertionError(resource + " is not observed"));
    }

    final ObservedCgroup observed(VeId veid) {
        return switch (tree().observe(veid)) {
            case Reading.Present<ObservedCgroup>(ObservedCgroup cgroup) -> cgroup;
            case Reading.Absent<ObservedCgroup> _ -> throw new AssertionError(veid + " is absent");
            case Reading.Unreadable<ObservedCgroup>(String reason) ->
                    throw new AssertionError(reason);
        };
    }

    final Set<Resource> bounded() {
        Set<Resource> bounded = new TreeSet<>();
        tree().controls()
                .forEach((resource, control) -> {
                    if (control != Control.ABSENT) {
                        bounded.add(resource);
                    }
                });
        return bounded;
    }

    @Test
    void everyResourceHasAControlOrIsAbsent() {
        assertEquals(Set.of(Resource.values()), tree().controls().keySet());
    }

    @Test
    void exactlyTheControlledResourcesAreObserved() {
        assertEquals(bounded(), observed(BOUNDED).usages().keySet());
    }

    @Test
    void theBoundsThatAreInForceAreShown() {
        assertBoundsShown();
    }

    final void assertBoundsShown() {
        for (Resource resource : bounded()) {
            assertEquals(
                    Reading.present(BOUNDS.getOrDefault(resource, Limit.NOT_MANAGED)),
                    usage(BOUNDED, resource).limit(),
                    resource.key());
        }
    }

    @Test
    void aVeThatNobodyBoundedIsUnlimited() {
        Map<Resource, Control> controls = tree().controls();
        for (Resource resource : bounded()) {
            Control control = controls.getOrDefault(resource, Control.ABSENT);
            assertEquals(
                    Reading.present(Rounding.readBack(control, resource, Limit.UNLIMITED)),
                    usage(UNTOUCHED, resource).limit(),
                    resource.key());
        }
    }

    @Test
    void theProcessesOfAVeAreCounted() {
        Usage numproc = usage(BOUNDED, Resource.NUMPROC);
        Reading<Amount> both = Reading.present(new Count(running().size()));
        assertEquals(both, numproc.held());
        assertEquals(both, numproc.maxheld());
        assertEquals(Reading.present(0L), numproc.failcnt());
    }

    @Test
    void theMemoryOfAVeIsCountedInPages() {
        Usage physpages = usage(UNTOUCHED, Resource.PHYSPAGES);
        assertEquals(Reading.present(new Pages(0)), physpages.held());
        assertEquals(Reading.present(0L), physpages.failcnt());
        assertEquals(Reading.present(new Pages(0)), usage(UNTOUCHED, Resource.SWAPPAGES).held());
    }

    @Test
    void processesInCgroupsThatTheVeMadeAreItsToo() {
        assertEquals(running(), tree().processes(BOUNDED));
        assertEquals(List.of(), tree().processes(UNTOUCHED));
        assertEquals(List.of(), tree().processes(new VeId(199)));
    }

    @Test
    void everyVeWithACgroupIsListed() {
        assertEquals(new TreeSet<>(Set.of(BOUNDED, UNTOUCHED)), tree().list());
    }

    @Test
    void aVeThatWasMadeIsComplete() {
        assertTrue(observed(BOUNDED).complete());
        assertTrue(observed(UNTOUCHED).complete());
    }

    @Test
    void aVeWithoutACgroupIsAbsent() {
        assertEquals(Reading.absent(), tree().observe(new VeId(199)));
    }

    @Test
    void everyHierarchyHasAFileToJoin() {
        assertTrue(tree().procsFiles(UNTOUCHED).size() > 0);
        assertTrue(tree().procsFiles(UNTOUCHED).stream().allMatch(Files::exists));
    }

    @Test
    void whatIsSetIsReadBackAsRoundingSays() throws OperationFailure {
        RandomLimits limits = new RandomLimits(new SplittableRandom(SEED), masks());
        Map<Resource, Control> controls = tree().controls();
        for (int round = 0; round < ROUNDS; round++) {
            for (Resource resource : bounded()) {
                Limit wanted = limits.next(resource);
                tree().set(UNTOUCHED, resource, wanted);
                assertEquals(
                        Reading.present(
                                Rounding.readBack(
                                        controls.getOrDefault(resource, Control.ABSENT),
                                        resource,
                                        wanted)),
                        usage(UNTOUCHED, resource).limit(),
                        () -> resource + " " + wanted);
            }
        }
    }

    @Test
    void ramAndSwapAreBoundedInAnyOrder() throws OperationFailure {
        List<Limit> bounds =
                List.of(Limit.UNLIMITED, Limit.of(new Pages(256)), Limit.of(new Pages(1_000_000)));
        for (Limit ram : bounds) {
            for (Limit swap : bounds) {
                tree().set(UNTOUCHED, Resource.PHYSPAGES, ram);
                tree().set(UNTOUCHED, Resource.SWAPPAGES, swap);
                for (Limit other : bounds) {
                    tree().set(UNTOUCHED, Resource.PHYSPAGES, other);
                    assertMemory(other, swap);
                    tree().set(UNTOUCHED, Resource.SWAPPAGES, other);
                    assertMemory(other, other);
                    tree().set(UNTOUCHED, Resource.SWAPPAGES, swap);
                    tree().set(UNTOUCHED, Resource.PHYSPAGES, ram);
                    assertMemory(ram, swap);
                }
            }
        }
    }

    private void assertMemory(Limit ram, Limit swap) {
        assertEquals(Reading.present(ram), usage(UNTOUCHED, Resource.PHYSPAGES).limit());
        assertEquals(Reading.present(swap), usage(UNTOUCHED, Resource.SWAPPAGES).limit());
    }

    @Test
    void aResourceWithoutAControllerCannotBeSet() {
        for (Resource resource : Resource.values()) {
            if (!bounded().contains(resource)) {
                var failure =
                        assertThrows(
                                OperationFailure.class,
                                () -> tree().set(UNTOUCHED, resource, Limit.UNLIMITED));
                assertEquals(FailureKind.UNSUPPORTED, failure.kind());
            }
        }
    }

    @Test
    void anAmountOfAnotherUnitIsRejected() {
        var failure =
                assertThrows(
                        OperationFailure.class,
                        () -> tree().set(UNTOUCHED, Resource.NUMPROC, Limit.of(new Pages(1))));
        assertEquals(FailureKind.REJECTED, failure.kind());
        assertEquals("set numproc of VE 102 to 4K: not of its unit", failure.getMessage());
        assertThrows(
                OperationFailure.class,
                () -> tree().set(UNTOUCHED, Resource.NUMPROC, Limit.NOT_MANAGED));
    }

    @Test
    void aVeThatIsGoneCannotBeBounded() {
        var failure =
                assertThrows(
                        OperationFailure.class,
                        () -> tree().set(new VeId(199), Resource.NUMPROC, Limit.UNLIMITED));
        assertEquals(FailureKind.GONE, failure.kind());
        assertEquals("set pids.max of VE 199 to max: ENOENT", failure.getMessage());
    }
}
