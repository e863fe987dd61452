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
import org.vzgit.reconciler.cli.TestNode.Result;
import org.vzgit.reconciler.source.TestRepository;
import tools.jackson.databind.json.JsonMapper;

/// Exact words and data of the commands that look at commits: blame, revert, accept.
class BlameAndRevertTest {
    @TempDir Path directory;
    private TestNode node;
    private TestRepository repository;
    private String first;
    private String second;

    @BeforeEach
    void applyTwoCommits() throws IOException {
        node = new TestNode(directory).withWeb1(100);
        repository = TestRepository.withWorkTree(node.desired);
        first = repository.commit();
        apply();
        node.withWeb1(200);
        second = repository.commit();
        apply();
    }

    @Test
    void blameIsATableWithTheseColumns() {
        List<String> lines = ok("blame", "web1").out().lines().toList();
        assertEquals(
                List.of("FIELD", "COMMIT", "AUTHOR", "SIGNED BY", "APPLIED", "WHERE", "LINE"),
                List.of(lines.getFirst().split(" {2,}")));
        assertEquals(
                List.of(
                        "beancounters.numproc",
                        second.substring(0, 7),
                        "Ada Admin <ada@example.org>",
                        "-",
                        "*",
                        "web1.yaml:8",
                        "beancounters: {numproc: 200}"),
                List.of(
                        lines.stream()
                                .filter(line -> line.startsWith("beancounters.numproc"))
                                .findFirst()
                                .orElseThrow()
                                .replaceFirst("[0-9]{4}-[0-9T:-]+Z", "*")
                                .split(" {2,}")));
    }

    @Test
    void blameIsDataForPrograms() {
        var json = JsonMapper.shared().readTree(ok("blame", "101", "numproc", "-o", "json").out());
        assertEquals("vzgit/v1", json.get("apiVersion").asString());
        assertEquals("Blame", json.get("kind").asString());
        assertEquals(101, json.get("veid").asInt());
        assertEquals("web1", json.get("name").asString());
        assertEquals("hn1", json.get("node").asString());
        assertEquals(second, json.get("commit").asString());
        assertEquals(1, json.get("fields").size());
        var field = json.at("/fields/0");
        assertEquals("beancounters.numproc", field.get("field").asString());
        assertEquals("web1.yaml:8", field.get("origin").asString());
        assertEquals(second, field.get("commit").asString());
        assertEquals("Ada Admin <ada@example.org>", field.get("author").asString());
        assertEquals("beancounters: {numproc: 200}", field.get("line").asString());
    }

    @Test
    void aFieldOfNoCommitThatIsHereYetWasNotApplied() throws IOException {
        node.write("web2.yaml", TestNode.ve("web2", 102, "hostname: w"));
        String third = repository.commit();
        String row =
                ok("blame", "web2", "hostname").out().lines().skip(1).findFirst().orElseThrow();
        assertEquals(third.substring(0, 7), row.split(" {2,}")[1]);
        assertEquals("-", row.split(" {2,}")[4]);
    }

    @ParameterizedTest
    @CsvSource({
        "web9, '', no document wants VE web9 on node hn1",
        "109, '', no document wants VE 109 on node hn1",
        "web1, numfile, 'VE web1 has no line with numfile; it has its default, or no such name"
                + " (see vzgit schema VE)'",
        "web1, NUMPROC, 'VE web1 has no line with NUMPROC; it has its default, or no such name"
                + " (see vzgit schema VE)'"
    })
    void whatIsNotWrittenAnywhereIsNamed(String ve, String field, String message) {
        Result result = field.isEmpty() ? node.run("blame", ve) : node.run("blame", ve, field);
        assertEquals(new Result(1, "", "vzgit: " + message + "\n"), result);
    }

    @Test
    void aCommitCannotDressUpTheTerminalOfWhoeverBlamesIt() throws IOException {
        node.write(
                "web1.yaml",
                TestNode.ve("web1", 101, "beancounters: {numproc: 300} # \u202egood\u0009x"));
        repository.git("add", "-A");
        repository.git(
                "commit", "-q", "-m", "x", "--author", "Mal\u001b[2J\u202elory <m@example.org>");
        String out = ok("blame", "web1", "numproc").out();
        assertFalse(out.contains("\u001b"), out);
        assertFalse(out.contains("\u202e"), out);
        assertEquals(2, out.lines().count());
    }

    @Test
    void revertNamesBothWaysToMakeIt() {
        Result result = node.run("revert", second);
        assertEquals(2, result.code());
        assertEquals(
                "Write it with --patch FILE, or make it with: git revert " + second + "\n",
                result.err());
        assertTrue(result.out().startsWith("node hn1 · desired "), result.out());
        assertTrue(result.out().contains("~ numproc  200 → 100"), result.out());
    }

    @Test
    void revertWithAPatchSaysWhereItIsAndReplacesWhatWasThere() throws IOException {
        Path patch = Files.writeString(directory.resolve("r.patch"), "old");
        Result result = node.run("revert", second.substring(0, 8), "--patch", patch.toString());
        assertEquals(2, result.code());
        assertEquals("The revert of " + second + " is in " + patch + "\n", result.err());
        String text = Files.readString(patch);
        assertTrue(text.startsWith("From "), text);
        assertTrue(text.contains("\nFrom: vzgit <vzgit@hn1>\n"), text);
        assertTrue(text.contains("\nSubject: [PATCH] Revert \"change\"\n"), text);
        assertTrue(text.contains("\nThis reverts commit " + second + ".\n"), text);
        assertTrue(text.contains("\n-  beancounters: {numproc: 200}\n"), text);
        assertTrue(text.contains("\n+  beancounters: {numproc: 100}\n"), text);
        assertTrue(text.endsWith("-- \nvzgit\n"), text);
    }

    @Test
    void aRevertThatTheNodeWouldNotFeelEndsWithZero() throws IOException {
        String words = repository.commit("readme.txt", "words\n");
        Result result = node.run("revert", words);
        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().startsWith("No changes. node hn1 is as "), result.out());
    }

    @Test
    void aRevertThatBreaksADocumentIsInvalidAndTellsWhere() throws IOException {
        node.write(
                "small.yaml",
                """
                apiVersion: vzgit/v1
                kind: Profile
                metadata: {name: small}
                spec: {}
                """);
        String profile = repository.commit();
        node.write("web2.yaml", TestNode.ve("web2", 102, "profiles: [small]"));
        repository.commit();
        Result result = node.run("revert", profile);
        assertEquals(3, result.code(), result.err());
        assertTrue(result.err().contains("web2.yaml:8:"), result.err());
    }

    @Test
    void whatCannotBeTakenBackSaysWhyInOneLine() throws IOException {
        assertEquals(
                "vzgit: "
                        + first.substring(0, 12)
                        + " is the first commit; there is nothing before it to go back to\n",
                node.run("revert", first).err());
        node.withWeb1(250);
        repository.commit();
        assertEquals(
                new Result(
                        4,
                        "",
                        "vzgit: "
                                + second.substring(0, 12)
                                + " cannot be taken back: later commits changed the same lines; do"
                                + " it by hand with: git revert "
                                + second
                                + "\n"),
                node.run("revert", second));
    }

    @Test
    void whatIsTakenBackAlreadyIsRefused() throws IOException {
        repository.git("revert", "--no-edit", second);
        Result result = node.run("revert", second);
        assertEquals(4, result.code(), result.err());
        assertEquals(
                "vzgit: "
                        + second.substring(0, 12)
                        + " is taken back already; there is nothing to do\n",
                result.err());
    }

    @ParameterizedTest
    @CsvSource({"blame web1", "revert HEAD"})
    void lookingChangesNeitherTheNodeNorTheRepository(String command) throws IOException {
        int before = node.kernel.applied();
        String refs = repository.git("for-each-ref") + repository.git("count-objects", "-v");
        node.run(command.split(" "));
        assertEquals(before, node.kernel.applied());
        assertEquals(refs, repository.git("for-each-ref") + repository.git("count-objects", "-v"));
        assertEquals("", repository.git("status", "--porcelain"));
    }

    @Test
    void acceptSaysFromWhichCommitOnAndWhoseWordItWas() throws IOException {
        repository.git("reset", "-q", "--hard", first);
        Result result = node.run("accept", first.substring(0, 7));
        assertEquals(
                new Result(
                        0,
                        "This node takes "
                                + node.desired
                                + " at HEAD from "
                                + first
                                + " on.\nIt was accepted by you and not by its signature or"
                                + " history.\n",
                        ""),
                result);
        assertEquals(result, node.run("accept", first), "saying it again is no harm");
        assertEquals(
                "200", node.run("list", "-H", "-o", "numproc.l").out().strip(), "nothing is done");
        apply();
        assertEquals("100", node.run("list", "-H", "-o", "numproc.l").out().strip());
    }

    @Test
    void acceptForOneSourceIsNotForAnother() throws IOException {
        TestRepository other =
                TestRepository.bareCloneOf(repository, directory.resolve("other.git"));
        repository.git("reset", "-q", "--hard", first);
        assertEquals(0, node.run("accept", first, "--repo", other.path().toString()).code());
        assertEquals(4, node.run("apply").code(), "this one was rewound and not accepted");
    }

    private void apply() {
        Result result = node.run("-q", "apply", "--repo", node.desired.toString(), "--node", "hn1");
        assertEquals(0, result.code(), result.err() + result.out());
    }

    private Result ok(String... command) {
        Result result = node.run(command);
        assertEquals(0, result.code(), result.err());
        return result;
    }
}
