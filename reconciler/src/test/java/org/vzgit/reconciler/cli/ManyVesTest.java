package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.vzgit.schema.VeId;

/// Which VEs `exec` and `runscript` choose, and what becomes of what they say.
class ManyVesTest {
    private static final String NONE = "vzgit: no running VE is meant; see vzgit list\n";

    @TempDir Path directory;
    private TestNode node;

    @BeforeEach
    void runFourVes() throws IOException {
        node = new TestNode(directory).withWeb1(100);
        node.write("web2.yaml", labelled("web2", 102, "tier: web, zone: a"));
        node.write("web10.yaml", labelled("web10", 110, "tier: web, zone: b"));
        node.write("db1.yaml", labelled("db1", 103, "tier: db, zone: a"));
        assertEquals(0, node.run("apply", "--dir", node.desired.toString()).code());
    }

    @ParameterizedTest
    @CsvSource({
        "*, '101 102 103 110'",
        "web*, '101 102 110'",
        "web?, '101 102'",
        "web??, 110",
        "?b1, 103",
        "[dw]*1, '101 103'",
        "web[!1], 102",
        "'{web1,db1}', '101 103'",
        "web1, 101",
        "'**', '101 102 103 110'"
    })
    void namesMatchAsInTheShell(String pattern, String veids) {
        assertEquals(veids, chosen("--name", pattern));
    }

    @ParameterizedTest
    @ValueSource(strings = {"WEB*", "web", "101", "", "web\\*", "web9*", "*/web1", "db1 "})
    void whatMatchesNoNameIsNothingToDo(String pattern) {
        assertEquals(new Result(1, "", NONE), node.run("exec", "--name=" + pattern, "--", "true"));
    }

    @ParameterizedTest
    @CsvSource({
        "tier=web, '102 110'",
        "tier=db, 103",
        "zone=a, '102 103'",
    })
    void aLabelMustBeEqual(String label, String veids) {
        assertEquals(veids, chosen("--label", label));
    }

    @Test
    void severalNamesAreEitherAndSeveralLabelsAreAll() {
        assertEquals("101 103", chosen("--name", "web1", "--name", "db*"));
        assertEquals("101", chosen("--name", "web1", "--name", "web1"));
        assertEquals("102", chosen("--label", "tier=web", "--label", "zone=a"));
        assertEquals("110", chosen("--name", "web*", "--label", "zone=b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tier=", "tier=we", "tier=WEB", "Tier=web", "tier=web*", "gone=web"})
    void aLabelThatNobodyHasIsNothingToDo(String label) {
        assertEquals(new Result(1, "", NONE), node.run("exec", "--label", label, "--", "true"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "web[1", "{a", "a\\", "[z-a]"})
    void aPatternThatIsNoneIsWrongUsage(String pattern) {
        Result result = node.run("exec", "--name", pattern, "--", "true");
        assertEquals(64, result.code());
        assertTrue(result.err().startsWith("vzgit: --name: "), result.err());
    }

    @Test
    void aVeThatDoesNotRunIsNotMeant() {
        node.kernel.mishaps().killInit(new VeId(102));
        assertEquals("101 110", chosen("--name", "web*"));
        assertEquals(new Result(1, "", NONE), node.run("exec", "--name", "web2", "--", "true"));
    }

    @Test
    void withoutALabelNoDocumentIsRead() throws IOException {
        Files.move(node.desired, directory.resolve("away"));
        assertEquals("101", chosen("--name", "web1"));
        assertEquals(1, node.run("exec", "--label", "tier=web", "--", "true").code());
    }

    @Test
    void theSummaryIsInTheOrderOfVeidsWhoeverEndsFirst() {
        Result result = node.run("exec", "--name", "*", "--", "sh", "-c", "exit $((VEID - 100))");
        assertEquals(10, result.code());
        assertEquals(
                "4 VEs: 0 succeeded, 4 failed: web1 1, web2 2, db1 3, web10 10\n", result.err());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 124, 125, 126, 127, 128, 255})
    void theExitCodeIsPassedOn(int code) {
        Result result = node.run("exec", "--name", "web1", "--", "sh", "-c", "exit " + code);
        assertEquals(code, result.code());
        assertEquals(
                code == 0
                        ? "1 VEs: 1 succeeded\n"
                        : "1 VEs: 0 succeeded, 1 failed: web1 " + code + "\n",
                result.err());
    }

    @Test
    void aVeThatCannotBeJoinedIsAmongTheFailed() {
        Result result = node.run("exec", "--name", "web?", "--", "fail-to-join");
        assertEquals(125, result.code());
        assertEquals("", result.out());
        assertEquals(
                List.of(
                        "2 VEs: 0 succeeded, 2 failed: web1 125, web2 125",
                        "web1: VE 101 does not run",
                        "web2: VE 102 does not run"),
                result.err().lines().sorted().toList());
    }

    @Test
    void wordsArePassedOnAsTheyStand() {
        List<String> hostile = List.of("a b", "$VEID", "*", "'", "\"", "--name", "-x", "", "é→");
        String[] words = new String[hostile.size() + 6];
        List<String> begin = List.of("exec", "--name", "web1", "--", "printf", "%s\\n");
        for (int i = 0; i < words.length; i++) {
            words[i] = i < begin.size() ? begin.get(i) : hostile.get(i - begin.size());
        }
        assertEquals(
                hostile.stream().map(word -> "web1: " + word).toList(),
                node.run(words).out().lines().toList());
    }

    @Test
    void aLineWithoutItsEndIsEndedAndAnEmptyOneIsShown() {
        assertEquals(
                "web1: a\nweb1: \nweb1: b\n",
                node.run("exec", "--name", "web1", "--", "printf", "a\\n\\nb").out());
    }

    @ParameterizedTest
    @CsvSource({
        "\\r, \ufffd",
        "\\033, \ufffd",
        "\\000, \ufffd",
        "\\302\\233, \ufffd",
        "\\377, \ufffd"
    })
    void whatWouldActOnATerminalOrIsNoTextIsReplaced(String octal, String shown) {
        assertEquals(
                "web1: x" + shown + "y\n",
                node.run("exec", "--name", "web1", "--", "printf", "x" + octal + "y\\n").out());
    }

    @Test
    void oneVeIsJoinedDirectlyWithItsCommandAndCode() {
        assertEquals(new Result(42, "", ""), node.run("exec", "web1", "--", "id", "-u"));
        assertEquals(new Result(42, "", ""), node.run("exec", "103", "id"));
        assertEquals(List.of(List.of("101", "id", "-u"), List.of("103", "id")), node.ranInside);
    }

    @Test
    void aScriptInManyVesIsReadOnTheHost() throws IOException {
        Path script = Files.writeString(directory.resolve("check.sh"), "echo never run here\n");
        assertEquals(42, node.run("runscript", "web1", script.toString(), "a b", "").code());
        assertEquals(
                List.of(List.of("101", "script check.sh", "check.sh", "a b", "")), node.ranInside);
        assertEquals(
                new Result(1, "", NONE), node.run("runscript", "--name", "x*", script.toString()));
        assertEquals(
                new Result(1, "", "vzgit: no VE web9 on this node; see vzgit list -a\n"),
                node.run("runscript", "web9", script.toString()));
    }

    @Test
    void aDirectoryIsNoScriptAndNothingRuns() {
        Result result = node.run("runscript", "web1", directory.toString());
        assertEquals(
                new Result(64, "", "vzgit: read script " + directory + ": not a readable file\n"),
                result);
        assertEquals(List.of(), node.ranInside);
    }

    /// The veids that a command ran in, in their order.
    private String chosen(String... selection) {
        String[] words = new String[selection.length + 5];
        words[0] = "exec";
        System.arraycopy(selection, 0, words, 1, selection.length);
        System.arraycopy(
                new String[] {"--", "sh", "-c", "echo $VEID"}, 0, words, selection.length + 1, 4);
        Result result = node.run(words);
        assertEquals(0, result.code(), result.err());
        return String.join(
                " ",
                result.out()
                        .lines()
                        .map(line -> line.substring(line.indexOf(' ') + 1))
                        .sorted()
                        .toList());
    }

    private static String labelled(String name, int veid, String labels) {
        return TestNode.ve(name, veid, "hostname: " + name)
                .replace("{name: " + name, "{labels: {" + labels + "}, name: " + name);
    }
}
