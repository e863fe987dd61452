package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;
import tools.jackson.databind.json.JsonMapper;

/// `vzgit ubc` on a simulated node with one VE.
final class UbcCommandTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final VeId VE = new VeId(101);

    @TempDir private Path directory;
    private TestNode node;

    @BeforeEach
    void startWeb1() throws IOException {
        node = new TestNode(directory).withWeb1(100);
        assertEquals(0, node.run("apply", "--dir", node.desired.toString()).code());
        count(0);
    }

    private void count(long failcnt) {
        node.kernel.mishaps().count(VE, Beancounter.NUMPROC, new UbcRow(60, 70, 0, 0, failcnt));
    }

    private String ubc(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "ubc";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        var result = node.run(all);
        assertEquals(0, result.code(), result.err());
        return result.out();
    }

    @Test
    void everythingIsWhatTheKernelOfOpenVzPrints() {
        var lines = ubc().lines().toList();
        assertEquals("Version: 2.5", lines.getFirst());
        assertEquals(26, lines.size());
        assertTrue(lines.get(2).startsWith("      101:  kmemsize "), lines.get(2));
        assertEquals(
                "            numproc                        60                   70"
                        + "                  100                  100                    0",
                lines.get(7));
    }

    @Test
    void oneVeIsNamedByNameOrVeid() {
        assertEquals(ubc(), ubc("web1"));
        assertEquals(ubc(), ubc("101"));
        assertEquals(21, ubc("--bc", "web1").lines().count());
        assertEquals(1, node.run("ubc", "web9").code());
    }

    @Test
    void quietShowsRowsInTroubleOnly() {
        assertEquals(2, ubc("-q").lines().count());
        assertEquals(1, ubc("-q", "--held", "90", "--maxheld", "0.9").lines().count());
    }

    @Test
    void failcntCountsFromTheLastLook() {
        count(40);
        assertTrue(ubc("--since", "last", "-q").contains(" 40\n"));
        assertFalse(ubc("--since", "last", "-q", "--held", "0.9").contains(" 40\n"));
        count(42);
        assertTrue(ubc("--since", "last", "-q").endsWith(" 2\n"));
    }

    @Test
    void aCommitThatWasNeverAppliedIsSaid() {
        var result = node.run("ubc", "--since", "3f2a91c");
        assertEquals(1, result.code());
        assertTrue(result.err().contains("3f2a91c"), result.err());
        assertEquals(64, node.run("ubc", "--since", "yesterday").code());
    }

    @Test
    void levelsTellHowWellThisNodeDoes() {
        String text = ubc("--levels");
        assertTrue(text.lines().anyMatch(line -> line.matches("numproc +items +cgroup .*")), text);
        assertTrue(text.lines().anyMatch(line -> line.matches("numfile +items +absent .*")), text);
        assertEquals(
                "cgroup",
                JSON.readTree(ubc("--levels", "-o", "json")).at("/levels/numproc").asString());
    }

    @Test
    void jsonHasNumbersAndNoBoundWhereThereIsNone() {
        var json = JSON.readTree(ubc("-o", "json")).at("/ves/0");
        assertEquals("web1", json.at("/name").asString());
        assertEquals(60, json.at("/resources/numproc/held").asLong());
        assertEquals(100, json.at("/resources/numproc/limit").asLong());
        assertEquals("items", json.at("/resources/numproc/unit").asString());
        assertTrue(json.at("/resources/physpages/limit").isMissingNode());
    }

    @Test
    void prometheusLinesCarryVeAndUnit() {
        String text = ubc("-o", "prometheus");
        String labels = "{veid=\"101\",ve=\"web1\",resource=\"numproc\",unit=\"items\"}";
        assertTrue(text.contains("vzgit_ubc_held" + labels + " 60\n"), text);
        assertTrue(text.contains("vzgit_ubc_failcnt_total" + labels + " 0\n"), text);
        assertTrue(text.contains("# TYPE vzgit_ubc_failcnt_total counter\n"));
        assertTrue(text.contains("resource=\"physpages\",unit=\"pages\"} +Inf\n"), text);
        assertTrue(text.contains("vzgit_ubc_level{resource=\"numproc\",level=\"cgroup\"} 1\n"));
        text.lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line ->
                        assertTrue(line.matches("[a-z_]+\\{[^{}]*} (\\+Inf|\\d+)"), () -> line));
    }

    @Test
    void validateHereNamesTheLineOfABoundThatTheNodeDoesNotKeep() throws IOException {
        node.write("web2.yaml", TestNode.ve("web2", 102, "beancounters: {numfile: 512}"));
        var there = node.run("validate", node.desired.toString());
        assertFalse(there.out().contains("VZ3040"), there.out());
        var here = node.run("validate", "--here", node.desired.toString());
        assertEquals(0, here.code(), here.err());
        assertTrue(
                here.out()
                        .contains(
                                "web2.yaml:8:27: warning VZ3040 numfile is neither counted nor"
                                        + " refused on this node"),
                here.out());
        assertTrue(here.out().contains("  beancounters: {numfile: 512}\n"), here.out());
    }

    @Test
    void planWarnsOfABoundThatTheNodeDoesNotKeepAndAppliesTheRest() throws IOException {
        node.write("web1.yaml", TestNode.ve("web1", 101, "beancounters: {numfile: 512}"));
        var plan = node.run("plan");
        assertTrue(plan.out().contains("WARNING   VE web1 (101)"), plan.out());
        assertTrue(plan.out().contains("! numfile is neither counted"), plan.out());
        assertEquals(
                101,
                JSON.readTree(node.run("plan", "-o", "json").out()).at("/warnings/0/veid").asInt());
        assertEquals(0, node.run("apply").code());
        assertTrue(node.run("plan").out().contains("WARNING"));
    }

    @Test
    void watchingEndsAfterSoManyLooksAndSaysNothingWhereNothingMoved() {
        assertEquals(ubc(), ubc("--watch", "--count", "2", "-n", "0"));
        assertEquals(64, node.run("ubc", "--watch", "--count", "0").code());
        assertEquals(64, node.run("ubc", "--watch", "-n", "-1").code());
    }

    @Test
    void statusNamesWhatWasRefused() {
        count(3);
        assertTrue(node.run("status").out().contains("numproc failcnt 3"));
        var json = JSON.readTree(node.run("status", "-o", "json").out());
        assertEquals(3, json.at("/ves/0/beancounters/numproc/failcnt").asLong());
    }

    @Test
    void listShowsTheSameNumbers() {
        count(3);
        assertEquals(
                "60 70 100 100 3",
                node.run("list", "-H", "-o", "numproc,numproc.m,numproc.b,numproc.l,numproc.f")
                        .out()
                        .strip()
                        .replaceAll(" +", " "));
    }
}
