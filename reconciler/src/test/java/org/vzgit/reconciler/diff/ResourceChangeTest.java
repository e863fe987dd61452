package org.vzgit.reconciler.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vzgit.reconciler.diff.LiveVe.running;
import static org.vzgit.reconciler.diff.LiveVe.spec;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Features;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Rounding;
import org.vzgit.schema.Amount;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.BytesPerSecond;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.CpuSet;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.IoPriority;
import org.vzgit.schema.Limit;
import org.vzgit.schema.OpsPerSecond;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;

/// Bounds are compared as the kernel will report them, whatever was written.
class ResourceChangeTest {
    private static final Origin LINE_3 = new Origin("ve/web1.yaml", 3, 1);
    private static final Origin LINE_4 = new Origin("profiles/basic.yaml", 4, 1);

    @ParameterizedTest
    @EnumSource(Resource.class)
    void whatTheKernelMadeOfABoundIsNoDifference(Resource resource) {
        for (Control control : List.of(Control.CGROUP_V1, Control.CGROUP_V2)) {
            for (Limit wanted : List.of(Limit.of(small(resource)), Limit.UNLIMITED)) {
                Limit inForce = Rounding.readBack(control, resource, wanted);
                assertEquals(List.of(), changes(control, resource, inForce, wanted), wanted.text());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Resource.class)
    void anotherBoundIsADifferenceInEveryResource(Resource resource) {
        Limit small = Limit.of(small(resource));
        Limit large = Limit.of(large(resource));
        assertEquals(
                List.of(new ResourceChange(resource, Optional.of(small), large)),
                changes(Control.CGROUP_V2, resource, small, large));
    }

    @ParameterizedTest
    @EnumSource(Resource.class)
    void aBoundThatIsNotManagedIsNeverADifference(Resource resource) {
        assertEquals(
                List.of(),
                changes(Control.CGROUP_V2, resource, Limit.of(small(resource)), Limit.NOT_MANAGED));
    }

    @ParameterizedTest
    @EnumSource(Resource.class)
    void whatThisKernelCannotBoundIsNoChangeButWithoutMeans(Resource resource) {
        VeSpec wanted = spec().resource(resource, Limit.UNLIMITED).build();
        VeSpec left = spec().resource(resource, Limit.NOT_MANAGED).build();
        Features none = LiveVe.features(Control.ABSENT);
        assertEquals(List.of(), ResourceChange.of(wanted, none, running().observed()));
        assertEquals(List.of(resource), ResourceChange.withoutMeans(wanted, none));
        assertEquals(List.of(), ResourceChange.withoutMeans(left, none));
        assertEquals(
                List.of(), ResourceChange.withoutMeans(wanted, LiveVe.features(Control.CGROUP_V1)));
    }

    @Test
    void bytesAndPagesAreTheSameMemory() {
        assertEquals(
                List.of(),
                changes(
                        Control.CGROUP_V2,
                        Resource.PHYSPAGES,
                        Limit.of(new Pages(131_072)),
                        Limit.of(Pages.ofBytes(512L << 20))));
    }

    @Test
    void sharesThatTheKernelRoundsAreNoDifferenceForEver() {
        assertEquals(
                List.of(),
                changes(
                        Control.CGROUP_V2,
                        Resource.CPUUNITS,
                        Limit.of(new CpuUnits(1000)),
                        Limit.of(new CpuUnits(1003))));
        assertEquals(
                1,
                changes(
                                Control.CGROUP_V1,
                                Resource.CPUUNITS,
                                Limit.of(new CpuUnits(1000)),
                                Limit.of(new CpuUnits(1003)))
                        .size(),
                "v1 has shares fine enough to tell them apart");
    }

    @Test
    void moreProcessesThanCanExistAreNoBound() {
        Limit tooMany = Limit.of(new Count(Rounding.PIDS_MAX + 1));
        assertEquals(
                List.of(), changes(Control.CGROUP_V2, Resource.NUMPROC, Limit.UNLIMITED, tooMany));
        Limit most = Limit.of(new Count(Rounding.PIDS_MAX));
        assertEquals(1, changes(Control.CGROUP_V2, Resource.NUMPROC, Limit.UNLIMITED, most).size());
    }

    @Test
    void aBoundThatIsMissingOrUnreadableHasNoOldValue() {
        Limit wanted = Limit.of(new Count(100));
        ResourceChange expected = new ResourceChange(Resource.NUMPROC, Optional.empty(), wanted);
        VeSpec spec = spec().resource(Resource.NUMPROC, wanted).build();
        Features features = LiveVe.features(Control.CGROUP_V2);
        for (LiveVe live :
                List.of(
                        LiveVe.stopped(),
                        running(),
                        running().limit(Resource.NUMPROC, Reading.absent()),
                        running().limit(Resource.NUMPROC, Reading.unreadable("EIO")))) {
            assertEquals(List.of(expected), ResourceChange.of(spec, features, live.observed()));
        }
    }

    @Test
    void changesFollowTheOrderOfResourcesWhateverTheOrderOfWriting() {
        VeSpec spec =
                spec().resource(Resource.IOPSLIMIT, Limit.UNLIMITED)
                        .resource(Resource.NUMPROC, Limit.UNLIMITED)
                        .resource(Resource.PHYSPAGES, Limit.UNLIMITED)
                        .build();
        assertEquals(
                List.of(Resource.PHYSPAGES, Resource.NUMPROC, Resource.IOPSLIMIT),
                ResourceChange.of(
                                spec,
                                LiveVe.features(Control.CGROUP_V2),
                                LiveVe.stopped().observed())
                        .stream()
                        .map(ResourceChange::resource)
                        .toList());
    }

    @Test
    void oneKernelMayBoundSomeResourcesAndNotOthers() {
        Map<Resource, Control> controls = new EnumMap<>(Resource.class);
        controls.put(Resource.NUMPROC, Control.CGROUP_V1);
        Features features = new Features("mixed", controls, 1);
        VeSpec spec =
                spec().resource(Resource.NUMPROC, Limit.UNLIMITED)
                        .resource(Resource.IOPRIO, Limit.UNLIMITED)
                        .build();
        assertEquals(List.of(Resource.IOPRIO), ResourceChange.withoutMeans(spec, features));
        assertEquals(
                List.of(Resource.NUMPROC),
                ResourceChange.of(spec, features, running().observed()).stream()
                        .map(ResourceChange::resource)
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(
            value = Resource.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CPUMASK", "NODEMASK"})
    void lessIsLoweredAndMoreIsRaised(Resource resource) {
        Limit small = Limit.of(small(resource));
        Limit large = Limit.of(large(resource));
        assertDirection(new ResourceChange(resource, Optional.of(large), small), true, false);
        assertDirection(new ResourceChange(resource, Optional.of(small), large), false, true);
        assertDirection(
                new ResourceChange(resource, Optional.of(Limit.UNLIMITED), small), true, false);
        assertDirection(
                new ResourceChange(resource, Optional.of(large), Limit.UNLIMITED), false, true);
        assertDirection(new ResourceChange(resource, Optional.of(small), small), false, false);
    }

    @Test
    void whatHadNothingIsRaisedByAnything() {
        Limit none = Limit.of(new Count(0));
        assertDirection(new ResourceChange(Resource.NUMPROC, Optional.empty(), none), false, true);
    }

    @Test
    void setsOfCpusAreNeitherMoreNorLess() {
        Limit few = Limit.of(new CpuSet("0"));
        Limit many = Limit.of(new CpuSet("0-3"));
        assertDirection(new ResourceChange(Resource.CPUMASK, Optional.of(many), few), false, false);
        assertDirection(new ResourceChange(Resource.CPUMASK, Optional.of(few), many), false, false);
        assertDirection(
                new ResourceChange(Resource.CPUMASK, Optional.of(few), Limit.UNLIMITED),
                false,
                false);
    }

    @Test
    void whatIsNotManagedIsNeitherMoreNorLess() {
        assertDirection(
                new ResourceChange(
                        Resource.NUMPROC, Optional.of(Limit.UNLIMITED), Limit.NOT_MANAGED),
                false,
                false);
    }

    @Test
    void bytesAreComparedToo() {
        assertDirection(
                new ResourceChange(
                        Resource.PHYSPAGES,
                        Optional.of(Limit.of(new Bytes(2))),
                        Limit.of(new Bytes(1))),
                true,
                false);
    }

    @Test
    void aValueIsWrittenInItsOwnFieldOrInTheOneThatAlsoSetsIt() {
        assertWritten(Resource.PHYSPAGES, VeField.MEMORY_RAM);
        assertWritten(Resource.SWAPPAGES, VeField.MEMORY_SWAP);
        assertWritten(Resource.CPULIMIT, VeField.CPU_CPUS);
        for (Resource resource : Resource.values()) {
            VeSpec both =
                    spec().writtenAt(resource.field(), LINE_3)
                            .writtenAt(VeField.MEMORY_RAM, LINE_4)
                            .writtenAt(VeField.MEMORY_SWAP, LINE_4)
                            .writtenAt(VeField.CPU_CPUS, LINE_4)
                            .build();
            assertEquals(Optional.of(LINE_3), WrittenAt.of(both, resource), resource.key());
            assertEquals(Optional.empty(), WrittenAt.of(spec().build(), resource));
        }
    }

    @Test
    void aResolverIsWrittenAtItsNameserversFirst() {
        VeSpec.Builder search = spec().writtenAt(VeField.NETWORK_SEARCHDOMAINS, LINE_4);
        assertEquals(Optional.of(LINE_4), WrittenAt.ofResolver(search.build()));
        assertEquals(
                Optional.of(LINE_3),
                WrittenAt.ofResolver(
                        search.writtenAt(VeField.NETWORK_NAMESERVERS, LINE_3).build()));
    }

    private static void assertWritten(Resource resource, VeField other) {
        VeSpec spec = spec().writtenAt(other, LINE_4).build();
        assertEquals(Optional.of(LINE_4), WrittenAt.of(spec, resource));
    }

    private static void assertDirection(ResourceChange change, boolean lowers, boolean raises) {
        assertEquals(lowers, change.lowers(), change::toString);
        assertEquals(raises, change.raises(), change::toString);
    }

    private static List<ResourceChange> changes(
            Control control, Resource resource, Limit inForce, Limit wanted) {
        return ResourceChange.of(
                spec().resource(resource, wanted).build(),
                LiveVe.features(control),
                running().limit(resource, inForce).observed());
    }

    private static Amount small(Resource resource) {
        return amount(resource, 1);
    }

    private static Amount large(Resource resource) {
        return amount(resource, 2);
    }

    private static Amount amount(Resource resource, int times) {
        return switch (resource) {
            case PHYSPAGES, SWAPPAGES -> new Pages(4096L * times);
            case NUMPROC -> new Count(100L * times);
            case CPUUNITS -> new CpuUnits(1000 * times);
            case CPULIMIT -> new CpuPercent(50 * times);
            case CPUMASK, NODEMASK -> new CpuSet("0-" + times);
            case IOPRIO -> new IoPriority(times);
            case IOLIMIT -> new BytesPerSecond(1_048_576L * times);
            case IOPSLIMIT -> new OpsPerSecond(100L * times);
        };
    }
}
