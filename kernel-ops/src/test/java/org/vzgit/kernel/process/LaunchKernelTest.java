package org.vzgit.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.Reading;
import org.vzgit.schema.Seconds;

@Tag("kernel")
class LaunchKernelTest {
    private static final Seconds PATIENT = new Seconds(30);

    @Test
    void aReleasedInitRunsAndIsObserved() throws Exception {
        try (TestVe ve = new TestVe("echo ran >/tmp/marker")) {
            int pid = ve.start();
            assertEquals("ran\n", ve.awaitFile("tmp/marker"));
            ObservedInit init = ve.observed();
            assertEquals(pid, init.pid());
            assertTrue(init.released());
            assertEquals(Reading.present(TestVe.TEMPLATE), init.template());
            assertEquals(Reading.present("ve101"), init.hostname());
            assertEquals(Reading.absent(), init.resolver());
        }
    }

    @Test
    void aHeldProcessIsObservedAndHasNotRunInit() throws Exception {
        try (TestVe ve = new TestVe("echo ran >/tmp/marker")) {
            int pid = ve.launch();
            ObservedInit init = ve.observed();
            assertEquals(pid, init.pid());
            assertFalse(init.released());
            assertEquals(Reading.present(TestVe.TEMPLATE), init.template());
            assertEquals(Reading.present("ve101"), init.hostname());
            assertFalse(Files.exists(ve.upper("tmp/marker")));
        }
    }

    @Test
    void launchingTwiceGivesTheProcessThatIsHeld() throws Exception {
        try (TestVe ve = new TestVe("")) {
            assertEquals(ve.launch(), ve.launch());
        }
    }

    @Test
    void closingBeforeReleaseLeavesNothing() throws Exception {
        try (TestVe ve = new TestVe("echo ran >/tmp/marker")) {
            int pid = ve.launch();
            ve.processes().close();
            assertNothingLeft(ve, pid);
            OperationFailure failure =
                    assertThrows(OperationFailure.class, () -> ve.processes().release(TestVe.VEID));
            assertEquals(FailureKind.GONE, failure.kind());
        }
    }

    @Test
    void killingTheLauncherEndsTheHeldProcess() throws Exception {
        try (TestVe ve = new TestVe("echo ran >/tmp/marker")) {
            int pid = ve.launch();
            ProcessHandle held = ProcessHandle.of(pid).orElseThrow();
            assertTrue(held.parent().orElseThrow().destroyForcibly());
            held.onExit().get(30, TimeUnit.SECONDS);
            assertInstanceOf(Reading.Absent.class, ve.observe());
            assertNothingLeft(ve, pid);
        }
    }

    @Test
    void killingTheLaunchersParentEndsTheHeldProcess() throws Exception {
        try (TestVe ve = new TestVe("echo ran >/tmp/marker")) {
            Path spec = ve.home().state().resolve("spec");
            Files.writeString(spec, ve.spec());
            String program = new VeInitProgram(ve.home()).install().toString();
            // The one that holds the gate, as a virtual machine would; killed with no last word.
            Process parent =
                    new ProcessBuilder(
                                    "sh",
                                    "-c",
                                    "{ cat \"$0\"; exec sleep 1000; } | \"$1\" launch",
                                    spec.toString(),
                                    program)
                            .start();
            String answer = parent.inputReader(StandardCharsets.UTF_8).readLine();
            int pid = Integer.parseInt(answer.substring("pid ".length()));
            ProcessHandle held = ProcessHandle.of(pid).orElseThrow();
            parent.children()
                    .filter(child -> child.info().command().orElse("").endsWith("sleep"))
                    .forEach(ProcessHandle::destroyForcibly);
            held.onExit().get(30, TimeUnit.SECONDS);
            assertNothingLeft(ve, pid);
            parent.waitFor();
        }
    }

    @Test
    void aRunningVeLeavesNoMountOnTheHost() throws Exception {
        try (TestVe ve = new TestVe("echo ran >/tmp/marker")) {
            ve.start();
            ve.awaitFile("tmp/marker");
            assertFalse(hostMounts().contains(ve.home().state().toString()));
            assertEquals(List.of(), filesIn(ve.home().privateArea(TestVe.VEID).resolve("low")));
        }
    }

    @Test
    void aGracefulStopRunsTheShutdownLines() throws Exception {
        try (TestVe ve = new TestVe("echo ran >/tmp/marker")) {
            Files.writeString(
                    ve.template("etc/inittab"),
                    "::sysinit:/etc/rc\n::shutdown:/bin/touch /tmp/went-down\n");
            int pid = ve.start();
            ve.awaitFile("tmp/marker");
            ve.processes().stop(TestVe.VEID, pid, PATIENT);
            assertTrue(Files.exists(ve.upper("tmp/went-down")));
            assertInstanceOf(Reading.Absent.class, ve.observe());
        }
    }

    @Test
    void aStopWithoutPatienceKillsAtOnce() throws Exception {
        try (TestVe ve = new TestVe("echo ran >/tmp/marker")) {
            Files.writeString(
                    ve.template("etc/inittab"),
                    "::sysinit:/etc/rc\n::shutdown:/bin/touch /tmp/went-down\n");
            int pid = ve.start();
            ve.awaitFile("tmp/marker");
            ve.processes().stop(TestVe.VEID, pid, new Seconds(0));
            assertFalse(Files.exists(ve.upper("tmp/went-down")));
            assertInstanceOf(Reading.Absent.class, ve.observe());
            ve.processes().stop(TestVe.VEID, pid, new Seconds(0));
        }
    }

    private static void assertNothingLeft(TestVe ve, int pid) throws IOException {
        assertFalse(ve.candidates().contains(pid));
        assertFalse(Files.exists(ve.upper("tmp/marker")));
        assertFalse(hostMounts().contains(ve.home().state().toString()));
    }

    private static String hostMounts() throws IOException {
        return Files.readString(Path.of("/proc/self/mountinfo"));
    }

    private static List<Path> filesIn(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.toList();
        }
    }
}
