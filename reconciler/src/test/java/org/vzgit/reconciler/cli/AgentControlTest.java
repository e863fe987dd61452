package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.reconciler.serve.ControlSocket;
import org.vzgit.schema.Resource;
import org.vzgit.schema.VeId;

/// The commands that talk to an agent or leave word for one.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class AgentControlTest {
    private static final VeId WEB = new VeId(101);

    @TempDir Path directory;
    private TestNode node;

    @BeforeEach
    void applyWeb1() throws Exception {
        node = new TestNode(directory).withWeb1(100);
        assertEquals(0, apply().code());
    }

    @Test
    void suspendedVeIsLeftAloneByEveryCommandUntilItIsResumed() throws Exception {
        var suspended = node.run("suspend", "web1", "--reason", "by hand", "--for", "4h");
        assertEquals(0, suspended.code(), suspended.err());
        assertTrue(suspended.out().startsWith("VE 101 is suspended by "), suspended.out());
        assertTrue(suspended.out().endsWith(": by hand\n"), suspended.out());
        node.withWeb1(200);
        assertEquals(4, node.run("plan", "--dir", node.desired.toString()).code());
        var applied = apply();
        assertEquals(4, applied.code(), applied.out());
        assertEquals("100", numproc());
        var status = node.run("status");
        assertEquals(7, status.code());
        assertTrue(status.out().contains(": by hand"), status.out());
        assertEquals("VE 101 is no longer suspended\n", node.run("resume", "101").out());
        assertEquals("VE 101 was not suspended\n", node.run("resume", "web1").out());
        assertEquals(0, apply().code());
        assertEquals("200", numproc());
    }

    @ParameterizedTest
    @ValueSource(strings = {"8d", "0h", "1w", "", "4", "h", "-1h", "99999d", "1.5h"})
    void timeThatIsNoneOrTooLongIsWrongUsage(String time) {
        var result = node.run("suspend", "web1", "--reason", "x", "--for", time);
        assertEquals(64, result.code(), result.err());
    }

    @Test
    void reasonAndTimeAreAskedFor() {
        assertEquals(64, node.run("suspend", "web1", "--for", "1h").code());
        assertEquals(64, node.run("suspend", "web1", "--reason", "x").code());
        assertEquals(64, node.run("suspend", "web1", "--reason", " ", "--for", "1h").code());
        assertEquals(64, node.run("hold", "--for", "1h").code());
    }

    @Test
    void directoryCannotBeHeld() {
        var result = node.run("hold", "--reason", "x", "--for", "1h");
        assertEquals(64, result.code());
        assertTrue(result.err().contains("hold needs a commit"), result.err());
    }

    @Test
    void nodeIsHeldAtACommitAndReleased() {
        var held = node.run("hold", "--commit", "3f2c9ab", "--reason", "x", "--for", "1h");
        assertEquals(0, held.code(), held.err());
        assertTrue(node.run("doctor").out().contains("held       at 3f2c9ab by "));
        assertEquals("this node is no longer held\n", node.run("release").out());
        assertEquals("this node was not held\n", node.run("release").out());
    }

    @Test
    void commitThatWaitsForAnotherNodeIsToldByPlanAndStatusAndTakenByRelease() throws Exception {
        Map<String, String> answers =
                Map.of(
                        "waits", "commit bcd1234 waits for hn0\n",
                        "release", "takes bcd1234 now\n");
        try (var _ =
                ControlSocket.open(
                        ControlSocket.of(NodeHome.below(node.home)),
                        request -> answers.getOrDefault(request, ""))) {
            var planned = node.run("plan", "--dir", node.desired.toString());
            assertEquals(0, planned.code(), planned.err());
            assertTrue(
                    planned.err().contains("applies this later: commit bcd1234 waits for hn0"),
                    planned.err());
            var status = node.run("status");
            assertTrue(status.out().contains("\ncommit bcd1234 waits for hn0\n"), status.out());
            assertTrue(
                    node.run("status", "-o", "json")
                            .out()
                            .contains("\"waits\" : \"commit bcd1234"));
            assertEquals("takes bcd1234 now\n", node.run("release").out());
        }
        assertFalse(node.run("status", "-o", "json").out().contains("\"waits\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "cancel"})
    void withoutAnAgentThereIsNobodyToAsk(String command) {
        var result = node.run(command);
        assertEquals(1, result.code());
        assertTrue(result.err().contains("no agent runs on this node"), result.err());
    }

    @Test
    void doctorSaysThatNoAgentRunsAndWhatIsSuspended() {
        node.run("suspend", "web1", "--reason", "by hand", "--for", "30m");
        var result = node.run("doctor");
        assertEquals(1, result.code());
        assertTrue(result.out().startsWith("agent      ✗ none runs"), result.out());
        assertTrue(result.out().contains("suspended  VE 101 by "), result.out());
    }

    @Test
    void runningAgentAnswersAndHeedsWhatItIsTold() throws Exception {
        Thread agent =
                Thread.ofPlatform()
                        .daemon()
                        .start(() ->
                                node.run(
                                        "agent",
                                        "--dir",
                                        node.desired.toString(),
                                        "--node",
                                        "hn1",
                                        "--log",
                                        "json",
                                        "--listen",
                                        "127.0.0.1:0",
                                        "--interval",
                                        "1"));
        try {
            while (node.run("doctor").code() != 0) {
                Thread.sleep(50);
            }
            assertTrue(node.run("sync").out().startsWith("looking at the source"));
            while (!node.run("doctor").out().contains("nothing left to do")) {
                Thread.sleep(50);
            }
            node.run("suspend", "web1", "--reason", "by hand", "--for", "1h");
            while (!node.run("doctor").out().contains("blocked    VE web1 (101): suspended by")) {
                Thread.sleep(50);
            }
            assertTrue(node.run("cancel").out().startsWith("no further operation begins before"));
            assertTrue(node.run("doctor").out().contains("cancelled: applies nothing before"));
        } finally {
            agent.interrupt();
            agent.join(TimeUnit.SECONDS.toMillis(60));
        }
        assertFalse(agent.isAlive());
        assertEquals(1, node.run("doctor").code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9180", ":9180", "localhost:9180", "127.0.0.1:", "127.0.0.1:65536", "::x"})
    void addressThatIsNoneIsWrongUsage(String address) {
        CommandFailure wrong =
                assertThrows(CommandFailure.class, () -> AgentServices.address(address));
        assertEquals(ExitCode.USAGE, wrong.exitCode());
    }

    @Test
    void addressesOfBothFamiliesAreRead() throws CommandFailure {
        assertEquals("/127.0.0.1:9180", AgentServices.address("127.0.0.1:9180").toString());
        assertEquals(9180, AgentServices.address("[::1]:9180").getPort());
    }

    private TestNode.Result apply() {
        return node.run("apply", "--dir", node.desired.toString(), "--node", "hn1");
    }

    private String numproc() {
        return node.kernel
                .observe()
                .ve(WEB)
                .cgroup()
                .toOptional()
                .flatMap(cgroup ->
                        java.util.Optional.ofNullable(cgroup.usages().get(Resource.NUMPROC)))
                .flatMap(usage -> usage.limit().toOptional())
                .map(limit -> limit.text())
                .orElse("-");
    }
}
