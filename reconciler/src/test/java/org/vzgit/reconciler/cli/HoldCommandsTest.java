package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.reconciler.cli.TestNode.Result;
import org.vzgit.reconciler.source.TestRepository;
import tools.jackson.databind.json.JsonMapper;

/// What people leave word of on a node where no agent runs: suspend, resume, hold, release, doctor.
class HoldCommandsTest {
    private static final String NO_AGENT = "agent      ✗ none runs on this node; vzgit agent\n";

    @TempDir Path directory;
    private TestNode node;

    @BeforeEach
    void applyTwoVes() throws IOException {
        node = new TestNode(directory).withWeb1(100);
        node.write("web2.yaml", TestNode.ve("web2", 102, "beancounters: {numproc: 50}"));
        assertEquals(0, node.run("apply", "--dir", node.desired.toString()).code());
    }

    @Test
    void doctorOfANodeThatNobodyTouchedSaysOnlyThatNoAgentRuns() {
        assertEquals(new Result(1, NO_AGENT, ""), node.run("doctor"));
    }

    @Test
    void doctorListsTheNodeFirstAndThenVesByTheirNumber() {
        suspend("102", "second");
        suspend("web1", "first");
        ok("hold", "--commit", "0123abc", "--reason", "third", "--for", "1h");
        String text = node.run("doctor").out();
        assertTrue(text.startsWith(NO_AGENT), text);
        assertEquals(
                List.of(
                        "held       at 0123abc by * third",
                        "suspended  VE 101 by * first",
                        "suspended  VE 102 by * second"),
                text.lines().skip(1).map(HoldCommandsTest::timeless).toList());
    }

    @Test
    void suspendingAgainReplacesTheReasonAndTheTime() {
        suspend("web1", "first");
        suspend("101", "second");
        List<String> lines = node.run("doctor").out().lines().skip(1).toList();
        assertEquals(
                List.of("suspended  VE 101 by * second"),
                lines.stream().map(HoldCommandsTest::timeless).toList());
    }

    @Test
    void holdingAgainReplacesTheCommit() {
        ok("hold", "--commit", "aaaaaaa", "--reason", "x", "--for", "1h");
        ok("hold", "--commit", "bbbbbbb", "--reason", "y", "--for", "1h");
        String text = node.run("doctor").out();
        assertFalse(text.contains("aaaaaaa"), text);
        assertTrue(text.contains("held       at bbbbbbb by "), text);
    }

    @Test
    void releaseLeavesSuspendedVesAndResumeLeavesTheHeldNode() {
        suspend("web1", "x");
        suspend("web2", "x");
        ok("hold", "--commit", "0123abc", "--reason", "x", "--for", "1h");
        assertEquals("VE 102 is no longer suspended\n", ok("resume", "web2").out());
        String both = node.run("doctor").out();
        assertTrue(both.contains("held       at 0123abc"), both);
        assertTrue(both.contains("suspended  VE 101"), both);
        assertFalse(both.contains("VE 102"), both);
        assertEquals("this node is no longer held\n", ok("release").out());
        String one = node.run("doctor").out();
        assertFalse(one.contains("held "), one);
        assertTrue(one.contains("suspended  VE 101"), one);
    }

    @Test
    void resumeAndReleaseOfNothingSucceedAndSaySo() {
        for (int time = 0; time < 2; time++) {
            assertEquals(
                    new Result(0, "VE 101 was not suspended\n", ""), node.run("resume", "web1"));
            assertEquals(new Result(0, "this node was not held\n", ""), node.run("release"));
        }
    }

    @Test
    void suspendedVeThatIsGoneFromTheNodeCanBeResumedByItsNumber() {
        suspend("web1", "x");
        assertEquals(0, node.run("wipe").code());
        assertEquals(1, node.run("resume", "web1").code());
        assertEquals("VE 101 is no longer suspended\n", ok("resume", "101").out());
        assertEquals(
                new Result(1, "", "vzgit: no VE 101 on this node; see vzgit list -a\n"),
                node.run("resume", "101"));
    }

    @ParameterizedTest
    @CsvSource({"suspend, web9", "suspend, 109", "resume, web9", "resume, 0101", "resume, ''"})
    void aVeThatIsNotHereIsNamedWithWhereToLook(String command, String ve) {
        var result =
                command.equals("resume")
                        ? node.run("resume", ve)
                        : node.run("suspend", ve, "--reason", "x", "--for", "1h");
        assertEquals(
                new Result(1, "", "vzgit: no VE " + ve + " on this node; see vzgit list -a\n"),
                result);
        assertFalse(Files.exists(holds()), "nothing was written down");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "main", "HEAD", "012abc", "0123ABC", "0123abg", "0123abc ", "0123abc\n"})
    void whatIsNoCommitIsNotHeld(String commit) {
        var result = node.run("hold", "--commit=" + commit, "--reason", "x", "--for", "1h");
        assertEquals(64, result.code());
        assertEquals("vzgit: hold needs a commit, and " + commit + " is none\n", result.err());
        assertFalse(Files.exists(holds()));
    }

    @Test
    void aCommitHasSevenToSixtyFourDigits() {
        String longest = "0123456789abcdef".repeat(4);
        for (String commit : List.of("0123abc", longest.substring(0, 40), longest)) {
            assertTrue(
                    ok("hold", "--commit", commit, "--reason", "x", "--for", "1h")
                            .out()
                            .startsWith("this node is held at " + commit + " by "));
        }
        for (String commit : List.of("0123ab", longest + "0")) {
            assertEquals(
                    64,
                    node.run("hold", "--commit", commit, "--reason", "x", "--for", "1h").code(),
                    commit);
        }
    }

    @Test
    void withoutACommitItIsTheOneThatTheSourceHasNow() throws IOException {
        node = new TestNode(directory.resolve("other")).withWeb1(100);
        TestRepository repository = TestRepository.withWorkTree(node.desired);
        String commit = repository.commit();
        assertEquals(
                0, node.run("apply", "--repo", node.desired.toString(), "--node", "hn1").code());
        String text = ok("hold", "--reason", "incident 12", "--for", "2h").out();
        assertEquals(
                "this node is held at " + commit + " by * incident 12", timeless(text.strip()));
    }

    @Test
    void aHeldNodeStillTakesWhatAPersonApplies() throws IOException {
        ok("hold", "--commit", "0123abc", "--reason", "x", "--for", "1h");
        node.withWeb1(101);
        assertEquals(0, node.run("apply").code(), "hold is for the agent");
        assertTrue(node.run("doctor").out().contains("held       at 0123abc"));
    }

    @Test
    void onlyTheSuspendedVeWaitsAndEverybodyIsToldWhy() throws IOException {
        suspend("web1", "migration by hand");
        node.withWeb1(200);
        node.write("web2.yaml", TestNode.ve("web2", 102, "beancounters: {numproc: 60}"));
        var plan = node.run("plan");
        assertEquals(2, plan.code());
        assertTrue(plan.out().contains("~ numproc  50 → 60"), plan.out());
        assertFalse(plan.out().contains("100 → 200"), plan.out());
        assertTrue(plan.out().contains("migration by hand"), plan.out());
        var applied = node.run("apply");
        assertEquals(4, applied.code(), applied.out());
        assertEquals("100\n60\n", list());
        ok("resume", "web1");
        assertEquals(0, node.run("apply").code());
        assertEquals("200\n60\n", list());
    }

    @Test
    void theFileIsAVersionedListThatOtherProgramsCanRead() throws IOException {
        suspend("web1", "a \"quoted\" → reason \\ with everything");
        ok("hold", "--commit", "0123abc", "--reason", "x", "--for", "1h");
        var json = JsonMapper.shared().readTree(Files.readString(holds()));
        assertEquals("vzgit/v1", json.get("apiVersion").asString());
        assertEquals("Holds", json.get("kind").asString());
        assertEquals(2, json.get("holds").size());
        assertEquals(0, json.at("/holds/0/veid").asInt());
        assertEquals("0123abc", json.at("/holds/0/commit").asString());
        assertEquals(101, json.at("/holds/1/veid").asInt());
        assertEquals(
                "a \"quoted\" → reason \\ with everything",
                json.at("/holds/1/hold/reason").asString());
        assertTrue(
                node.run("doctor").out().contains(": a \"quoted\" → reason \\ with everything\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "7", "{\"holds\": 3}", "{\"holds\": [{}]}"})
    void aDamagedFileStopsEveryCommandBecauseSomeVeMustBeLeftAlone(String damage)
            throws IOException {
        Files.writeString(holds(), damage);
        int before = node.kernel.applied();
        node.withWeb1(200);
        for (String[] command :
                new String[][] {
                    {"doctor"},
                    {"plan"},
                    {"apply"},
                    {"resume", "web1"},
                    {"release"},
                    {"suspend", "web1", "--reason", "x", "--for", "1h"},
                    {"hold", "--commit", "0123abc", "--reason", "x", "--for", "1h"}
                }) {
            var result = node.run(command);
            assertEquals(1, result.code(), String.join(" ", command) + ": " + result);
            assertTrue(
                    result.err().contains("read " + holds() + ": not a list of holds"),
                    String.join(" ", command) + ": " + result.err());
        }
        assertEquals(before, node.kernel.applied());
        assertEquals(damage, Files.readString(holds()), "what a person may mend stays");
    }

    @Test
    void whatIsOverIsNeitherToldNorKept() throws IOException {
        Files.writeString(
                holds(),
                """
                {"apiVersion": "vzgit/v1", "kind": "Holds", "holds": [
                 {"veid": 101, "commit": "", "hold": {"by": "a", "reason": "past",
                  "since": "2020-01-01T00:00:00Z", "until": "2020-01-02T00:00:00Z"}},
                 {"veid": 0, "commit": "0123abc", "hold": {"by": "a", "reason": "past",
                  "since": "2020-01-01T00:00:00Z", "until": "2020-01-02T00:00:00Z"}}]}
                """);
        assertEquals(NO_AGENT, node.run("doctor").out());
        assertEquals("VE 101 was not suspended\n", ok("resume", "web1").out());
        assertEquals("this node was not held\n", ok("release").out());
        assertFalse(Files.readString(holds()).contains("past"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "cancel"})
    void withoutAnAgentTheNextStepIsToStartOne(String command) {
        assertEquals(
                new Result(1, "", "vzgit: no agent runs on this node; start one: vzgit agent\n"),
                node.run(command));
    }

    @ParameterizedTest
    @CsvSource({
        "sync, now",
        "cancel, web1",
        "doctor, web1",
        "release, web1",
        "hold, 0123abc",
        "resume, 'web1 web2'"
    })
    void whatACommandDoesNotTakeIsWrongUsage(String command, String words) {
        String all = command + " " + words;
        var result = node.run(all.split(" "));
        assertEquals(64, result.code(), result.out());
        assertTrue(result.err().endsWith("See vzgit " + command + " --help\n"), result.err());
    }

    private void suspend(String ve, String reason) {
        ok("suspend", ve, "--reason", reason, "--for", "1h");
    }

    private Result ok(String... command) {
        Result result = node.run(command);
        assertEquals(0, result.code(), result.err());
        assertEquals("", result.err());
        return result;
    }

    private String list() {
        return node.run("list", "-H", "-o", "numproc.l").out().replace(" ", "");
    }

    private Path holds() {
        return org.vzgit.kernel.sys.NodeHome.below(node.home).state().resolve("holds.json");
    }

    private static String timeless(String line) {
        return line.replaceFirst("by .* until [0-9T:-]+Z:", "by *");
    }
}
