package org.vzgit.reconciler.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.vzgit.reconciler.diff.LiveVe.VEID;
import static org.vzgit.reconciler.diff.LiveVe.desired;
import static org.vzgit.reconciler.diff.LiveVe.mark;
import static org.vzgit.reconciler.diff.LiveVe.network;
import static org.vzgit.reconciler.diff.LiveVe.running;
import static org.vzgit.reconciler.diff.LiveVe.spec;
import static org.vzgit.reconciler.diff.LiveVe.wanted;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.Count;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NetworkSpec;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Resource;
import org.vzgit.schema.RunState;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeIdentity;
import org.vzgit.schema.VeName;
import org.vzgit.schema.VeSpec;

/// Which fields of a VE differ, what that costs, and where the wanted value was written.
class FieldDiffTest {
    private static final Origin LINE_9 = new Origin("ve/web1.yaml", 9, 3);

    @Test
    void aRenamedVeIsTheSameVe() {
        LiveVe live = running().mark(mark(LiveVe.REPOSITORY, "old", DeletionPolicy.RETAIN));
        assertEquals(
                List.of(
                        new FieldChange(
                                "name",
                                "old",
                                "web1",
                                Disruption.LIVE,
                                Optional.of(LiveVe.DOCUMENT))),
                fields(live, spec()));
    }

    @Test
    void aNewDeletionPolicyIsADifferenceOfTheMark() {
        assertEquals(
                List.of(
                        new FieldChange(
                                "deletion",
                                "retain",
                                "destroy",
                                Disruption.LIVE,
                                Optional.of(LINE_9))),
                fields(
                        running(),
                        spec().deletion(DeletionPolicy.DESTROY)
                                .writtenAt(VeField.DELETION, LINE_9)));
    }

    @Test
    void anotherTemplateWouldCostTheFiles() {
        VeSpec.Builder debian =
                new VeSpec.Builder(
                        new VeIdentity(VEID, new VeName("web1"), LiveVe.NODE),
                        new TemplateName("debian-12"),
                        LiveVe.DOCUMENT);
        assertEquals(
                List.of(change("template", "busybox", "debian-12", Disruption.RECREATE)),
                fields(running(), debian));
    }

    @Test
    void theStateIsADifferenceEitherWay() {
        assertEquals(
                List.of(change("state", "stopped", "running", Disruption.LIVE)),
                fields(LiveVe.stopped(), spec()));
        assertEquals(
                List.of(change("state", "running", "stopped", Disruption.LIVE)),
                fields(running(), spec().state(RunState.STOPPED)));
        assertEquals(
                List.of(change("state", "running", "suspended", Disruption.LIVE)),
                fields(running(), spec().state(RunState.SUSPENDED)));
    }

    @Test
    void aHeldProcessIsNotRunningAndNotStopped() {
        LiveVe held = running().init(Reading.present(LiveVe.init(false)));
        assertEquals(
                List.of(change("state", "held", "running", Disruption.LIVE)), fields(held, spec()));
        assertEquals(
                List.of(change("state", "held", "stopped", Disruption.LIVE)),
                fields(held, spec().state(RunState.STOPPED)));
    }

    @Test
    void leftoversOfAStoppedVeAreDifferences() {
        LiveVe leftovers = running().init(Reading.absent());
        assertEquals(
                List.of(
                        change("network", "left over", "", Disruption.LIVE),
                        change("cgroup", "left over", "", Disruption.LIVE)),
                fields(leftovers, spec().state(RunState.STOPPED)));
    }

    @Test
    void anIncompleteCgroupNeedsARestart() {
        assertEquals(
                List.of(change("cgroup", "incomplete", "complete", Disruption.RESTART)),
                fields(running().incomplete(), spec()));
    }

    @Test
    void aBoundOfAVeWithoutACgroupIsNoNews() {
        VeSpec.Builder bounded = spec().resource(Resource.NUMPROC, Limit.of(new Count(100)));
        assertEquals(
                List.of(change("state", "stopped", "running", Disruption.LIVE)),
                fields(LiveVe.stopped(), bounded));
    }

    @Test
    void aBoundNamesItsFieldValuesAndLine() {
        LiveVe live = running().limit(Resource.NUMPROC, Limit.of(new Count(100)));
        VeSpec.Builder spec =
                spec().resource(Resource.NUMPROC, Limit.UNLIMITED)
                        .writtenAt(VeField.NUMPROC, LINE_9);
        assertEquals(
                List.of(
                        new FieldChange(
                                "numproc",
                                "100",
                                "unlimited",
                                Disruption.LIVE,
                                Optional.of(LINE_9))),
                fields(live, spec));
    }

    @Test
    void aBoundWithoutMeansOnThisKernelStaysADifference() {
        VeSpec.Builder spec = spec().resource(Resource.IOPRIO, Limit.UNLIMITED);
        Change change =
                Differ.diff(
                                desired(spec),
                                LiveVe.NODE,
                                LiveVe.REPOSITORY,
                                running().on(Control.ABSENT))
                        .getFirst();
        assertEquals(
                List.of(change("ioprio", "", "unlimited", Disruption.LIVE)),
                assertInstanceOf(Change.Update.class, change).fields());
    }

    @Test
    void aHostnameThatSomebodyChangedInsideIsPutBack() {
        LiveVe live = running().inside(Reading.present("evil"), Reading.absent());
        assertEquals(
                List.of(change("hostname", "evil", "web1", Disruption.LIVE)), fields(live, spec()));
        assertEquals(
                List.of(change("hostname", "web1", "web1.example.org", Disruption.LIVE)),
                fields(running(), spec().hostname("web1.example.org")));
    }

    @Test
    void aResolverNeedsAReload() {
        assertEquals(
                List.of(change("nameserver", "", "192.0.2.1", Disruption.RELOAD)),
                fields(running(), spec().network(nameserver("192.0.2.1"))));
    }

    @Test
    void theOrderOfNameserversMatters() {
        Resolver live = new Resolver(List.of("192.0.2.2", "192.0.2.1"), List.of());
        LiveVe ve = running().inside(Reading.present("web1"), Reading.present(live));
        assertEquals(
                List.of(
                        change(
                                "nameserver",
                                "192.0.2.2 192.0.2.1",
                                "192.0.2.1 192.0.2.2",
                                Disruption.RELOAD)),
                fields(ve, spec().network(nameserver("192.0.2.1", "192.0.2.2"))));
    }

    @Test
    void aResolverThatNoDocumentNamesIsTheVesOwnAffair() {
        Resolver own = new Resolver(List.of("127.0.0.53"), List.of("lan"));
        LiveVe ve = running().inside(Reading.present("web1"), Reading.present(own));
        assertEquals(new Change.Keep(VEID), ve.against(spec()));
        assertEquals(Optional.empty(), WantedResolver.of(spec().build()));
    }

    @Test
    void searchDomainsAloneAreAResolver() {
        NetworkSpec search =
                new NetworkSpec(new TreeSet<>(), List.of(), List.of("example.org", "lan"));
        assertEquals(
                List.of(change("nameserver", "", "search example.org lan", Disruption.RELOAD)),
                fields(running(), spec().network(search)));
        assertEquals(
                "192.0.2.1 search lan",
                WantedResolver.text(new Resolver(List.of("192.0.2.1"), List.of("lan"))));
    }

    @Test
    void aMissingOrHalfLinkIsAttachedAndGetsAllAddresses() {
        List<FieldChange> attached =
                List.of(
                        change("network", "", "attached", Disruption.LIVE),
                        change("address", "", "10.101.0.1", Disruption.LIVE));
        VeSpec.Builder spec = spec().network(wanted("10.101.0.1"));
        assertEquals(attached, fields(running().network(Reading.absent()), spec));
        assertEquals(attached, fields(running().network(network(false, "10.101.0.1")), spec));
    }

    @Test
    void addressesAreTakenAwayBeforeOthersAreGiven() {
        LiveVe live = running().network(network(true, "10.101.0.1", "10.101.0.2"));
        assertEquals(
                List.of(
                        change("address", "10.101.0.2", "", Disruption.LIVE),
                        change("address", "", "10.101.0.3", Disruption.LIVE)),
                fields(live, spec().network(wanted("10.101.0.1", "10.101.0.3"))));
    }

    @ParameterizedTest
    @CsvSource({
        "true,false,false",
        "false,true,false",
        "false,false,true",
        "true,true,false",
        "true,false,true",
        "false,true,true"
    })
    void anAddressWorksOnlyInsideAndRoutedAndAllowed(
            boolean inside, boolean routed, boolean allowed) {
        var live =
                running()
                        .network(
                                new ObservedNetwork(
                                        true, one(inside), one(routed), one(allowed), 0));
        assertEquals(
                List.of(change("address", "", "10.101.0.1", Disruption.LIVE)),
                fields(live, spec().network(wanted("10.101.0.1"))));
        assertEquals(
                List.of(change("address", "10.101.0.1", "", Disruption.LIVE)),
                fields(live, spec()));
    }

    @Test
    void refusedPacketsAreNoDifference() {
        LiveVe live =
                running().network(new ObservedNetwork(true, one(true), one(true), one(true), 7));
        assertEquals(new Change.Keep(VEID), live.against(spec().network(wanted("10.101.0.1"))));
    }

    private static SortedSet<IpAddress> one(boolean there) {
        return there ? LiveVe.addresses("10.101.0.1") : LiveVe.addresses();
    }

    @Test
    void twoSpellingsOfOneAddressAreNoDifference() {
        LiveVe live = running().network(network(true, "fd00:101:0:0:0:0:0:1"));
        assertEquals(new Change.Keep(VEID), live.against(spec().network(wanted("fd00:101::1"))));
    }

    @Test
    void aCommitThatChangesNothingHereIsNoDifference() {
        assertEquals(
                new Change.Keep(VEID),
                running().against(spec().description("another").label("tier", "web")));
    }

    @Test
    void aNewerVersionOfTheTemplateIsNoDifference() {
        var newer =
                new OwnerMark(
                        LiveVe.REPOSITORY,
                        mark().name(),
                        new TemplateRef(LiveVe.BUSYBOX, "2"),
                        mark().applied(),
                        mark().deletion());
        assertEquals(new Change.Keep(VEID), running().mark(newer).against(spec()));
    }

    @Test
    void otherDifferencesAreListedBesideARestart() {
        LiveVe live =
                running()
                        .cgroup(Reading.present(new ObservedCgroup(false, Map.of())))
                        .inside(Reading.present("evil"), Reading.absent());
        assertEquals(
                List.of(
                        change("cgroup", "incomplete", "complete", Disruption.RESTART),
                        change("numproc", "", "100", Disruption.LIVE),
                        change("hostname", "evil", "web1", Disruption.LIVE)),
                fields(live, spec().resource(Resource.NUMPROC, Limit.of(new Count(100)))));
    }

    static NetworkSpec nameserver(String... nameservers) {
        return new NetworkSpec(new TreeSet<>(), List.of(nameservers), List.of());
    }

    private static List<FieldChange> fields(LiveVe live, VeSpec.Builder spec) {
        return assertInstanceOf(Change.Update.class, live.against(spec)).fields();
    }

    private static FieldChange change(String field, String from, String to, Disruption cost) {
        return new FieldChange(field, from, to, cost, Optional.empty());
    }
}
