package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.apply.Journal;
import org.vzgit.reconciler.apply.JournalEntry;
import org.vzgit.reconciler.cli.TestNode.Result;
import org.vzgit.schema.VeId;
import tools.jackson.databind.json.JsonMapper;

/// What a journal that is known to the letter is printed as.
class EventsAndHistoryTest {
    private static final String COMMIT = "4f0c2d91aa0bb1cc2dd3ee4ff5061728394a5b6c";
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir Path directory;
    private TestNode node;

    @BeforeEach
    void prepare() throws IOException {
        node = new TestNode(directory).withWeb1(100);
    }

    @Test
    void nothingWasDoneYet() {
        assertEquals(new Result(0, "", ""), node.run("events"));
        var history = node.run("history");
        assertEquals(0, history.code());
        assertEquals(
                List.of("TIME", "COMMIT", "VE", "OPERATION", "CHANGE", "RESULT", "AUTHOR"),
                List.of(history.out().strip().split(" +")));
        assertEquals(
                0,
                JsonMapper.shared()
                        .readTree(node.run("history", "-o", "json").out())
                        .get("entries")
                        .size());
        assertFalse(Files.exists(node.home), "looking leaves nothing behind");
    }

    @Test
    void eachResultIsOneLineInWords() throws IOException {
        journal(
                entry(0, "web1", "set numproc", "numproc", "100", "200", "done", ""),
                entry(1, "web1", "set cpuunits", "cpuunits", "", "1000", "failed", "EINVAL: no"),
                entry(2, "web1", "start init", "", "", "", "skipped", "another failed"),
                entry(3, "node", "make link", "", "", "", "not verified", "seen: none"));
        assertEquals(
                """
                2026-11-22T12:00:00Z 4f0c2d9 web1: set numproc (numproc 100 → 200) DONE
                2026-11-22T12:00:01Z 4f0c2d9 web1: set cpuunits (cpuunits 1000) FAILED: EINVAL: no
                2026-11-22T12:00:02Z 4f0c2d9 web1: start init SKIPPED: another failed
                2026-11-22T12:00:03Z 4f0c2d9 node: make link NOT VERIFIED: seen: none
                """,
                node.run("events").out());
    }

    @Test
    void aValueThatIsTakenAwayIsToldToo() throws IOException {
        journal(entry(0, "web1", "set numproc", "numproc", "100", "", "done", ""));
        assertEquals(
                "2026-11-22T12:00:00Z 4f0c2d9 web1: set numproc (numproc 100 → ) DONE\n",
                node.run("events").out());
    }

    @Test
    void historyHasTheNewestFirstAndEventsTheNewestLast() throws IOException {
        journal(numbered(30));
        assertEquals(
                IntStream.range(20, 30).mapToObj(i -> "op" + i).toList(),
                operations(node.run("events").out()));
        assertEquals(
                IntStream.range(10, 30).mapToObj(i -> "op" + i).toList().reversed(),
                node.run("history")
                        .out()
                        .lines()
                        .skip(1)
                        .map(line -> line.split(" +")[3])
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 11, 12, 13, Integer.MAX_VALUE})
    void noMoreAreToldThanAskedForNorThanThereAre(int most) throws IOException {
        journal(numbered(12));
        int told = Math.min(most, 12);
        String number = Integer.toString(most);
        assertEquals(told, node.run("events", "-n", number).out().lines().count());
        assertEquals(told, node.run("events", "--most", number).out().lines().count());
        assertEquals(told + 1, node.run("history", "-n", number).out().lines().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "", "1.5", "2147483648", "0x10"})
    void aNumberThatIsNoneIsWrongUsage(String number) {
        for (String command : List.of("events", "history")) {
            var result = node.run(command, "-n=" + number);
            assertEquals(64, result.code());
            assertTrue(
                    result.err()
                            .startsWith(
                                    "vzgit: Invalid value for option '--most': '"
                                            + number
                                            + "' is not an int\n"),
                    result.err());
            assertTrue(result.err().endsWith("See vzgit " + command + " --help\n"), result.err());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "86401", "2147483647", "-2147483648"})
    void timeToFollowIsWithinADay(String seconds) {
        var result = node.run("events", "--follow", "--for", seconds);
        assertEquals(
                new Result(64, "", "vzgit: --for: " + seconds + " is not 0 to 86400\n"), result);
        assertEquals(64, node.run("events", "--for", seconds).code(), "said before it is used");
    }

    @Test
    void aDayIsTheLongestAndCostsNothingWhereNobodyFollows() throws IOException {
        journal(numbered(1));
        assertEquals(1, node.run("events", "--for", "86400").out().lines().count());
    }

    @Test
    void followingForNoTimeTellsThePastOnce() throws IOException {
        journal(numbered(3));
        assertEquals(
                List.of("op0", "op1", "op2"),
                operations(node.run("events", "--follow", "--for", "0").out()));
    }

    @Test
    void aVeIsMeantByNameOrNumberAndNothingElseIsTold() throws IOException {
        journal(
                at(101, "web1", "one"),
                at(102, "web2", "two"),
                at(101, "old-name", "three"),
                at(103, "101", "four"),
                at(0, "node", "five"));
        assertEquals(List.of("one"), historyOf("web1"));
        assertEquals(List.of("four", "three", "one"), historyOf("101"));
        assertEquals(List.of("two"), historyOf("102"));
        assertEquals(List.of("five"), historyOf("node"));
        assertEquals(List.of("five"), historyOf("0"));
        assertEquals(List.of(), historyOf("web"));
        assertEquals(List.of(), historyOf("WEB1"));
    }

    @Test
    void eventIsOneLineOfJsonWithEverythingTheJournalHas() throws IOException {
        journal(entry(7, "web1", "set numproc", "numproc", "100", "200", "done", ""));
        String line = node.run("events", "-o", "json").out();
        assertEquals(1, line.lines().count(), line);
        assertEquals(
                JsonMapper.shared()
                        .readTree(
                                """
                                {"apiVersion": "vzgit/v1", "kind": "Event",
                                 "time": "2026-11-22T12:00:07Z", "apply": "run-1",
                                 "commit": "4f0c2d91aa0bb1cc2dd3ee4ff5061728394a5b6c",
                                 "author": "Ada Admin <ada@example.org>",
                                 "veid": 101, "name": "web1", "operation": "set numproc",
                                 "field": "numproc", "from": "100", "to": "200",
                                 "origin": "web1.yaml:8", "result": "done", "detail": "",
                                 "micros": 12}
                                """),
                JsonMapper.shared().readTree(line));
    }

    @Test
    void historyIsTheSameFieldsInADocument() throws IOException {
        journal(entry(7, "web1", "set numproc", "numproc", "100", "200", "done", ""));
        var history = JsonMapper.shared().readTree(node.run("history", "-o", "json").out());
        assertEquals("History", history.get("kind").asString());
        assertEquals("vzgit/v1", history.get("apiVersion").asString());
        var event = JsonMapper.shared().readTree(node.run("events", "-o", "json").out());
        history.at("/entries/0")
                .properties()
                .forEach(field -> assertEquals(event.get(field.getKey()), field.getValue()));
        assertEquals(event.size() - 2, history.at("/entries/0").size());
    }

    /// A failure may carry any text of the kernel's or of a VE's own.
    @Test
    void anyTextSurvivesTheWayThroughJournalAndJson() throws IOException {
        Random random = new Random(20261122);
        for (int round = 0; round < 50; round++) {
            String text = random(random);
            JournalEntry written =
                    entry(round, "web1", "op", "f", text, text + "2", "failed", text);
            journal(written);
            String line = node.run("events", "-n", "1", "-o", "json").out();
            assertEquals(1, line.chars().filter(c -> c == '\n').count(), line);
            var json = JsonMapper.shared().readTree(line);
            assertEquals(text, json.get("detail").asString());
            assertEquals(text, json.get("from").asString());
            assertEquals(text + "2", json.get("to").asString());
        }
    }

    /// Root in a VE gives its VE any host name, and that is the value which is put right.
    @Test
    void whatAVeNamedItselfDoesNotActOnTheTerminal() {
        node.run("apply", "--dir", node.desired.toString());
        node.kernel.mishaps().setHostname(new VeId(101), "x\u001b]0;owned\u0007");
        var planned = node.run("plan");
        assertHarmless(planned.out());
        assertHarmless(node.run("status").out());
        assertHarmless(node.run("list").out());
        var applied = node.run("apply");
        assertHarmless(applied.out() + applied.err());
        assertHarmless(node.run("events").out());
        assertHarmless(node.run("history").out());
    }

    @Test
    void aFailureOfTheKernelDoesNotActOnTheTerminalEither() throws IOException {
        journal(
                entry(
                        0,
                        "web1",
                        "set numproc",
                        "numproc",
                        "\u001b[2J",
                        "\u202e001",
                        "failed",
                        "line\nFORGED done \u009b1m"));
        String events = node.run("events").out();
        assertHarmless(events);
        assertEquals(1, events.lines().count(), "a value makes no line of its own");
        String history = node.run("history").out();
        assertHarmless(history);
        assertEquals(2, history.lines().count());
    }

    @Test
    void damagedLinesArePassedOverAndCounted() throws IOException {
        journal(numbered(2));
        Path file = NodeHome.below(node.home).state().resolve("journal/apply.jsonl");
        Files.writeString(file, "{\"time\": \"2026\n\n[]\n{}\nnull\n", StandardOpenOption.APPEND);
        var history = node.run("history");
        assertEquals(0, history.code());
        assertEquals(3, history.out().lines().count());
        assertEquals("vzgit: 4 damaged journal lines were passed over\n", history.err());
        assertEquals(List.of("op0", "op1"), operations(node.run("events").out()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"xml", "", "yaml", "markdown"})
    void anOutputThatIsNoneNamesThoseThatAre(String format) {
        for (String command : List.of("events", "history", "blame")) {
            var result =
                    command.equals("blame")
                            ? node.run("blame", "web1", "-o=" + format)
                            : node.run(command, "-o=" + format);
            assertEquals(64, result.code());
            assertEquals(
                    "vzgit: Invalid value for option '--output': expected one of [TEXT, JSON]"
                            + " (case-insensitive) but was '"
                            + format
                            + "'\nSee vzgit "
                            + command
                            + " --help\n",
                    result.err());
        }
    }

    private static void assertHarmless(String text) {
        assertEquals(
                List.of(),
                text.codePoints()
                        .filter(c -> c != '\n' && (Character.isISOControl(c) || c == 0x202e))
                        .mapToObj(Integer::toHexString)
                        .toList(),
                text);
    }

    private static String random(Random random) {
        return random.ints(1 + random.nextInt(20), 0, 0x250)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private List<String> historyOf(String ve) {
        return node.run("history", ve)
                .out()
                .lines()
                .skip(1)
                .map(line -> line.split(" +")[3])
                .toList();
    }

    private static List<String> operations(String events) {
        return events.lines().map(line -> line.split(" ")[3]).toList();
    }

    private static JournalEntry[] numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> entry(i, "web1", "op" + i, "", "", "", "done", ""))
                .toArray(JournalEntry[]::new);
    }

    private static JournalEntry at(int veid, String name, String operation) {
        JournalEntry like = entry(0, name, operation, "", "", "", "done", "");
        return new JournalEntry(
                like.time(),
                like.run(),
                new JournalEntry.Target(0, operation, veid, name),
                like.wanted(),
                like.result());
    }

    private static JournalEntry entry(
            int second,
            String name,
            String operation,
            String field,
            String from,
            String to,
            String status,
            String detail) {
        return new JournalEntry(
                NOON.plusSeconds(second),
                new JournalEntry.Run("run-1", COMMIT, "Ada Admin <ada@example.org>"),
                new JournalEntry.Target(second, operation, name.equals("node") ? 0 : 101, name),
                new JournalEntry.Wanted(field, from, to, "web1.yaml:8"),
                new JournalEntry.Result(status, detail, 12));
    }

    private void journal(JournalEntry... entries) throws IOException {
        Journal journal = new Journal(NodeHome.below(node.home).state().resolve("journal"));
        for (JournalEntry entry : entries) {
            journal.append(entry);
        }
        journal.sync();
    }
}
