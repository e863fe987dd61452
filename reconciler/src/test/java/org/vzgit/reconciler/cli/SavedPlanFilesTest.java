package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.reconciler.cli.TestNode.Result;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The file between `plan --out` and `apply`, which may have come from anywhere.
class SavedPlanFilesTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir Path directory;
    private TestNode node;
    private Path file;

    @BeforeEach
    void saveOneChange() throws IOException {
        node = new TestNode(directory).withWeb1(100);
        file = directory.resolve("tonight.plan");
        assertEquals(0, node.run("apply", "--dir", node.desired.toString()).code());
        node.withWeb1(200);
        assertEquals(2, save().code());
    }

    @Test
    void thePlanIsPrintedAndSavedAndTheFileSaysWhatItIsOf() throws IOException {
        assertEquals(node.run("plan").out(), save().out(), "saving prints the same");
        var json = JSON.readTree(Files.readString(file));
        assertEquals("vzgit/v1", json.get("apiVersion").asString());
        assertEquals("SavedPlan", json.get("kind").asString());
        assertEquals("hn1", json.get("node").asString());
        assertEquals("directory", json.at("/source/kind").asString());
        assertEquals(node.desired.toString(), json.at("/source/place").asString());
        assertEquals("", json.at("/source/revision").asString());
        assertEquals(1, json.get("steps").size());
        assertEquals(101, json.at("/steps/0/veid").asInt());
        assertEquals("web1", json.at("/steps/0/subject").asString());
        assertEquals("numproc", json.at("/steps/0/field").asString());
        assertEquals("100", json.at("/steps/0/from").asString());
        assertEquals("200", json.at("/steps/0/to").asString());
    }

    @Test
    void theSamePlanIsTheSameFile() throws IOException {
        String first = Files.readString(file);
        save();
        assertEquals(first, Files.readString(file));
        assertTrue(first.endsWith("}\n"), first);
    }

    @Test
    void whatIsPrintedAsJsonIsNoSavedPlan() throws IOException {
        Files.writeString(file, node.run("plan", "-o", "json").out());
        assertRefused("it is no SavedPlan of apiVersion vzgit/v1");
    }

    @Test
    void aPlanIsSavedWhateverItsExitCodeIs() throws IOException {
        node.write("web2.yaml", TestNode.ve("web2", 102, "hostnam: web2"));
        Files.delete(file);
        assertEquals(3, save().code());
        assertTrue(Files.exists(file));
        assertEquals(3, node.run("apply", file.toString()).code(), "web1 was applied, web2 not");
        assertTrue(node.run("list", "-H", "-o", "numproc.l").out().contains("200"));
        Files.delete(file);
        Files.delete(node.desired.resolve("web2.yaml"));
        assertEquals(0, save("--no-detailed-exitcode").code());
        assertTrue(Files.exists(file));
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamedAndNothingIsPrinted() {
        Result result = node.run("plan", "--out", directory.resolve("gone/x").toString());
        assertEquals(1, result.code());
        assertEquals("", result.out());
        assertTrue(
                result.err().startsWith("vzgit: write " + directory.resolve("gone/x") + ": "),
                result.err());
    }

    @Test
    void aFileThatIsNotThereIsOneLine() {
        Path gone = directory.resolve("gone");
        assertEquals(
                new Result(1, "", "vzgit: read " + gone + ": ENOENT, no such file\n"),
                node.run("apply", gone.toString()));
    }

    @ParameterizedTest
    @CsvSource({
        "apiVersion, vzgit/v2, it is no SavedPlan of apiVersion vzgit/v1",
        "apiVersion, '', it is no SavedPlan of apiVersion vzgit/v1",
        "kind, Plan, it is no SavedPlan of apiVersion vzgit/v1",
        "kind, savedplan, it is no SavedPlan of apiVersion vzgit/v1"
    })
    void anotherKindOrVersionIsRefused(String key, String value, String message)
            throws IOException {
        ObjectNode json = read();
        json.put(key, value);
        write(json);
        assertRefused(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"node", "repository", "commit", "author"})
    void eachTextIsNeededAndIsText(String key) throws IOException {
        ObjectNode json = read();
        json.remove(key);
        write(json);
        assertRefused(key + " is missing or no text");
        json.put(key, 7);
        write(json);
        assertRefused(key + " is missing or no text");
        json.putNull(key);
        write(json);
        assertRefused(key + " is missing or no text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"subject", "text", "operation", "field", "from", "to"})
    void eachTextOfAStepIsBoundedAndHarmless(String key) throws IOException {
        String wrong = key + " is longer than 8192 or has control characters";
        for (String hostile : List.of("\u001b[2J", "a\nb", "\u202e", "\u0000", "x".repeat(8193))) {
            ObjectNode json = read();
            ((ObjectNode) json.at("/steps/0")).put(key, hostile);
            write(json);
            assertRefused(wrong);
        }
        ObjectNode json = read();
        ((ObjectNode) json.at("/steps/0")).put(key, "x".repeat(8192));
        write(json);
        assertEquals(5, node.run("apply", file.toString()).code(), "readable, and not so");
        ((ObjectNode) json.at("/steps/0")).remove(key);
        write(json);
        assertRefused(key + " is missing or no text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "url", "Directory", "DIRECTORY", "repo"})
    void aSourceIsARepositoryOrADirectory(String kind) throws IOException {
        ObjectNode json = read();
        ((ObjectNode) json.get("source")).put("kind", kind);
        write(json);
        assertRefused("its source is neither a repository nor a directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "\"\"", "null", "7"})
    void stepsAreAList(String steps) throws IOException {
        ObjectNode json = read();
        json.set("steps", JSON.readTree(steps));
        write(json);
        assertRefused("steps is no list of at most 20000");
    }

    @Test
    void moreStepsThanAPlanMayHaveAreRefused() throws IOException {
        ObjectNode json = read();
        var step = json.at("/steps/0");
        var steps = json.putArray("steps");
        Stream.generate(() -> step).limit(20_000).forEach(steps::add);
        write(json);
        assertEquals(5, node.run("apply", file.toString()).code(), "as many as there may be");
        steps.add(step);
        write(json);
        assertRefused("steps is no list of at most 20000");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0})
    void aVeidThatIsNoneIsRefused(int veid) throws IOException {
        ObjectNode json = read();
        ((ObjectNode) json.at("/steps/0")).put("veid", veid);
        write(json);
        Result result = node.run("apply", file.toString());
        assertEquals(3, result.code(), result.err());
        assertTrue(result.err().startsWith("vzgit: read " + file + ": not a saved plan: "));
    }

    @Test
    void aFileAboveTheBoundIsNotRead() throws IOException {
        String text = Files.readString(file);
        Files.writeString(file, text + " ".repeat(SavedPlans.BYTES_MAX - text.length()));
        assertEquals(0, node.run("apply", file.toString()).code());
        Files.writeString(file, text + " ".repeat(SavedPlans.BYTES_MAX + 1 - text.length()));
        assertEquals(
                new Result(1, "", "vzgit: read " + file + ": more than 33554432 bytes\n"),
                node.run("apply", file.toString()));
    }

    @Test
    void aPlanOfAnotherNodeIsNotAppliedToThisOnesVes() throws IOException {
        ObjectNode json = read();
        json.put("node", "hn2");
        write(json);
        int before = node.kernel.applied();
        Result result = node.run("apply", file.toString());
        assertFalse(result.code() == 0, result.out());
        assertEquals(before, node.kernel.applied());
    }

    @Test
    void aStalePlanSaysWhatChangedAndHowToGoOn() throws IOException {
        node.withWeb1(300);
        assertEquals(
                new Result(
                        5,
                        "",
                        """
                        vzgit: the saved plan is stale, and nothing was done:
                          web1: set numproc was planned as numproc 100 → 200 and is numproc 100 → 300 now
                        Plan again: vzgit plan --out FILE
                        """),
                node.run("apply", file.toString()));
    }

    @Test
    void whatIsAppliedIsRememberedAndJournaledAsAnyApply() {
        assertEquals(0, node.run("apply", file.toString()).code());
        assertTrue(node.run("history", "-n", "1").out().contains("100 → 200"));
        assertEquals("No changes. node hn1 is as directory wants it.\n", node.run("plan").out());
    }

    @Test
    void aSavedPlanCanBeShownWithoutBeingApplied() {
        int before = node.kernel.applied();
        Result shown = node.run("apply", "--dry-run", "-o", "json", file.toString());
        assertEquals(2, shown.code(), shown.err());
        assertEquals(1, JSON.readTree(shown.out()).get("changes").size());
        assertEquals(before, node.kernel.applied());
        assertEquals(0, node.run("apply", file.toString()).code());
    }

    /// Whatever one byte of the file becomes: the plan as it was, or a refusal.
    @Test
    void aFileThatWasDamagedIsAppliedAsItWasOrNotAtAll() throws IOException {
        byte[] good = Files.readAllBytes(file);
        Random random = new Random(1122);
        for (int round = 0; round < 40; round++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            Files.write(file, bad);
            int code = node.run("apply", "--dry-run", file.toString()).code();
            assertTrue(
                    List.of(1, 2, 3, 4, 5, 64).contains(code),
                    () ->
                            code
                                    + " for "
                                    + new String(bad, java.nio.charset.StandardCharsets.UTF_8));
            if (code == 2) {
                assertTrue(node.run("plan").out().contains("100 → 200"));
            }
        }
    }

    /// Its root must not be able to keep the administrator from applying a plan.
    @Test
    void aHostNameThatAVeGaveItselfDoesNotSpoilTheFile() throws IOException {
        node.kernel.mishaps().setHostname(new org.vzgit.schema.VeId(101), "x\u001b]0;owned\u0007");
        assertEquals(2, save().code());
        assertFalse(Files.readString(file).contains("u001b"), "nothing to act on a terminal");
        assertEquals(0, node.run("apply", file.toString()).code());
        assertEquals(0, node.run("plan").code());
    }

    private void assertRefused(String why) {
        int before = node.kernel.applied();
        assertEquals(
                new Result(
                        3,
                        "",
                        "vzgit: read "
                                + file
                                + ": not a saved plan: "
                                + why
                                + "; make one with: vzgit plan --out "
                                + file
                                + "\n"),
                node.run("apply", file.toString()));
        assertEquals(before, node.kernel.applied());
    }

    private ObjectNode read() throws IOException {
        return (ObjectNode) JSON.readTree(Files.readString(file));
    }

    private void write(ObjectNode json) throws IOException {
        Files.writeString(file, JSON.writeValueAsString(json));
    }

    private Result save(String... more) {
        String[] words =
                Stream.concat(Stream.of("plan", "--out", file.toString()), Stream.of(more))
                        .toArray(String[]::new);
        return node.run(words);
    }
}
