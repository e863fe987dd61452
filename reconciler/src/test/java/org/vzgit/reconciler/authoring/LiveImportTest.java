package org.vzgit.reconciler.authoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedNetwork;
import org.vzgit.kernel.state.ObservedRate;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.Resolver;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.state.Usage;
import org.vzgit.reconciler.diff.BindChange;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.BindMount;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.IpAddress;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NetRate;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Pages;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Revision;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeName;

/// What the kernel has, written down, and what of it is left unwritten.
final class LiveImportTest {
    private static final NodeName HN1 = new NodeName("hn1");
    private static final BindMount SHARE = BindMount.parse("/srv/share:/mnt/share,ro");

    @Test
    void runningVeIsWrittenWithWhatTheKernelHas() {
        AuthoredFiles made = of(running(101, "web1"));
        assertEquals(List.of(), made.notes());
        assertEquals(
                """
                # yaml-language-server: $schema=../schemas/ve.v1.schema.json
                apiVersion: vzgit/v1
                kind: VE
                metadata:
                  name: web1
                spec:
                  veid: 101
                  node: hn1
                  template: busybox
                  hostname: web1.example.org
                  bindmounts: ["/srv/share:/mnt/share,ro"]
                  rate: 8000
                  network:
                    addresses: ["10.101.0.101"]
                    nameservers: ["10.101.0.1"]
                    searchdomains: [example.org]
                  cpu:
                    units: 2000
                  memory:
                    ram: 64M
                  beancounters:
                    kmemsize: "14372700:14790164"
                    numproc: 240
                    vmguarpages: 132M:unlimited
                """,
                made.files().get("ve/web1.yaml"));
    }

    /// Neither "no bound" nor "not read" is a wish of anybody.
    @Test
    void boundsThatAreNotThereStayUnwritten() {
        String text = of(running(101, "web1")).files().get("ve/web1.yaml");
        for (String unwritten : List.of("swap", "numfile", "iops", "limit:", "mask")) {
            assertFalse(String.valueOf(text).contains(unwritten), unwritten);
        }
    }

    @Test
    void stoppedVeIsWrittenAsStoppedAndItsLimitsAreToldToBeUnknown() {
        ObservedVe stopped =
                new ObservedVe(
                        new VeId(102),
                        Reading.present(area("db1", DeletionPolicy.DESTROY)),
                        Reading.absent(),
                        Reading.absent(),
                        Reading.absent());
        AuthoredFiles made = of(stopped);
        String text = String.valueOf(made.files().get("ve/db1.yaml"));
        assertTrue(text.contains("  state: stopped\n"), text);
        assertTrue(text.contains("  deletion: destroy\n"), text);
        assertEquals(
                "VE 102 does not run: its limits, host name and addresses are not known",
                made.notes().getFirst().message());
    }

    @Test
    void veWithoutAReadableMarkIsToldAndNotGuessed() {
        for (Reading<OwnerMark> mark :
                List.of(Reading.<OwnerMark>absent(), Reading.<OwnerMark>unreadable("EIO"))) {
            ObservedVe ve =
                    new ObservedVe(
                            new VeId(103),
                            Reading.present(new PrivateArea(65_536, mark)),
                            Reading.absent(),
                            Reading.absent(),
                            Reading.absent());
            AuthoredFiles made = of(ve);
            assertTrue(made.files().isEmpty());
            assertEquals(1, made.notes().size());
        }
        assertTrue(of(ObservedVe.nothing(new VeId(104))).files().isEmpty());
    }

    /// One that is still held behind the gate has not become the VE's init.
    @Test
    void veThatIsStillStartingCountsAsStopped() {
        ObservedVe running = running(101, "web1");
        ObservedVe held =
                new ObservedVe(
                        running.veid(),
                        running.privateArea(),
                        running.cgroup(),
                        Reading.present(init(false)),
                        running.network());
        assertTrue(String.valueOf(of(held).files().get("ve/web1.yaml")).contains("state: stopped"));
    }

    @Test
    void twoVesOfOneNameAreTold() {
        AuthoredFiles made = of(running(101, "web1"), running(102, "web1"));
        assertEquals(1, made.files().size());
        assertEquals(
                "VE 102 has the name web1, which another VE has too",
                made.notes().getFirst().message());
    }

    @Test
    void knownVesAreLeftOut() {
        SortedMap<VeId, ObservedVe> live = new TreeMap<>();
        live.put(new VeId(101), running(101, "web1"));
        assertTrue(LiveImport.of(HN1, live, Set.of(new VeId(101))).files().isEmpty());
    }

    @Test
    void whatIsWrittenIsReadBackWithTheSameValues() {
        DesiredState state = OpenVzImportTest.read(of(running(101, "web1")));
        assertFalse(state.diagnostics().stream().anyMatch(d -> d.code().id().startsWith("VZ1")));
        var ve = state.ves().firstEntry().getValue();
        assertEquals(
                "240", String.valueOf(ve.resources().get(Resource.NUMPROC)).replaceAll("\\D", ""));
        assertEquals("web1.example.org", ve.hostname());
        assertEquals("[10.101.0.101]", ve.network().addresses().toString());
    }

    private static AuthoredFiles of(ObservedVe... ves) {
        SortedMap<VeId, ObservedVe> live = new TreeMap<>();
        for (ObservedVe ve : ves) {
            live.put(ve.veid(), ve);
        }
        return LiveImport.of(HN1, live, Set.of());
    }

    private static ObservedVe running(int veid, String name) {
        SortedMap<Beancounter, UbcRow> rows = new TreeMap<>();
        rows.put(Beancounter.KMEMSIZE, new UbcRow(1, 1, 14_372_700, 14_790_164, 0));
        rows.put(Beancounter.VMGUARPAGES, new UbcRow(0, 0, 33_792, UbcRow.UNLIMITED, 0));
        rows.put(Beancounter.NUMFILE, UbcRow.EMPTY);
        rows.put(Beancounter.NUMPROC, new UbcRow(1, 1, 240, 240, 0));
        TreeSet<IpAddress> addresses = new TreeSet<>(Set.of(IpAddress.parse("10.101.0.101")));
        return new ObservedVe(
                new VeId(veid),
                Reading.present(area(name, DeletionPolicy.RETAIN)),
                Reading.present(
                        new ObservedCgroup(
                                true,
                                Map.of(
                                        Resource.NUMPROC, limit(Limit.of(new Count(240))),
                                        Resource.CPUUNITS, limit(Limit.of(new CpuUnits(2000))),
                                        Resource.PHYSPAGES, limit(Limit.of(new Pages(16_384))),
                                        Resource.SWAPPAGES, limit(Limit.UNLIMITED),
                                        Resource.IOPSLIMIT,
                                                Usage.ofLimit(Reading.unreadable("EIO"))))),
                Reading.present(init(true)),
                Reading.present(
                        new ObservedNetwork(true, addresses, addresses, addresses, 0)
                                .with(ObservedRate.both(Optional.of(new NetRate(8000))))),
                Reading.present(rows));
    }

    private static Usage limit(Limit limit) {
        return Usage.ofLimit(Reading.present(limit));
    }

    private static ObservedInit init(boolean released) {
        return new ObservedInit(
                4711,
                1,
                released,
                Reading.present(new TemplateRef(TemplateSpec.BUSYBOX, "1f3a")),
                Reading.present("web1.example.org"),
                Reading.present(new Resolver(List.of("10.101.0.1"), List.of("example.org"))),
                Reading.present(BindChange.byTarget(List.of(SHARE))));
    }

    private static PrivateArea area(String name, DeletionPolicy deletion) {
        return new PrivateArea(
                65_536,
                Reading.present(
                        new OwnerMark(
                                "repository",
                                new VeName(name),
                                new TemplateRef(TemplateSpec.BUSYBOX, "1f3a"),
                                new Revision("0123", "alice"),
                                deletion)));
    }
}
