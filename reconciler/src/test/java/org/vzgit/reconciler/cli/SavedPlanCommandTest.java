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
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.reconciler.review.PublishedSchemas;
import org.vzgit.reconciler.source.TestRepository;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// `plan --out FILE`, then `apply FILE`: exactly that, or nothing.
class SavedPlanCommandTest {
    @TempDir Path directory;
    private TestNode node;
    private Path file;

    @BeforeEach
    void prepare() throws IOException {
        node = new TestNode(directory).withWeb1(100);
        file = directory.resolve("tonight.plan");
        applyDirectory();
        node.withWeb1(200);
    }

    @Test
    void whatWasPlannedIsAppliedAndNothingIsLeft() {
        save();
        var result = node.run("apply", file.toString());
        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().startsWith("1 of 1 operations done"), result.out());
        assertEquals(Limit.of(new Count(200)), numproc(101));
        assertEquals(0, node.run("plan").code());
    }

    @Test
    void theFileFollowsItsPublishedSchema() throws IOException {
        save();
        assertEquals(
                List.of(),
                PublishedSchemas.ours(
                        "/org/vzgit/reconciler/saved/saved-plan.v1.schema.json",
                        Files.readString(file)));
    }

    @Test
    void applyingItTwiceIsRefusedBecauseItsPreconditionsAreGone() {
        save();
        node.run("apply", file.toString());
        var again = node.run("apply", file.toString());
        assertEquals(5, again.code());
        assertTrue(again.err().contains("(numproc 100 → 200) is not needed any more"), again.err());
    }

    @Test
    void aValueThatSomebodyChangedMeanwhileMakesItStale() {
        save();
        node.kernel.mishaps().setLimit(new VeId(101), Resource.NUMPROC, Limit.of(new Count(150)));
        int before = node.kernel.applied();
        var result = node.run("apply", file.toString());
        assertEquals(5, result.code());
        assertTrue(
                result.err()
                        .contains(
                                "web1: set numproc was planned as numproc 100 → 200 and is numproc"
                                        + " 150 → 200 now"),
                result.err());
        assertEquals(before, node.kernel.applied());
    }

    @Test
    void documentsThatChangedMeanwhileMakeItStale() throws IOException {
        save();
        node.withWeb1(300);
        assertEquals(5, node.run("apply", file.toString()).code());
        assertEquals(Limit.of(new Count(100)), numproc(101));
    }

    @Test
    void aVeThatTheDriftAddsSomethingToIsStaleAndAnotherVeIsNotTouched() throws IOException {
        node.write("web2.yaml", TestNode.ve("web2", 102, "beancounters: {numproc: 50}"));
        applyDirectory();
        node.withWeb1(250);
        save();
        node.kernel.mishaps().setHostname(new VeId(102), "elsewhere");
        assertEquals(0, node.run("apply", file.toString()).code());
        assertEquals(Limit.of(new Count(250)), numproc(101));
        assertEquals(2, node.run("plan").code(), "the drift is another plan's work");
        node.withWeb1(260);
        save();
        node.kernel.mishaps().setHostname(new VeId(101), "elsewhere");
        var stale = node.run("apply", file.toString());
        assertEquals(5, stale.code());
        assertTrue(stale.err().contains("set hostname web1 is needed now"), stale.err());
    }

    /// Its shrink has to come first, and it is not in the saved plan.
    @Test
    void aGrowThatWouldOvertakeAnotherVesShrinkIsStale() throws IOException {
        node.write("web2.yaml", TestNode.ve("web2", 102, "beancounters: {numproc: 50}"));
        applyDirectory();
        node.withWeb1(250);
        save();
        node.kernel.mishaps().setLimit(new VeId(102), Resource.NUMPROC, Limit.of(new Count(77)));
        assertEquals(5, node.run("apply", file.toString()).code());
        assertEquals(Limit.of(new Count(77)), numproc(102));
    }

    @Test
    void aBranchThatMovedOnMakesItStale() throws IOException {
        TestRepository repository = TestRepository.withWorkTree(directory.resolve("repository"));
        repository.commit("web9.yaml", TestNode.ve("web9", 109, "beancounters: {numproc: 9}"));
        String place = repository.path().toString();
        var planned =
                node.run(
                        "plan",
                        "--repo",
                        place,
                        "--rev",
                        "main",
                        "--node",
                        "hn1",
                        "--out",
                        file.toString());
        assertEquals(2, planned.code(), planned.err());
        repository.commit("readme.txt", "words");
        var result = node.run("apply", file.toString());
        assertEquals(5, result.code(), result.err());
        assertTrue(result.err().contains("main was commit "), result.err());
        repository.git("reset", "-q", "--hard", "HEAD~1");
        assertEquals(0, node.run("apply", file.toString()).code());
    }

    @Test
    void aDryRunSaysWhetherItIsStale() {
        save();
        assertEquals(2, node.run("apply", "--dry-run", file.toString()).code());
        node.run("apply", file.toString());
        assertEquals(5, node.run("apply", "--dry-run", file.toString()).code());
    }

    @Test
    void aPlanOfNothingDoesNothing() {
        applyDirectory();
        save();
        int before = node.kernel.applied();
        assertEquals(0, node.run("apply", file.toString()).code());
        assertEquals(before, node.kernel.applied());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"operation\": \"SetResource[veid=101, resource=NUMPROC, limit=Unlimited[]]\"",
                "\"operation\": \"DestroyPrivateArea[veid=101]\"",
                "\"operation\": \"\""
            })
    void anOperationThatWasPutIntoTheFileIsNeverExecuted(String forged) throws IOException {
        save();
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("\"operation\": \"SetResource[^\"]*\"", forged));
        int before = node.kernel.applied();
        assertEquals(5, node.run("apply", file.toString()).code());
        assertEquals(before, node.kernel.applied());
    }

    @Test
    void aFileWithoutStepsDoesNothing() throws IOException {
        save();
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("(?s)\"steps\": \\[.*\\]", "\"steps\": []"));
        int before = node.kernel.applied();
        assertEquals(0, node.run("apply", file.toString()).code());
        assertEquals(before, node.kernel.applied());
    }

    @Test
    void aVeOfWhichOnlyAPartIsInTheFileIsNotAppliedInPart() throws IOException {
        node.write(
                "web1.yaml",
                TestNode.ve("web1", 101, "beancounters: {numproc: 200}") + "  hostname: www\n");
        save();
        String text = Files.readString(file);
        int first = text.indexOf("{\n      \"veid\"");
        Files.writeString(
                file, text.substring(0, first) + text.substring(text.indexOf("},", first) + 2));
        assertEquals(5, node.run("apply", file.toString()).code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{\"kind\": \"Plan\"}",
                "{\"apiVersion\": \"vzgit/v1\", \"kind\": \"SavedPlan\"}",
                "\u0000\u0001"
            })
    void aFileThatIsNoPlanIsRefusedWithTheWayToMakeOne(String text) throws IOException {
        Files.writeString(file, text);
        var result = node.run("apply", file.toString());
        assertEquals(3, result.code());
        assertTrue(result.err().contains("not a saved plan: "), result.err());
        assertTrue(result.err().contains("vzgit plan --out"), result.err());
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        assertEquals(1, node.run("apply", directory.resolve("gone").toString()).code());
        Files.write(file, new byte[] {'{', (byte) 0xff, '}'});
        var result = node.run("apply", file.toString());
        assertEquals(1, result.code());
        assertTrue(result.err().contains("no UTF-8 text"), result.err());
    }

    @Test
    void aSavedPlanNeedsNoOtherOption() {
        save();
        assertEquals(64, node.run("apply", file.toString(), "--node", "hn2").code());
        assertEquals(
                64, node.run("apply", file.toString(), "--dir", node.desired.toString()).code());
        assertEquals(64, node.run("plan", "--base-dir", "a", "--out", "x").code());
        assertFalse(Files.exists(directory.resolve("x")));
    }

    private void save() {
        var result = node.run("plan", "--dir", node.desired.toString(), "--out", file.toString());
        assertTrue(result.code() == 2 || result.code() == 0, result.err());
    }

    private void applyDirectory() {
        assertEquals(0, node.run("apply", "--dir", node.desired.toString()).code());
    }

    private Limit numproc(int veid) {
        return node.kernel
                .observe()
                .ve(new VeId(veid))
                .cgroup()
                .toOptional()
                .map(ObservedCgroup::usages)
                .flatMap(usages -> java.util.Optional.ofNullable(usages.get(Resource.NUMPROC)))
                .flatMap(usage -> usage.limit().toOptional())
                .orElseThrow();
    }
}
