package org.vzgit.reconciler.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.IoPriority;
import org.vzgit.schema.Limit;
import org.vzgit.schema.OpsPerSecond;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Resource;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

class VeListColumnsTest {
    private static final VeView RUNNING = wanted(LiveVes.running(101));
    private static final VeView STOPPED = wanted(LiveVes.stopped(102));
    private static final VeView HELD = wanted(LiveVes.held(103));
    private static final VeView UNREADABLE = wanted(LiveVes.unreadable(104));
    private static final VeView MISSING = wanted(ObservedVe.nothing(new VeId(105)));
    private static final VeView STRANGER =
            new VeView(new VeId(106), Optional.empty(), ObservedVe.nothing(new VeId(106)));

    private static VeView wanted(ObservedVe live) {
        return new VeView(live.veid(), Optional.of(LiveVes.spec(live.veid().value())), live);
    }

    private static String cell(VeView ve, String field) {
        return VeList.of(field).text(List.of(ve), false, false).strip();
    }

    @ParameterizedTest
    @CsvSource({
        "ctid, 101, 102, 103, 104, 105, 106",
        "hostname, live.example.org, written.example.org, written.example.org,"
                + " written.example.org, written.example.org, -",
        "name, web101, web102, web103, web104, web105, -",
        "smart_name, web101, web102, web103, web104, web105, 106",
        "ostemplate, busybox, busybox, busybox, busybox, busybox, -",
        "status, running, stopped, mounted, unknown, missing, missing",
        "ip, 10.101.0.5, -, -, -, -, -",
        "nameserver, 10.0.0.1, -, -, -, -, -",
        "searchdomain, example.org, -, -, -, -, -",
        "spoofed, 0, -, -, -, -, -",
        "numproc, 3, -, -, -, -, -",
        "numproc.m, 9, -, -, -, -, -",
        "numproc.b, 100, 50, 50, 50, 50, -",
        "numproc.l, 100, 50, 50, 50, 50, -",
        "numproc.f, 2, -, -, -, -, -",
        "physpages.l, 65536, unlimited, unlimited, unlimited, unlimited, -",
        "swappages.l, -, -, -, -, -, -",
        "layout, -, -, -, -, -, -",
    })
    void eachStateShowsWhatIsKnownOfIt(
            String field,
            String running,
            String stopped,
            String held,
            String unreadable,
            String missing,
            String stranger) {
        assertEquals(
                List.of(running, stopped, held, unreadable, missing, stranger),
                List.of(RUNNING, STOPPED, HELD, UNREADABLE, MISSING, STRANGER).stream()
                        .map(ve -> cell(ve, field))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "private",
                "root",
                "mount_opts",
                "origin_sample",
                "description",
                "features",
                "netfilter",
                "capability",
                "laverage",
                "uptime",
                "cpus",
                "bootorder",
                "vswap",
                "vm_overcommit",
                "diskspace",
                "diskspace.s",
                "diskspace.h",
                "diskinodes",
                "diskinodes.s",
                "diskinodes.h",
                "cpulimit",
                "cpuunits",
                "ioprio",
                "iolimit",
                "iopslimit"
            })
    void whatIsNotKnownIsADashInEveryState(String field) {
        for (VeView ve : List.of(RUNNING, STOPPED, HELD, UNREADABLE, MISSING, STRANGER)) {
            assertEquals("-", cell(ve, field));
        }
    }

    @ParameterizedTest
    @EnumSource(Beancounter.class)
    void aRowOfARunningVeFillsItsFiveColumns(Beancounter ubc) {
        UbcRow row = new UbcRow(1, 2, 3, UbcRow.UNLIMITED, 5);
        TreeMap<Beancounter, UbcRow> rows = new TreeMap<>(Map.of(ubc, row));
        ObservedVe live = LiveVes.running(101);
        VeView ve =
                wanted(
                        new ObservedVe(
                                live.veid(),
                                live.privateArea(),
                                live.cgroup(),
                                live.init(),
                                live.network(),
                                Reading.present(rows)));
        String key = ubc.key();
        assertEquals("1", cell(ve, key));
        assertEquals("2", cell(ve, key + ".m"));
        assertEquals("5", cell(ve, key + ".f"));
        if (ubc.resource().isEmpty()) {
            assertEquals("3", cell(ve, key + ".b"));
            assertEquals("unlimited", cell(ve, key + ".l"));
        }
    }

    @Test
    void aStoppedVeShowsWrittenBoundsAndNoCounts() {
        VeView ve =
                written(
                        builder(101)
                                .beancounter(
                                        Beancounter.NUMFILE,
                                        new BarrierLimit(
                                                Limit.of(new Count(10)), Limit.UNLIMITED)));
        assertEquals("10", cell(ve, "numfile.b"));
        assertEquals("unlimited", cell(ve, "numfile.l"));
        for (String field : List.of("numfile", "numfile.m", "numfile.f")) {
            assertEquals("-", cell(ve, field));
        }
    }

    @Test
    void writtenResourcesAreShownInTheirOwnWords() {
        VeView ve =
                written(
                        builder(101)
                                .resource(Resource.CPUUNITS, Limit.of(new CpuUnits(500_000)))
                                .resource(Resource.CPULIMIT, Limit.of(new CpuPercent(150)))
                                .resource(Resource.IOPRIO, Limit.of(new IoPriority(7)))
                                .resource(Resource.IOPSLIMIT, Limit.of(new OpsPerSecond(500))));
        assertEquals(
                "    150  500000   7  500\n",
                VeList.of("cpulimit,cpuunits,ioprio,iopslimit").text(List.of(ve), false, true));
    }

    @Test
    void headersStandAsTheirValuesDo() {
        assertEquals(
                """
                      CTID STATUS    HOSTNAME                         IOPS
                       101 running   live.example.org                    -
                       104 unknown   written.example.org                 -
                """,
                VeList.of("ctid,status,hostname,iopslimit")
                        .text(List.of(RUNNING, UNREADABLE), true, true));
        assertEquals("      CTID\n", VeList.of("ctid").text(List.of(), true, true));
        assertEquals("", VeList.of("ctid").text(List.of(), false, true));
    }

    @Test
    void untrimmedValuesPushTheNextColumnAside() {
        String name = "n".repeat(40);
        VeView ve = written(builder(101).hostname(name));
        VeList list = VeList.of("hostname,ctid");
        assertEquals(name + "        101\n", list.text(List.of(ve), false, false));
        assertEquals("n".repeat(32) + "        101\n", list.text(List.of(ve), false, true));
        assertEquals(
                "       101 " + name + "\n",
                VeList.of("ctid,hostname").text(List.of(ve), false, true));
    }

    @Test
    void rowsHaveTheColumnsInTheirOrderUncutAndByTheirTrueNames() {
        String name = "n".repeat(40);
        List<SequencedMap<String, String>> rows =
                VeList.of("hostname, veid ,status,numproc")
                        .rows(List.of(written(builder(101).hostname(name))));
        assertEquals(
                List.of("hostname", "ctid", "status", "numproc"),
                List.copyOf(rows.getFirst().sequencedKeySet()));
        assertEquals(
                List.of(name, "101", "missing", "-"),
                List.copyOf(rows.getFirst().sequencedValues()));
        assertEquals(List.of(), VeList.of("ctid").rows(List.of()));
    }

    @ParameterizedTest
    @CsvSource({"veid, ctid", "vpsid, ctid", "vename, name"})
    void oldNamesAreTheSameColumns(String alias, String name) {
        assertEquals(
                VeList.of(name).text(List.of(RUNNING), true, true),
                VeList.of(alias).text(List.of(RUNNING), true, true));
        assertTrue(!VeList.fieldNames().contains(alias));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CTID", "numproc.x", "numproc.", "-ctid", "ctid;status"})
    void aFieldThatDoesNotExistIsNamedWithTheNextStep(String name) {
        for (String columns : List.of(name, "ctid," + name)) {
            var unknown = assertThrows(IllegalArgumentException.class, () -> VeList.of(columns));
            assertEquals("no field " + name + "; see: vzgit list -L", unknown.getMessage());
        }
    }

    @Test
    void sortingByAFieldThatDoesNotExistNamesItWithoutTheMinus() {
        var unknown =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> VeList.sorted(List.of(RUNNING), "-speed"));
        assertEquals("no field speed; see: vzgit list -L", unknown.getMessage());
    }

    @Test
    void equalValuesKeepTheirOrderBothWays() {
        List<VeView> ves = List.of(UNREADABLE, STOPPED, HELD);
        assertEquals(ves, VeList.sorted(ves, "hostname"));
        assertEquals(ves, VeList.sorted(ves, "-hostname"));
        assertEquals(List.of(HELD, STOPPED, UNREADABLE), VeList.sorted(ves, "status"));
        assertEquals(List.of(UNREADABLE, STOPPED, HELD), VeList.sorted(ves, "-status"));
    }

    @Test
    void withoutAValueComesFirstAndUnlimitedAfterEveryNumber() {
        VeView small = written(builder(101).resource(Resource.NUMPROC, Limit.of(new Count(9))));
        VeView large = written(builder(102).resource(Resource.NUMPROC, Limit.of(new Count(10))));
        VeView most = written(builder(103).resource(Resource.NUMPROC, Limit.UNLIMITED));
        VeView none = written(builder(104));
        List<VeView> sorted = List.of(none, small, large, most);
        assertEquals(sorted, VeList.sorted(List.of(most, large, none, small), "numproc.l"));
        assertEquals(sorted.reversed(), VeList.sorted(sorted, "-numproc.l"));
    }

    @Test
    void anyOrderIsSortedToTheSame() {
        List<VeView> ves = new ArrayList<>();
        for (int veid = 190; veid < 1_010; veid += 9) {
            ves.add(written(builder(veid)));
        }
        List<VeView> shuffled = new ArrayList<>(ves);
        Collections.shuffle(shuffled, new Random(11));
        assertEquals(ves, VeList.sorted(shuffled, "ctid"));
        assertEquals(ves.reversed(), VeList.sorted(shuffled, "-veid"));
    }

    private static VeSpec.Builder builder(int veid) {
        return new VeSpec.Builder(
                LiveVes.identity(veid), TemplateSpec.BUSYBOX, new Origin("web.yaml", 1, 1));
    }

    private static VeView written(VeSpec.Builder builder) {
        VeSpec spec = builder.build();
        return new VeView(spec.veid(), Optional.of(spec), ObservedVe.nothing(spec.veid()));
    }
}
