package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.reconciler.cli.TestNode.Result;
import org.vzgit.reconciler.source.TestRepository;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;
import tools.jackson.databind.json.JsonMapper;

/// How the options of `ubc` go together, on a node with two VEs of numproc 100 and 50.
class UbcOptionsTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir Path directory;
    private TestNode node;
    private TestRepository repository;
    private String commit;

    @BeforeEach
    void applyACommit() throws IOException {
        node = new TestNode(directory).withWeb1(99);
        node.write("web2.yaml", TestNode.ve("web2", 102, "beancounters: {numproc: 50}"));
        repository = TestRepository.withWorkTree(node.desired);
        repository.commit();
        assertEquals(
                0, node.run("apply", "--repo", node.desired.toString(), "--node", "hn1").code());
        count(101, 10, 20, 5);
        count(102, 10, 20, 7);
        node.withWeb1(100);
        commit = repository.commit();
        assertEquals(0, node.run("apply").code());
    }

    @ParameterizedTest
    @CsvSource({
        // held, maxheld, --held, --maxheld, told
        "50, 50, 0.5, 0.8, false",
        "51, 51, 0.5, 0.8, true",
        "0, 80, 0.5, 0.8, false",
        "0, 81, 0.5, 0.8, true",
        "50, 50, 0.499, 1, true",
        "99, 100, 1, 1, false",
        "51, 51, 50, 80, true",
        "50, 80, 50, 80, false",
        "0, 81, 100, 80, true",
        "1, 1, 0.001, 1, true"
    })
    void quietTellsRowsAboveTheirShareOfTheBound(
            long held, long maxheld, String heldShare, String maxheldShare, boolean told) {
        count(101, held, maxheld, 0);
        String out = ok("-q", "web1", "--held", heldShare, "--maxheld", maxheldShare).out();
        assertEquals(told, out.contains("numproc"), out);
    }

    @Test
    void aRefusalIsToldHoweverHighTheSharesAre() {
        count(101, 0, 0, 1);
        assertTrue(ok("-q", "web1", "--held", "1", "--maxheld", "1").out().contains("numproc"));
    }

    @Test
    void oneVeIsNotMixedWithAnother() {
        String one = ok("web1").out();
        assertTrue(one.contains("      101:  kmemsize "), one);
        assertFalse(one.contains("102:"), one);
        assertEquals(List.of(101), veids(ok("web1", "-o", "json")));
        assertEquals(List.of(101, 102), veids(ok("-o", "json")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ubc web9", "ubc --bc web9", "ubc -q web9", "ubc --since last web9"})
    void aVeThatIsNotHereIsNamed(String command) {
        assertEquals(
                new Result(1, "", "vzgit: no VE web9 on this node; see vzgit list -a\n"),
                node.run(command.split(" ")));
    }

    @Test
    void failcntCountsFromACommitWhicheverWayItIsShort() {
        count(101, 10, 20, 9);
        for (int digits : List.of(4, 7, 12, 40)) {
            String since = commit.substring(0, digits);
            assertEquals(4, failcnt(ok("web1", "--since", since, "-o", "json")), since);
        }
        assertEquals(9, failcnt(ok("web1", "-o", "json")), "without --since nothing is taken off");
    }

    @Test
    void applyingACommitAgainDoesNotMoveItsBeginning() {
        count(101, 10, 20, 9);
        assertEquals(0, node.run("apply").code());
        assertEquals(4, failcnt(ok("web1", "--since", commit, "-o", "json")));
    }

    @Test
    void eachCommitHasItsOwnBeginning() throws IOException {
        count(101, 10, 20, 9);
        node.withWeb1(101);
        String second = repository.commit();
        assertEquals(0, node.run("apply").code());
        count(101, 10, 20, 12);
        assertEquals(7, failcnt(ok("web1", "--since", commit, "-o", "json")));
        assertEquals(3, failcnt(ok("web1", "--since", second, "-o", "json")));
    }

    @Test
    void lastIsSinceTheLastLookAtAnyVe() {
        assertEquals(5, failcnt(ok("web1", "--since", "last", "-o", "json")));
        count(101, 10, 20, 6);
        count(102, 10, 20, 9);
        assertEquals(1, failcnt(ok("web1", "--since", "last", "-o", "json")));
        assertEquals(0, failcnt(ok("web2", "--since", "last", "-o", "json")), "was looked at too");
        assertEquals(6, failcnt(ok("web1", "-o", "json")), "and a look without moves nothing");
    }

    @Test
    void aCounterThatBeganAnewIsNotNegative() {
        ok("--since", "last");
        count(101, 10, 20, 2);
        long since = failcnt(ok("web1", "--since", "last", "-o", "json"));
        assertTrue(since >= 0, since + "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "LAST", "main", "../../etc/passwd", "last ", "ABCDEF0"})
    void whatIsNoCommitIsWrongUsage(String since) {
        assertEquals(
                new Result(
                        64,
                        "",
                        "vzgit: --since: " + since + " is not a commit id of 4 or more digits\n"),
                node.run("ubc", "--since=" + since));
    }

    @Test
    void aCommitThatWasNotAppliedSaysWhatThatMeans() {
        String other = commit.startsWith("0") ? "1111111" : "0000000";
        assertEquals(
                new Result(
                        1,
                        "",
                        "vzgit: no counters were kept for commit "
                                + other
                                + ": it was not applied since the last reboot, or long ago\n"),
                node.run("ubc", "--since", other));
    }

    @Test
    void watchingShowsTheWholeOnceAndThenNothingWhereNothingMoves() {
        assertEquals(ok().out(), ok("--watch", "--count", "1").out());
        assertEquals(ok().out(), ok("-w", "--count", "3", "-n", "0").out());
        assertEquals(ok("web2").out(), ok("-w", "--count", "2", "-n", "0", "web2").out());
    }

    @ParameterizedTest
    @CsvSource({"json, {", "JSON, {", "prometheus, #", "PROMETHEUS, #", "text, Version", "Text, V"})
    void theFormatIsTakenInAnyCase(String format, String begin) {
        assertTrue(ok("-o", format).out().startsWith(begin));
    }

    @Test
    void levelsAreForPeopleAndForPrograms() {
        List<String> rows = ok("--levels").out().lines().toList();
        assertTrue(rows.getFirst().matches("RESOURCE +UNIT +LEVEL +MEANS"), rows.getFirst());
        var json = JSON.readTree(ok("--levels", "-o", "json").out());
        assertEquals("BeancounterLevels", json.get("kind").asString());
        assertEquals(rows.size() - 1, json.get("levels").size());
        for (String row : rows.subList(1, rows.size())) {
            String[] cells = row.split(" {2,}");
            assertEquals(4, cells.length, row);
            assertEquals(json.get("levels").get(cells[0]).asString(), cells[2], row);
        }
    }

    /// `swappages` is in the rows of one VE only.
    @Test
    void theRowsOfOneVeAreThoseOfTheWholeWithoutItsNumber() {
        String[] whole =
                ok("web1").out().replace("101:", "    ").lines().skip(2).toArray(String[]::new);
        String[] rows = ok("--bc", "web1").out().lines().toArray(String[]::new);
        for (String row : rows) {
            String one = row.strip().replaceAll(" +", " ");
            assertTrue(
                    one.startsWith("swappages")
                            || List.of(whole).stream()
                                    .anyMatch(w -> w.strip().replaceAll(" +", " ").equals(one)),
                    row);
        }
    }

    private void count(int veid, long held, long maxheld, long failcnt) {
        node.kernel
                .mishaps()
                .count(
                        new VeId(veid),
                        Beancounter.NUMPROC,
                        new UbcRow(held, maxheld, 0, 0, failcnt));
    }

    private static List<Integer> veids(Result json) {
        return JSON.readTree(json.out())
                .get("ves")
                .valueStream()
                .map(ve -> ve.get("veid").asInt())
                .toList();
    }

    private static long failcnt(Result json) {
        return JSON.readTree(json.out()).at("/ves/0/resources/numproc/failcnt").asLong(-1);
    }

    private Result ok(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "ubc";
        System.arraycopy(words, 0, all, 1, words.length);
        Result result = node.run(all);
        assertEquals(0, result.code(), result.err());
        return result;
    }
}
