package org.vzgit.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What a VE is when little is written, and that nobody changes it afterwards.
final class VeSpecTest {
    private static final Origin HERE = new Origin("ve/web1.yaml", 1, 1);
    private static final Origin THERE = new Origin("profiles/p.yaml", 7, 5);

    @Test
    void everythingButIdentityAndTemplateHasADefault() {
        VeSpec ve = builder().build();
        assertEquals("101 web1 hn1 busybox", identity(ve));
        assertEquals(RunState.RUNNING, ve.state());
        assertEquals(DeletionPolicy.RETAIN, ve.deletion());
        assertEquals("web1", ve.hostname());
        assertEquals("", ve.description());
        assertEquals(NetworkSpec.NONE, ve.network());
        assertEquals(new Seconds(120), ve.stopTimeout());
        assertEquals(Rollout.AT_ONCE, ve.rollout());
        assertEquals(Map.of(), ve.resources());
        assertEquals(Map.of(), ve.beancounters());
        assertEquals(Map.of(), ve.labels());
        assertEquals(List.of(), ve.unsupported());
        assertEquals(HERE, ve.origin());
    }

    @Test
    void everythingThatWasSaidIsThere() {
        Limit limit = Limit.of(new Count(240));
        VeSpec ve =
                builder()
                        .state(RunState.STOPPED)
                        .deletion(DeletionPolicy.DESTROY)
                        .hostname("www")
                        .description("front end")
                        .stopTimeout(new Seconds(0))
                        .rollout(new Rollout(3, List.of()))
                        .resource(Resource.NUMPROC, limit)
                        .beancounter(Beancounter.NUMPROC, BarrierLimit.both(limit))
                        .label("tier", "web")
                        .unsupported(new VeSpec.FieldUse(VeField.PCI, THERE))
                        .writtenAt(VeField.NUMPROC, THERE)
                        .build();
        assertEquals(RunState.STOPPED, ve.state());
        assertEquals(DeletionPolicy.DESTROY, ve.deletion());
        assertEquals("www", ve.hostname());
        assertEquals("front end", ve.description());
        assertEquals(0, ve.stopTimeout().value());
        assertEquals(3, ve.rollout().wave());
        assertEquals(Map.of(Resource.NUMPROC, limit), ve.resources());
        assertEquals("{NUMPROC=240}", texts(ve));
        assertEquals(Map.of("tier", "web"), ve.labels());
        assertEquals(List.of(new VeSpec.FieldUse(VeField.PCI, THERE)), ve.unsupported());
        assertEquals(Optional.of(THERE), ve.originOf(VeField.NUMPROC));
        assertEquals(Optional.empty(), ve.originOf(VeField.NUMFILE));
    }

    @Test
    void lastWordCounts() {
        VeSpec ve =
                builder()
                        .hostname("a")
                        .hostname("b")
                        .label("tier", "web")
                        .label("tier", "db")
                        .resource(Resource.NUMPROC, Limit.of(new Count(1)))
                        .resource(Resource.NUMPROC, Limit.UNLIMITED)
                        .build();
        assertEquals("b", ve.hostname());
        assertEquals("{tier=db}", ve.labels().toString());
        assertEquals(Map.of(Resource.NUMPROC, Limit.UNLIMITED), ve.resources());
    }

    @Test
    void emptyHostNameIsTheNameOfTheVe() {
        assertEquals("web1", builder().hostname("").build().hostname());
    }

    /// Two VEs of one builder, as a profile makes them, must not share what is said later.
    @Test
    void builderThatGoesOnLeavesWhatItBuiltAlone() {
        VeSpec.Builder builder = builder().label("tier", "web");
        VeSpec before = builder.build();
        VeSpec after =
                builder.label("tier", "db")
                        .resource(Resource.NUMPROC, Limit.UNLIMITED)
                        .beancounter(Beancounter.NUMFILE, BarrierLimit.both(Limit.UNLIMITED))
                        .unsupported(new VeSpec.FieldUse(VeField.PCI, THERE))
                        .writtenAt(VeField.NUMFILE, THERE)
                        .build();
        assertEquals("{tier=web}", before.labels().toString());
        assertEquals(Map.of(), before.resources());
        assertEquals(Map.of(), before.beancounters());
        assertEquals(List.of(), before.unsupported());
        assertEquals(Optional.empty(), before.originOf(VeField.NUMFILE));
        assertEquals("{tier=db}", after.labels().toString());
        assertEquals(Optional.of(THERE), after.originOf(VeField.NUMFILE));
    }

    /// Plans and journals list bounds in the order of the kernel's table, not of the file.
    @Test
    void boundsAndLabelsAreInOneOrderWhateverCameFirst() {
        VeSpec ve =
                builder()
                        .beancounter(Beancounter.SWAPPAGES, BarrierLimit.both(Limit.UNLIMITED))
                        .beancounter(Beancounter.KMEMSIZE, BarrierLimit.both(Limit.UNLIMITED))
                        .beancounter(Beancounter.NUMPROC, BarrierLimit.both(Limit.UNLIMITED))
                        .resource(Resource.IOPSLIMIT, Limit.UNLIMITED)
                        .resource(Resource.PHYSPAGES, Limit.UNLIMITED)
                        .label("z", "1")
                        .label("a", "2")
                        .build();
        assertEquals("[KMEMSIZE, NUMPROC, SWAPPAGES]", ve.beancounters().keySet().toString());
        assertEquals("[PHYSPAGES, IOPSLIMIT]", ve.resources().keySet().toString());
        assertEquals("[a, z]", ve.labels().keySet().toString());
    }

    @Test
    void networkKeepsTheOrderOfServersAndSortsAddresses() {
        List<String> servers = new ArrayList<>(List.of("10.0.0.54", "10.0.0.53"));
        TreeSet<IpAddress> addresses = new TreeSet<>();
        addresses.add(IpAddress.parse("fd00::1"));
        addresses.add(IpAddress.parse("10.0.0.10"));
        addresses.add(IpAddress.parse("10.0.0.9"));
        NetworkSpec network = new NetworkSpec(addresses, servers, List.of("b.org", "a.org"));
        servers.clear();
        addresses.clear();
        assertEquals("[10.0.0.9, 10.0.0.10, fd00::1]", network.addresses().toString());
        assertEquals("[10.0.0.54, 10.0.0.53]", network.nameservers().toString());
        assertEquals("[b.org, a.org]", network.searchDomains().toString());
        assertThrows(UnsupportedOperationException.class, () -> network.addresses().clear());
        assertThrows(UnsupportedOperationException.class, () -> network.nameservers().clear());
    }

    @Test
    void nodeKeepsItsLabelsAndHasCarefulDefaults() {
        TreeMap<String, String> labels = new TreeMap<>(Map.of("rack", "7"));
        NodeSpec node = new NodeSpec(new NodeName("hn1"), labels, UidRange.DEFAULT, 2, HERE);
        labels.put("rack", "8");
        assertEquals("{rack=7}", node.labels().toString());
        assertThrows(UnsupportedOperationException.class, () -> node.labels().clear());
        assertEquals(UidRange.DEFAULT, node.uidRange());
        assertEquals("2", node.safety().removals().toString());
        assertEquals(List.of(), node.safety().freeze());
        assertEquals(List.of(), node.supply().addressPools());
        assertEquals("1", NodeSafety.DEFAULT.removals().toString());
    }

    /// Of two findings at one place the rule decides, in the order of the table of rules, then the
    /// words; hint and source line decide nothing.
    @Test
    void findingsAtOnePlaceAreOrderedByRuleAndWords() {
        Diagnostic unit = finding(DiagnosticCode.WRONG_UNIT, "b", "");
        Diagnostic range = finding(DiagnosticCode.OUT_OF_RANGE, "a", "");
        Diagnostic later = finding(DiagnosticCode.OUT_OF_RANGE, "b", "");
        Diagnostic warning = finding(DiagnosticCode.NOT_SUPPORTED_YET, "a", "");
        assertEquals(
                List.of(unit, range, later, warning),
                List.of(warning, later, range, unit).stream().sorted().toList());
        assertEquals(0, later.compareTo(finding(DiagnosticCode.OUT_OF_RANGE, "b", "try c")));
        assertEquals(Severity.ERROR, unit.severity());
        assertEquals(Severity.WARNING, warning.severity());
    }

    private static Diagnostic finding(DiagnosticCode code, String message, String hint) {
        return new Diagnostic(code, HERE, 1, message, hint, "");
    }

    private static String texts(VeSpec ve) {
        Map<Beancounter, String> texts = new TreeMap<>();
        ve.beancounters().forEach((beancounter, bounds) -> texts.put(beancounter, bounds.text()));
        return texts.toString();
    }

    private static String identity(VeSpec ve) {
        return ve.veid() + " " + ve.name() + " " + ve.node() + " " + ve.template();
    }

    private static VeSpec.Builder builder() {
        return new VeSpec.Builder(
                new VeIdentity(new VeId(101), new VeName("web1"), new NodeName("hn1")),
                new TemplateName("busybox"),
                HERE);
    }
}
