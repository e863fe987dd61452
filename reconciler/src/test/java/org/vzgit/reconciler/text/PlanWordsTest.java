package org.vzgit.reconciler.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.SetHostname;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.op.WriteResolver;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.PrivateArea;
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
import org.vzgit.reconciler.plan.Warning;
import org.vzgit.schema.Amount;
import org.vzgit.schema.Count;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Revision;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeIdentity;
import org.vzgit.schema.VeName;
import org.vzgit.schema.VeSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The words of a plan, each for what it stands for.
class PlanWordsTest {
    private static final VeId VE = new VeId(101);
    private static final TemplateRef BUSYBOX = new TemplateRef(new TemplateName("busybox"), "1f");
    private static final Cause CAUSE = new Cause("hostname", "a", "b", Optional.empty());

    @ParameterizedTest
    @CsvSource({
        "NOT_SUPPORTED_YET, BLOCKED",
        "NOT_ON_THIS_KERNEL, BLOCKED",
        "NOT_ALLOWED, BLOCKED",
        "FOREIGN, BLOCKED",
        "PROTECTED, PROTECTED",
        "FROZEN, FROZEN",
        "RECREATE, BLOCKED",
        "NO_ROOM, BLOCKED",
        "ADDRESS_TAKEN, BLOCKED",
        "CLONE_SOURCE, BLOCKED",
        "SUSPENDED, SUSPENDED",
        "FIGHT, FIGHT",
        "FREEZE_WINDOW, WAITS",
        "ROLLOUT, WAITS"
    })
    void everyReasonHasItsLabelAndItsCode(Blocked.Reason reason, String label) {
        Blocked item =
                new Blocked(VE, "web1", reason, "because", Optional.of(new Origin("a.yaml", 3, 1)));
        String text = PlanText.of(plan(List.of(), List.of(), List.of(item)));
        assertEquals(
                """
                node hn1 · desired 3f2c9ab · Ann <ann@example.org>

                %sVE web1 (101)  a.yaml:3
                  ! %s: because

                Plan: 0 create, 0 live, 0 reload, 0 restart, 0 recreate, 0 destroy (1 blocked) · 0 operations
                """
                        .formatted(label + " ".repeat(10 - label.length()), PlanJson.code(reason)),
                text);
    }

    @Test
    void everyReasonIsATestedOne() {
        assertEquals(14, Blocked.Reason.values().length);
    }

    @Test
    void aVeWithoutANameIsCalledByItsNumber() {
        Blocked item = new Blocked(VE, "101", Blocked.Reason.FROZEN, "x", Optional.empty());
        String text = PlanText.of(plan(List.of(), List.of(), List.of(item)));
        assertTrue(text.contains("\nFROZEN    VE 101\n"), text);
    }

    @Test
    void severalWarningsOfAVeStandUnderOneHeading() {
        Optional<Origin> place = Optional.of(new Origin("ve/web1.yaml", 9, 3));
        Plan plan =
                new Plan(
                        SamplePlan.NODE,
                        SamplePlan.REVISION,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(
                                new Warning(VE, "web1", "numfile is only counted", place),
                                new Warning(
                                        VE, "web1", "numflock is only counted", Optional.empty()),
                                new Warning(new VeId(102), "102", "x", Optional.empty())));
        assertEquals(
                """
                WARNING   VE web1 (101)
                  ! numfile is only counted  ve/web1.yaml:9
                  ! numflock is only counted
                WARNING   VE 102
                  ! x
                No changes. node hn1 is as 3f2c9ab wants it.
                """,
                PlanText.of(plan));
        JsonNode warnings = JsonMapper.shared().readTree(PlanJson.of(plan)).get("warnings");
        assertEquals(3, warnings.size());
        assertEquals(9, warnings.at("/0/origin/line").asInt());
        assertEquals("numflock is only counted", warnings.at("/1/detail").asString());
        assertFalse(warnings.get(1).has("origin"));
    }

    @Test
    void numbersOfOperationsEndInOneColumn() {
        List<Step> steps = new ArrayList<>();
        for (int id = 1; id <= 10; id++) {
            steps.add(step(id, new SetHostname(VE, "b")));
        }
        List<String> lines =
                PlanText.of(plan(List.of(update(List.of(hostname()))), steps, List.of()))
                        .lines()
                        .filter(line -> line.contains("set hostname"))
                        .toList();
        assertEquals("   1  web1  set hostname b  hostname a → b", lines.getFirst());
        assertEquals("  10  web1  set hostname b  hostname a → b", lines.getLast());
    }

    @Test
    void oneOperationIsSingular() {
        Plan plan =
                plan(
                        List.of(update(List.of(hostname()))),
                        List.of(step(1, new SetHostname(VE, "b"))),
                        List.of());
        assertTrue(
                PlanText.of(plan)
                        .endsWith(
                                "Plan: 0 create, 1 live, 0 reload, 0 restart, 0 recreate,"
                                        + " 0 destroy · 1 operation\n"));
    }

    @Test
    void whatTheStepsDoCountsAndNotWhatFieldsWouldNeed() {
        assertEquals(Weight.LIVE, weight(new SetHostname(VE, "b")));
        assertEquals(Weight.STOP, weight(new StopVe(VE, new Seconds(1))));
        assertEquals(
                Weight.RESTART,
                weight(new StopVe(VE, new Seconds(1)), new Launch(VE, BUSYBOX, 65536, "b")));
        assertEquals(Weight.LIVE, weight(new Launch(VE, BUSYBOX, 65536, "b")));
    }

    @Test
    void theHeaviestStepOfAVeCounts() {
        Step reload =
                new Step(
                        2,
                        new WriteResolver(VE, Resolver.NONE),
                        Collections.emptySortedSet(),
                        CAUSE,
                        Disruption.RELOAD);
        Plan plan =
                plan(
                        List.of(update(List.of(hostname()))),
                        List.of(step(1, new SetHostname(VE, "b")), reload),
                        List.of());
        assertEquals(Weight.RELOAD, PlannedVe.allOf(plan).getFirst().weight());
    }

    @Test
    void removalIsDestructionOnlyIfTheFilesGo() {
        Change remove = new Change.Remove(ObservedVe.nothing(VE));
        assertEquals(
                Weight.STOP,
                PlannedVe.allOf(
                                plan(
                                        List.of(remove),
                                        List.of(step(1, new StopVe(VE, new Seconds(1)))),
                                        List.of()))
                        .getFirst()
                        .weight());
        assertEquals(
                Weight.DESTROY,
                PlannedVe.allOf(
                                plan(
                                        List.of(remove),
                                        List.of(step(1, new DestroyPrivateArea(VE))),
                                        List.of()))
                        .getFirst()
                        .weight());
    }

    @Test
    void aVeWithoutStepsIsNotPlanned() {
        List<Change> changes =
                List.of(
                        update(List.of(hostname())),
                        new Change.Keep(new VeId(102)),
                        new Change.Unknown(new VeId(103), "EIO"));
        Plan plan = plan(changes, List.of(step(1, new BuildTemplate(BUSYBOX))), List.of());
        assertEquals(List.of(), PlannedVe.allOf(plan));
    }

    @Test
    void namesComeFromTheDocumentTheMarkOrTheNumber() {
        ObservedVe marked =
                new ObservedVe(
                        new VeId(104),
                        Reading.present(new PrivateArea(65536, Reading.present(mark("old")))),
                        Reading.absent(),
                        Reading.absent(),
                        Reading.absent());
        ObservedVe unread =
                new ObservedVe(
                        new VeId(105),
                        Reading.present(new PrivateArea(65536, Reading.unreadable("EIO"))),
                        Reading.absent(),
                        Reading.absent(),
                        Reading.absent());
        Blocked blocked =
                new Blocked(new VeId(106), "db1", Blocked.Reason.FOREIGN, "x", Optional.empty());
        VeNames names =
                VeNames.of(
                        plan(
                                List.of(
                                        update(List.of(hostname())),
                                        new Change.Remove(marked),
                                        new Change.Remove(unread),
                                        new Change.Keep(new VeId(107))),
                                List.of(),
                                List.of(blocked)));
        assertEquals("web1", names.of(VE));
        assertEquals("old", names.of(new VeId(104)));
        assertEquals("105", names.of(new VeId(105)));
        assertEquals("db1", names.of(new VeId(106)));
        assertEquals("107", names.of(new VeId(107)));
        assertEquals("999", names.of(new VeId(999)));
        assertEquals("node", names.of(new BuildTemplate(BUSYBOX)));
        assertEquals("web1", names.of(new SetHostname(VE, "x")));
    }

    @ParameterizedTest
    @CsvSource({
        "92, 'held 57  maxheld 93  failcnt 12  ! below maxheld'",
        "93, 'held 57  maxheld 93  failcnt 12'",
        "56, 'held 57  maxheld 93  failcnt 12  ! below maxheld'"
    })
    void theUseStandsBesideTheNewLimit(long limit, String text) {
        Usage use = usage(new Count(57), new Count(93));
        assertEquals(text, UseText.of(using(Resource.NUMPROC, use, new Count(limit)), "numproc"));
    }

    @Test
    void memoryIsToldAsPeopleWriteIt() {
        Usage use = usage(new Pages(16384), new Pages(32768));
        Change.Update update = using(Resource.PHYSPAGES, use, new Pages(32767));
        String told = "held 64M  maxheld 128M  failcnt 12  ! below maxheld";
        assertEquals(told, UseText.of(update, "physpages"));
        assertEquals(told, UseText.of(update, Resource.PHYSPAGES.field().display()));
        assertEquals("", UseText.of(update, "numproc"));
        assertEquals("", UseText.of(update, "hostname"));
        assertEquals("", UseText.of(update, ""));
    }

    @Test
    void whatIsNotCountedIsNotToldAsZero() {
        Usage use = Usage.ofLimit(Reading.present(Limit.of(new Count(240))));
        assertEquals("", UseText.of(using(Resource.NUMPROC, use, new Count(1)), "numproc"));
        Usage held =
                new Usage(
                        Reading.present(Limit.UNLIMITED),
                        Reading.present(new Count(3)),
                        Reading.unreadable("EIO"),
                        Reading.absent());
        assertEquals("held 3", UseText.of(using(Resource.NUMPROC, held, new Count(1)), "numproc"));
    }

    @ParameterizedTest
    @EnumSource(Disruption.class)
    void everyDisruptionHasItsWeightAndItsRemark(Disruption disruption) {
        assertEquals(disruption.name(), Weight.of(disruption).name());
        FieldChange field = new FieldChange("hostname", "", "b", disruption, Optional.empty());
        String text =
                PlanText.of(
                        plan(
                                List.of(update(List.of(field))),
                                List.of(step(1, new SetHostname(VE, "b"))),
                                List.of()));
        String remark =
                switch (disruption) {
                    case LIVE -> "";
                    case RELOAD -> "needs reload";
                    case RESTART -> "needs restart";
                    case RECREATE -> "not in this plan";
                };
        String expected = ("  ~ hostname  - → b    " + remark).stripTrailing();
        assertTrue(text.contains(expected + "\n"), text);
    }

    private static Weight weight(Operation... operations) {
        List<Step> steps = new ArrayList<>();
        for (Operation operation : operations) {
            steps.add(step(steps.size() + 1, operation));
        }
        return PlannedVe.allOf(plan(List.of(update(List.of(hostname()))), steps, List.of()))
                .getFirst()
                .weight();
    }

    private static Change.Update using(Resource resource, Usage use, Amount wanted) {
        Map<Resource, Usage> usages = new EnumMap<>(Resource.class);
        usages.put(resource, use);
        ObservedVe live =
                new ObservedVe(
                        VE,
                        Reading.absent(),
                        Reading.present(new ObservedCgroup(true, usages)),
                        Reading.absent(),
                        Reading.absent());
        VeSpec spec = builder().resource(resource, Limit.of(wanted)).build();
        return new Change.Update(spec, live, List.of(hostname()));
    }

    private static Usage usage(Amount held, Amount maxheld) {
        return new Usage(
                Reading.present(Limit.UNLIMITED),
                Reading.present(held),
                Reading.present(maxheld),
                Reading.present(12L));
    }

    private static OwnerMark mark(String name) {
        return new OwnerMark(
                "git:1",
                new VeName(name),
                BUSYBOX,
                new Revision("1111111", ""),
                DeletionPolicy.RETAIN);
    }

    private static FieldChange hostname() {
        return new FieldChange("hostname", "a", "b", Disruption.LIVE, Optional.empty());
    }

    private static Change.Update update(List<FieldChange> fields) {
        return new Change.Update(builder().build(), ObservedVe.nothing(VE), fields);
    }

    private static VeSpec.Builder builder() {
        return new VeSpec.Builder(
                new VeIdentity(VE, new VeName("web1"), SamplePlan.NODE),
                BUSYBOX.name(),
                new Origin("ve/web1.yaml", 1, 1));
    }

    private static Plan plan(List<Change> changes, List<Step> steps, List<Blocked> blocked) {
        return new Plan(SamplePlan.NODE, SamplePlan.REVISION, changes, steps, blocked);
    }

    private static Step step(int id, Operation operation) {
        return new Step(id, operation, new TreeSet<>(), CAUSE, Disruption.LIVE);
    }
}
