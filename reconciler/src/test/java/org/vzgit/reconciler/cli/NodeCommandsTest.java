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
import org.vzgit.kernel.Kernel;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.cli.TestNode.Result;
import org.vzgit.reconciler.loop.NodeLock;
import tools.jackson.databind.json.JsonMapper;

class NodeCommandsTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir Path directory;
    private TestNode node;

    @BeforeEach
    void prepare() throws IOException {
        node = new TestNode(directory).withWeb1(100);
    }

    private Result apply() {
        return node.run("apply", "--dir", node.desired.toString());
    }

    @Test
    void planTellsAndChangesNothing() {
        var result = node.run("plan", "--dir", node.desired.toString());
        assertEquals(2, result.code());
        assertTrue(result.out().startsWith("node hn1 · desired directory\n"), result.out());
        assertTrue(result.out().contains("CREATE    VE web1 (101)"), result.out());
        assertEquals(0, node.kernel.observe().ves().size());
        assertFalse(Files.exists(node.home), "a plan leaves nothing behind");
    }

    @Test
    void planIsDataForPrograms() {
        var result = node.run("plan", "--dir", node.desired.toString(), "-o", "json");
        assertEquals(2, result.code());
        assertEquals("create", JSON.readTree(result.out()).at("/changes/0/disruption").asString());
    }

    @Test
    void applyTellsEachOperationAndThenTheResult() {
        var result = apply();
        assertEquals(0, result.code(), result.err());
        assertTrue(result.err().contains("✓ web1 numproc"), result.err());
        assertTrue(result.out().endsWith(": node hn1 is as directory wants it.\n"), result.out());
        assertEquals(1, node.kernel.observe().ves().size());
    }

    @Test
    void secondApplyFindsNothingToDo() {
        apply();
        var result = apply();
        assertEquals(0, result.code());
        assertEquals("", result.err());
        assertEquals("Nothing to do: node hn1 is as directory wants it.\n", result.out());
        assertEquals(
                "No changes. node hn1 is as directory wants it.\n",
                node.run("plan", "--dir", node.desired.toString()).out());
    }

    @Test
    void limitIsChangedLive() throws IOException {
        apply();
        node.withWeb1(200);
        var plan = node.run("plan");
        assertTrue(plan.out().contains("LIVE      VE web1 (101)"), plan.out());
        assertTrue(plan.out().contains("~ numproc  100 → 200"), plan.out());
        assertTrue(plan.out().contains("1 live, 0 reload, 0 restart"), plan.out());
        var applied = node.run("apply");
        assertEquals(0, applied.code());
        assertTrue(applied.err().contains("web1 numproc 100 → 200"), applied.err());
    }

    @Test
    void lastSourceIsRemembered() {
        assertEquals(64, node.run("plan").code());
        apply();
        assertEquals(0, node.run("plan").code());
        assertEquals(0, node.run("status").code());
    }

    @Test
    void dryRunIsAPlan() {
        var result = node.run("apply", "--dry-run", "--dir", node.desired.toString());
        assertEquals(2, result.code());
        assertTrue(result.out().contains("Plan: 1 create"), result.out());
        assertEquals(0, node.kernel.observe().ves().size());
    }

    @Test
    void quietApplyPrintsOnlyItsResult() {
        var result = node.run("apply", "-q", "--dir", node.desired.toString());
        assertEquals("", result.err());
        assertEquals(1, result.out().lines().count());
    }

    @Test
    void brokenDocumentFreezesItsVeOnly() throws IOException {
        node.write("web2.yaml", TestNode.ve("web2", 102, "hostnam: web2"));
        var result = apply();
        assertEquals(3, result.code());
        assertTrue(result.err().contains("VZ1003"), result.err());
        assertEquals(1, node.kernel.observe().ves().size());
    }

    @Test
    void unsupportedFieldIsRefused() throws IOException {
        apply();
        node.write("web2.yaml", TestNode.ve("web2", 102, "jquota: true"));
        var plan = node.run("plan");
        assertEquals(4, plan.code(), plan.out());
        assertTrue(plan.out().contains("not-supported-yet"), plan.out());
        assertEquals(4, node.run("apply").code());
    }

    @Test
    void hostThatIsNoNodeMustBeNamed() throws IOException {
        Files.delete(node.desired.resolve("hn1.yaml"));
        var result = apply();
        assertEquals(64, result.code());
        assertTrue(result.err().contains("--node NAME"), result.err());
    }

    @Test
    void twoSourcesExcludeEachOther() {
        assertEquals(64, node.run("plan", "--dir", "a", "--repo", "b").code());
        assertEquals(64, node.run("plan", "--rev", "main").code());
        assertEquals(64, node.run("plan", "--dir", node.desired.toString(), "--node", "?").code());
    }

    @Test
    void failureEndsInATable() {
        node.on(_ -> new NoLaunch(node.kernel));
        var result = apply();
        assertEquals(6, result.code());
        assertTrue(result.err().contains("✗ web1 launch"), result.err());
        assertTrue(result.out().contains("launch VE 101: EPERM"), result.out());
        assertTrue(result.out().contains("skipped"), result.out());
        assertTrue(result.out().endsWith("is not yet as directory wants it.\n"), result.out());
    }

    @Test
    void failureIsDataForPrograms() {
        node.on(_ -> new NoLaunch(node.kernel));
        var result = node.run("apply", "-o", "json", "--dir", node.desired.toString());
        var json = JSON.readTree(result.out());
        assertFalse(json.get("converged").asBoolean());
        assertTrue(
                json.get("operations")
                        .valueStream()
                        .anyMatch(step -> step.get("result").asString().equals("failed")));
    }

    @Test
    void oneProcessAtATimeChangesANode() throws Exception {
        try (NodeLock _ = NodeLock.acquire(NodeHome.below(node.home), "another")) {
            var result = apply();
            assertEquals(1, result.code());
            assertTrue(result.err().contains("another"), result.err());
            assertEquals(2, node.run("plan", "--dir", node.desired.toString()).code());
        }
    }

    @Test
    void statusNamesWhatDiffers() throws IOException {
        apply();
        node.withWeb1(200);
        var pending = node.run("status");
        assertEquals(2, pending.code());
        assertTrue(pending.out().contains("numproc 100 → 200"), pending.out());
        node.write("web2.yaml", TestNode.ve("web2", 102, "jquota: true"));
        assertEquals(7, node.run("status").code());
        assertEquals(
                "degraded",
                JSON.readTree(node.run("status", "-o", "json").out()).get("health").asString());
    }

    @Test
    void listShowsWhatRuns() throws IOException {
        apply();
        node.write("web2.yaml", TestNode.ve("web2", 102, "state: stopped"));
        assertEquals("101\n", node.run("list", "-1").out().replace(" ", ""));
        assertEquals(
                List.of("101", "102"),
                node.run("list", "-1", "-a").out().lines().map(String::strip).toList());
        assertEquals("102", node.run("list", "-H", "-S", "-o", "ctid").out().strip());
        assertTrue(node.run("list").out().startsWith("      CTID"));
    }

    @Test
    void listShowsOfRunningVesWhatOnlyTheirDocumentsSay() throws IOException {
        apply();
        node.write("web2.yaml", TestNode.ve("web2", 102, "state: stopped"));
        node.write("web1.yaml", TestNode.ve("web1", 101, "onboot: no\n  bootorder: 7"));
        assertEquals(
                "       101     no          7     no\n",
                node.run("list", "-H", "-o", "ctid,onboot,bootorder,disabled").out());
        assertEquals("101", node.run("list", "-H", "-o", "ctid", "-s", "-bootorder").out().strip());
    }

    @Test
    void listIsDataForPrograms() {
        apply();
        var json = JSON.readTree(node.run("list", "-j", "-o", "ctid,status").out());
        assertEquals(1, json.size());
        assertEquals("running", json.get(0).get("status").asString());
        assertEquals(
                json,
                JSON.readTree(node.run("list", "-j", "-o", "ctid,status", "-s", "-ctid").out()));
        assertTrue(JSON.readTree(node.run("list", "-o", "json").out()).get(0).size() > 20);
    }

    @Test
    void listOfUnknownFieldIsWrongUsage() {
        assertEquals(64, node.run("list", "-o", "colour").code());
        assertEquals(64, node.run("list", "-s", "colour").code());
        assertTrue(node.run("list", "-L").out().contains("numproc.m\n"));
    }

    @Test
    void execPassesCommandAndExitCode() {
        apply();
        assertEquals(42, node.run("exec", "web1", "--", "ps", "-o", "pid").code());
        assertEquals(42, node.run("exec", "101", "true").code());
        assertEquals(42, node.run("enter", "web1").code());
        assertEquals(
                List.of(
                        List.of("101", "ps", "-o", "pid"),
                        List.of("101", "true"),
                        List.of("101", "/bin/sh", "-l")),
                node.ranInside);
    }

    @Test
    void execInNoVeSaysWhereToLook() {
        var result = node.run("exec", "web9", "true");
        assertEquals(1, result.code());
        assertTrue(result.err().contains("vzgit list -a"), result.err());
        assertEquals(64, node.run("exec", "web1").code());
    }

    @Test
    void historyTellsWhatWasDoneByWhichCommit() throws IOException {
        apply();
        node.withWeb1(200);
        node.run("apply");
        var newest = node.run("history", "web1", "-n", "1");
        assertEquals(2, newest.out().lines().count());
        assertTrue(newest.out().contains("100 → 200"), newest.out());
        var json = JSON.readTree(node.run("history", "-o", "json", "-n", "1").out());
        assertEquals("numproc", json.at("/entries/0/field").asString());
        assertEquals(1, node.run("history", "web9").out().lines().count());
    }

    @Test
    void agentMakesOnePass() throws IOException {
        var first = node.run("agent", "--once", "--dir", node.desired.toString());
        assertEquals(0, first.code(), first.err());
        assertTrue(first.err().contains("✓ web1 start init"), first.err());
        assertEquals(1, node.kernel.observe().ves().size());
        assertEquals(0, node.run("agent", "--once").code());
        assertEquals(64, node.run("agent", "--once", "--interval", "0").code());
    }

    @Test
    void agentNeedsNoSourceToKnowWhereItIs() throws IOException {
        apply();
        Path away = directory.resolve("away");
        Files.move(node.desired, away);
        var result = node.run("agent", "--once");
        assertEquals(1, result.code());
        assertTrue(result.err().contains("source: "), result.err());
        Files.move(away, node.desired);
        assertEquals(0, node.run("agent", "--once").code());
    }

    @Test
    void wipeEndsEveryVeOfAHomeOfItsOwn() {
        apply();
        var result = node.run("wipe");
        assertEquals(0, result.code());
        assertEquals(0, node.kernel.observe().ves().size());
        assertEquals(4, node.bare("wipe").code());
    }

    @Test
    void defectIsOneLineUnlessAskedFor() {
        node.on(_ -> {
            throw new IllegalStateException("broken");
        });
        var brief = node.run("plan", "--dir", node.desired.toString());
        assertEquals(1, brief.code());
        assertEquals("vzgit: java.lang.IllegalStateException: broken\n", brief.err());
        var verbose = node.run("plan", "--verbose", "--dir", node.desired.toString());
        assertTrue(verbose.err().contains("\tat org.vzgit"), verbose.err());
    }

    @Test
    void trainingRunsTheUsualCommands() {
        var result = node.bare("train", node.desired.toString(), directory.resolve("t").toString());
        assertEquals(0, result.code());
        assertTrue(result.err().contains("version: exit code 0"), result.err());
    }

    /// The node's kernel, on which nothing can be launched.
    private record NoLaunch(Kernel kernel) implements Kernel {
        @Override
        public ObservedNode observe() {
            return kernel.observe();
        }

        @Override
        public void apply(Operation operation) throws OperationFailure {
            if (operation instanceof Launch launch) {
                throw new OperationFailure(
                        FailureKind.DENIED, "launch VE " + launch.veid() + ": EPERM");
            }
            kernel.apply(operation);
        }

        @Override
        public void close() {
            kernel.close();
        }
    }
}
