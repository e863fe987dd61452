package org.vzgit.reconciler.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.schema.BootPolicy;
import org.vzgit.schema.Origin;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

class VeListTest {
    private static final VeView RUNNING = view(LiveVes.running(101));
    private static final VeView STOPPED = view(LiveVes.stopped(102));

    @Test
    void defaultColumnsLookLikeVzlist() {
        String expected =
                """
                      CTID      NPROC STATUS    IP_ADDR         HOSTNAME
                       101          3 running   10.101.0.5      live.example.org
                       102          - stopped   -               written.example.org
                """;
        assertEquals(
                expected,
                VeList.of(VeList.DEFAULT_COLUMNS).text(List.of(RUNNING, STOPPED), true, true));
    }

    @ParameterizedTest
    @CsvSource({
        "numproc,3,-",
        "numproc.m,9,-",
        "numproc.b,100,50",
        "numproc.l,100,50",
        "numproc.f,2,-",
        "physpages,1000,-",
        "physpages.m,-,-",
        "physpages.l,65536,unlimited",
        "kmemsize,-,-",
        "kmemsize.l,-,-",
        "diskspace,-,-",
        "name,web101,web102",
        "veid,101,102",
        "ostemplate,busybox,busybox",
        "nameserver,10.0.0.1,-",
        "spoofed,0,-",
        "status,running,stopped"
    })
    void runningShowsTheKernelAndStoppedShowsTheDocument(
            String field, String running, String stopped) {
        VeList list = VeList.of(field);
        assertEquals(running, list.text(List.of(RUNNING), false, true).strip());
        assertEquals(stopped, list.text(List.of(STOPPED), false, true).strip());
    }

    @Test
    void whatOnlyTheDocumentSaysIsShownOfEveryVeThatHasOne() {
        VeSpec spec =
                new VeSpec.Builder(
                                LiveVes.identity(101),
                                TemplateSpec.BUSYBOX,
                                new Origin("web.yaml", 1, 1))
                        .description("the shop")
                        .boot(new BootPolicy(false, 7, true))
                        .build();
        VeView ve = new VeView(new VeId(101), Optional.of(spec), LiveVes.running(101));
        VeView unwanted = new VeView(new VeId(101), Optional.empty(), LiveVes.running(101));
        VeList list = VeList.of("onboot,bootorder,disabled,description");
        assertEquals(
                "ONBOOT  BOOTORDER DISABL DESCRIPTION\n"
                        + "    no          7    yes the shop\n"
                        + "   yes          -     no -\n"
                        + "     -          -      - -\n",
                list.text(List.of(ve, STOPPED, unwanted), true, true));
    }

    @Test
    void onlyTheColumnsOfDocumentsAskForThem() {
        assertFalse(VeList.asksDocuments(VeList.DEFAULT_COLUMNS));
        assertTrue(VeList.asksDocuments("ctid,onboot"));
        assertTrue(VeList.asksDocuments("disabled"));
        assertThrows(IllegalArgumentException.class, () -> VeList.asksDocuments("colour"));
    }

    @Test
    void everyFieldHasItsOwnNameAndWorks() {
        List<String> names = VeList.fieldNames();
        assertEquals(names.size(), new HashSet<>(names).size());
        assertEquals(21 * 5, names.stream().filter(VeListTest::isBeancounter).count());
        String line = VeList.of(String.join(",", names)).text(List.of(RUNNING), false, true);
        assertTrue(line.contains("live.example.org"));
    }

    @Test
    void valuesAreCutToTheirColumnsExceptTheLast() {
        VeList list = VeList.of("ip,numproc");
        VeView long6 = RUNNING;
        assertEquals("10.101.0.5               3\n", list.text(List.of(long6), false, true));
        VeList names = VeList.of("iopslimit,smart_name");
        assertEquals("   -     web101\n", names.text(List.of(RUNNING), false, true));
    }

    @Test
    void unknownFieldIsNamed() {
        IllegalArgumentException unknown =
                assertThrows(IllegalArgumentException.class, () -> VeList.of("ctid,nmproc"));
        assertTrue(unknown.toString().contains("nmproc"));
    }

    @Test
    void numbersAreSortedAsNumbers() {
        VeView first = view(LiveVes.running(999));
        VeView second = view(LiveVes.running(1000));
        assertEquals(List.of(first, second), VeList.sorted(List.of(second, first), "ctid"));
        assertEquals(List.of(second, first), VeList.sorted(List.of(first, second), "-ctid"));
    }

    private static boolean isBeancounter(String name) {
        String base = name.replaceFirst("\\.[mblf]$", "");
        for (var ubc : org.vzgit.schema.Beancounter.values()) {
            if (ubc.key().equals(base)) {
                return true;
            }
        }
        return false;
    }

    private static VeView view(ObservedVe live) {
        VeId veid = live.veid();
        return new VeView(veid, Optional.of(LiveVes.spec(veid.value())), live);
    }

    @Test
    void noValueThenNumbersThenWordsWhicheverTwoMeet() {
        List<String> ordered = List.of("-", "9", "10", "100", "1a", "b");
        for (int i = 0; i < ordered.size(); i++) {
            for (int j = i + 1; j < ordered.size(); j++) {
                List<VeView> reversed =
                        List.of(named(102, ordered.get(j)), named(101, ordered.get(i)));
                assertEquals(
                        List.of(ordered.get(i), ordered.get(j)),
                        VeList.sorted(reversed, "hostname").stream()
                                .map(VeView::hostname)
                                .toList());
            }
        }
    }

    private static VeView named(int veid, String hostname) {
        VeSpec spec =
                new VeSpec.Builder(
                                LiveVes.identity(veid),
                                TemplateSpec.BUSYBOX,
                                new Origin("web.yaml", 1, 1))
                        .hostname(hostname)
                        .build();
        return new VeView(spec.veid(), Optional.of(spec), ObservedVe.nothing(spec.veid()));
    }
}
