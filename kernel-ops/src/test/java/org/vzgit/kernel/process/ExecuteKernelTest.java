package org.vzgit.kernel.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;

@Tag("kernel")
class ExecuteKernelTest {
    private static final int MEGABYTE = 1 << 20;

    @TempDir Path directory;
    private TestVe ve;
    private int init;

    @BeforeEach
    void startVe() throws Exception {
        ve = new TestVe("echo ran >/tmp/marker");
        init = ve.start();
        ve.awaitFile("tmp/marker");
    }

    @AfterEach
    void endVe() throws Exception {
        ve.close();
    }

    @Test
    void theExitCodeIsTheCommands() throws Exception {
        assertEquals(0, run("true"));
        assertEquals(1, run("false"));
        assertEquals(42, run("sh", "-c", "exit 42"));
    }

    @Test
    void aCommandKilledByASignalGives128AndItsNumber() throws Exception {
        assertEquals(128 + 9, run("sh", "-c", "kill -9 $$"));
    }

    @Test
    void aCommandThatIsNotThereGives127AndOneThatCannotRun126() throws Exception {
        assertEquals(127, run("no-such-command"));
        assertTrue(errors().contains("ENOENT"), errors());
        assertEquals(126, run("/etc/inittab"));
        assertTrue(errors().contains("EACCES"), errors());
    }

    @Test
    void theCommandHasTheVesNamespacesRootAndCgroups() throws Exception {
        run("sh", "-c", "hostname; id -u; ls /; cat /proc/self/cgroup");
        assertTrue(output().startsWith("ve101\n0\nbin\n"), output());
        // Each hierarchy's line ends with the root of the VE's own cgroup namespace.
        assertTrue(
                output().lines().filter(line -> line.contains(":")).allMatch(l -> l.endsWith(":/")),
                output());
    }

    @Test
    void theCommandIsInEveryCgroupOfTheVe() throws Exception {
        Process waiting = started("sleep", "1000");
        int command = await(() -> childOf(waiting));
        for (Path procs : ve.procsFiles()) {
            assertTrue(Files.readAllLines(procs).contains(Integer.toString(command)), procs + "");
        }
        waiting.destroy();
        assertEquals(128 + 15, waiting.waitFor());
    }

    @Test
    void noDescriptorOfTheHostIsInTheVe() throws Exception {
        run("sh", "-c", "ls -l /proc/self/fd/");
        List<String> links = output().lines().filter(line -> line.contains("->")).toList();
        assertTrue(
                links.stream().allMatch(l -> l.contains("-> pipe:") || l.contains("-> /proc/")),
                output());
    }

    @Test
    void theEnvironmentIsTheVesOwn() throws Exception {
        run("env");
        assertEquals(
                List.of(
                        "HOME=/root",
                        "LOGNAME=root",
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                        "TERM=dumb",
                        "USER=root",
                        "container=vzgit"),
                output().lines().sorted().toList());
    }

    @Test
    void aHundredMegabytesGoThroughBothPipesWhole() throws Exception {
        byte[] expected = writeRandom(directory.resolve("in"), 100);
        assertEquals(0, run(Redirect.from(directory.resolve("in").toFile()), "cat"));
        assertArrayEquals(expected, sha256(directory.resolve("out")));
    }

    @Test
    void aHundredMegabytesGoThroughPipesOnTheHostToo() throws Exception {
        byte[] expected = writeRandom(directory.resolve("in"), 100);
        Process cat = started("cat");
        Thread feeder =
                Thread.ofPlatform()
                        .start(() -> {
                            try (OutputStream to = cat.getOutputStream()) {
                                Files.copy(directory.resolve("in"), to);
                            } catch (java.io.IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        });
        Files.copy(cat.getInputStream(), directory.resolve("out"));
        feeder.join();
        assertEquals(0, cat.waitFor());
        assertArrayEquals(expected, sha256(directory.resolve("out")));
    }

    @Test
    void whatIsWrittenJustBeforeTheEndIsNotLost() throws Exception {
        for (int i = 0; i < 20; i++) {
            run("sh", "-c", "echo out; echo err >&2");
            assertEquals("out\n", output());
            assertEquals("err\n", errors());
        }
    }

    @Test
    void aDaemonThatKeepsThePipesDoesNotKeepTheCallerWaiting() throws Exception {
        assertEquals(3, run("sh", "-c", "sleep 1000 & echo started; exit 3"));
        assertEquals("started\n", output());
    }

    @Test
    void aTerminalIsOneOfTheVesOwn() throws Exception {
        int code = terminal("tty; stty size >/dev/null && test -t 0 -a -t 1 -a -t 2");
        // The end of the input is typed into the terminal, which echoes it.
        assertTrue(output().contains("/dev/pts/0\r\n"), output());
        assertEquals(0, code);
        assertEquals(7, terminal("echo $TERM; exit 7"));
        assertTrue(output().contains("xterm\r\n"), output());
    }

    @Test
    void theEndOfTheInputReachesATerminalsReader() throws Exception {
        Files.writeString(directory.resolve("in"), "typed\n");
        VeCommand request =
                request(
                        Optional.of("vt100"),
                        Redirect.from(directory.resolve("in").toFile()),
                        "sh",
                        "-c",
                        "stty -echo; cat >/tmp/typed");
        assertEquals(0, ve.processes().execute(init, request, ve.procsFiles()));
        assertEquals("typed\n", Files.readString(ve.upper("tmp/typed")));
    }

    @Test
    void aScriptOfTheHostRunsFromACopyInTheVe() throws Exception {
        Path script =
                Files.writeString(
                        directory.resolve("script"),
                        """
                        #!/bin/sh
                        hostname; echo "$0 $# $2"; readlink /proc/self/fd/3; exit 9
                        """);
        VeCommand command =
                request(Optional.empty(), nothing(), "check", "one", "two").fromScript(script);
        int code = ve.processes().execute(init, command, ve.procsFiles());
        assertEquals(9, code, errors());
        List<String> lines = output().lines().toList();
        assertEquals("ve101", lines.get(0));
        assertTrue(lines.get(1).endsWith("/fd/3 2 two"), output());
        assertTrue(lines.get(2).startsWith("/memfd:check"), output());
    }

    @Test
    void aScriptWithoutAFirstLineIsForTheShell() throws Exception {
        Path script = Files.writeString(directory.resolve("script"), "echo plain $1; exit 4\n");
        VeCommand command = request(Optional.empty(), nothing(), "check", "x").fromScript(script);
        assertEquals(4, ve.processes().execute(init, command, ve.procsFiles()), errors());
        assertEquals("plain x\n", output());
    }

    @Test
    void aScriptThatIsNoFileOrTooLargeIsNotRun() throws Exception {
        Path huge = directory.resolve("huge");
        try (var file = new java.io.RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength((16L << 20) + 1);
        }
        for (Path wrong : List.of(directory, huge, directory.resolve("none"))) {
            VeCommand command = request(Optional.empty(), nothing(), "x").fromScript(wrong);
            assertEquals(125, ve.processes().execute(init, command, ve.procsFiles()));
            assertTrue(errors().startsWith("error open-script "), errors());
        }
    }

    /// The largest that is taken: a shell stops reading at the exit.
    @Test
    void aScriptOfSixteenMebibytesIsRun() throws Exception {
        Path large = Files.writeString(directory.resolve("large"), "exit 5\n");
        try (var file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(16L << 20);
        }
        VeCommand command = request(Optional.empty(), nothing(), "x").fromScript(large);
        assertEquals(5, ve.processes().execute(init, command, ve.procsFiles()));
    }

    /// script(1) gives the launcher a terminal whose size can be set.
    @Test
    void aTerminalHasTheCallersSize() throws Exception {
        assumeProgram("/usr/bin/script");
        long start =
                new ProcFiles(org.vzgit.kernel.sys.KernelRoot.RUNNING, init)
                        .stat()
                        .orElseThrow()
                        .startTicks();
        List<String> join = joinArguments(init, start, "stty", "size");
        join.set(join.indexOf("pipes"), "pty");
        Process process =
                new ProcessBuilder(
                                "script",
                                "-qec",
                                "stty rows 33 cols 77; " + String.join(" ", join),
                                "/dev/null")
                        .redirectOutput(directory.resolve("out").toFile())
                        .redirectErrorStream(true)
                        .start();
        assertEquals(0, process.waitFor(), this::outputOrNone);
        assertTrue(output().contains("33 77"), output());
    }

    @Test
    void aSignalReachesTheCommandsWholeGroup() throws Exception {
        Process waiting =
                started(
                        "sh",
                        "-c",
                        "trap 'echo got >/tmp/got; exit 6' TERM; echo ready >/tmp/ready; while :;"
                                + " do sleep 0.1; done");
        ve.awaitFile("tmp/ready");
        waiting.destroy();
        assertEquals(6, waiting.waitFor());
        assertEquals("got\n", ve.awaitFile("tmp/got"));
    }

    private static void assumeProgram(String path) {
        org.junit.jupiter.api.Assumptions.assumeTrue(
                Files.isExecutable(Path.of(path)), "no " + path + " on this machine");
    }

    private String outputOrNone() {
        try {
            return output();
        } catch (Exception e) {
            return e.toString();
        }
    }

    @Test
    void anotherProcessWithTheNumberIsNotJoined() throws Exception {
        Process join = new ProcessBuilder(joinArguments(init, 1, "true")).start();
        assertEquals(125, join.waitFor());
        String message =
                new String(
                        join.getErrorStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(message.startsWith("error open-init 3 ESRCH"), message);
    }

    @Test
    void aProcessOfTheHostIsRefused() {
        int self = Math.toIntExact(ProcessHandle.current().pid());
        OperationFailure failure =
                assertThrows(
                        OperationFailure.class,
                        () ->
                                ve.processes()
                                        .execute(
                                                self,
                                                request(Optional.empty(), nothing(), "true"),
                                                ve.procsFiles()));
        assertEquals(FailureKind.GONE, failure.kind());
    }

    private int run(String... command) throws Exception {
        return run(nothing(), command);
    }

    private int run(Redirect input, String... command) throws Exception {
        return ve.processes()
                .execute(init, request(Optional.empty(), input, command), ve.procsFiles());
    }

    private int terminal(String script) throws Exception {
        VeCommand request = request(Optional.of("xterm"), nothing(), "sh", "-c", script);
        return ve.processes().execute(init, request, ve.procsFiles());
    }

    private VeCommand request(Optional<String> terminal, Redirect input, String... command) {
        ExecStreams streams =
                new ExecStreams(
                        input,
                        Redirect.to(directory.resolve("out").toFile()),
                        Redirect.to(directory.resolve("err").toFile()));
        return new VeCommand(
                List.of(command), Optional.empty(), terminal, streams, Optional.empty());
    }

    private static Redirect nothing() {
        return Redirect.from(Path.of("/dev/null").toFile());
    }

    private Process started(String... command) throws Exception {
        long start =
                new ProcFiles(org.vzgit.kernel.sys.KernelRoot.RUNNING, init)
                        .stat()
                        .orElseThrow()
                        .startTicks();
        return new ProcessBuilder(joinArguments(init, start, command)).start();
    }

    private List<String> joinArguments(int pid, long start, String... command) throws Exception {
        var arguments = new java.util.ArrayList<String>();
        arguments.add(new VeInitProgram(ve.home()).install().toString());
        arguments.addAll(List.of("join", pid + "", start + "", "pipes", "dumb"));
        ve.procsFiles().forEach(file -> arguments.add(file.toString()));
        arguments.add("--");
        arguments.addAll(Arrays.asList(command));
        return arguments;
    }

    private static Optional<Integer> childOf(Process process) {
        return process.children()
                .filter(child -> child.info().command().orElse("").endsWith("busybox"))
                .map(child -> Math.toIntExact(child.pid()))
                .findFirst();
    }

    private static int await(java.util.function.Supplier<Optional<Integer>> what) throws Exception {
        for (int i = 0; i < 500; i++) {
            Optional<Integer> found = what.get();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(10);
        }
        throw new AssertionError("the command did not start");
    }

    private String output() throws Exception {
        return Files.readString(directory.resolve("out"));
    }

    private String errors() throws Exception {
        return Files.readString(directory.resolve("err"));
    }

    private static byte[] writeRandom(Path file, int megabytes) throws Exception {
        Random random = new Random(4711);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] block = new byte[MEGABYTE];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < megabytes; i++) {
                random.nextBytes(block);
                digest.update(block);
                out.write(block);
            }
        }
        return digest.digest();
    }

    private static byte[] sha256(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] block = new byte[MEGABYTE];
        try (var in = Files.newInputStream(file)) {
            for (int got = in.read(block); got > 0; got = in.read(block)) {
                digest.update(block, 0, got);
            }
        }
        byte[] sum = digest.digest();
        assertNotEquals(0, sum.length);
        return sum;
    }
}
