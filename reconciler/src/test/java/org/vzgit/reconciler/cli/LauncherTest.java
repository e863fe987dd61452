package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher script in a clone of its own with a Java that only tells its arguments, and a
/// `PATH` with nothing to build with.
class LauncherTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Instant BUILT = Instant.parse("2026-01-01T00:00:00Z");

    private static final Set<PosixFilePermission> EXECUTABLE =
            PosixFilePermissions.fromString("rwxr-xr-x");

    private static final List<String> PARTS =
            List.of(
                    "jdk.sh",
                    "setup.sh",
                    "build.sh",
                    "kernel-tests.sh",
                    "engine.sh",
                    "test.sh",
                    "bench.sh",
                    "demo.sh");

    @TempDir Path directory;
    private Path clone;
    private Path tools;

    private record Result(int code, String output) {}

    @BeforeEach
    void prepare() throws IOException {
        clone = Files.createDirectories(directory.resolve("clone"));
        tools = Files.createDirectories(directory.resolve("tools"));
        for (String tool : List.of("readlink", "mkdir", "flock", "cat")) {
            Path wrapper = tools.resolve(tool);
            Files.writeString(wrapper, "#!/bin/bash\nexec /usr/bin/" + tool + " \"$@\"\n");
            Files.setPosixFilePermissions(wrapper, EXECUTABLE);
        }
        copy("vzgit");
        Files.createDirectories(clone.resolve("launcher"));
        for (String part : PARTS) {
            copy("launcher/" + part);
        }
        write("pom.xml", "");
        write("schema/src/main/java/A.java", "");
    }

    private void copy(String path) throws IOException {
        Files.copy(PROJECT.resolve(path), clone.resolve(path));
        setTime(clone.resolve(path), BUILT.minusSeconds(60));
    }

    private Path write(String path, String text) throws IOException {
        Path file = clone.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Path below = clone;
        for (Path name : clone.relativize(file)) {
            below = below.resolve(name);
            setTime(below, BUILT.minusSeconds(60));
        }
        return file;
    }

    private static void setTime(Path file, Instant time) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(time));
    }

    private void build() throws IOException {
        Path java = write("java", "#!/bin/bash\nprintf '%s\\n' \"$@\"\nexit 7\n");
        Files.setPosixFilePermissions(java, EXECUTABLE);
        write("reconciler/target/vzgit/java", java + "\n");
        write("reconciler/target/vzgit/lib/vzgit.jar", "");
        setTime(write("reconciler/target/vzgit/stamp", ""), BUILT);
        setTime(clone.resolve("launcher"), BUILT.minusSeconds(60));
    }

    private Result run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/bash", clone.resolve("vzgit") + ""));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }

    @Test
    void scriptsAreWellFormed() throws IOException, InterruptedException {
        for (String script : List.of("vzgit", "launcher/setup.sh", "launcher/demo.sh", ".ci/run")) {
            Process check =
                    new ProcessBuilder("/bin/bash", "-n", PROJECT.resolve(script).toString())
                            .inheritIO()
                            .start();
            assertEquals(0, check.waitFor(), script);
        }
        assertTrue(Files.isExecutable(PROJECT.resolve("vzgit")));
        assertTrue(Files.isExecutable(PROJECT.resolve(".ci/run")));
    }

    @Test
    void freshBuildIsStartedWithItsArguments() throws IOException, InterruptedException {
        build();
        Result result = run("exec", "web1", "--", "echo", "a  b");
        assertEquals(7, result.code());
        assertTrue(result.output().endsWith("\nexec\nweb1\n--\necho\na  b\n"), result.output());
        assertTrue(result.output().contains("-XX:TieredStopAtLevel=1\n"), result.output());
        assertFalse(result.output().contains("AOTCache"), result.output());
    }

    @Test
    void aotCacheIsUsedWhenThereIsOne() throws IOException, InterruptedException {
        build();
        write("reconciler/target/vzgit/vzgit.aot", "");
        assertTrue(run("version").output().contains("-XX:AOTCache="));
    }

    @Test
    void agentHasABoundedHeapAndEndsWhenItIsTooSmall() throws IOException, InterruptedException {
        build();
        String agent = run("--home", "/x", "agent", "--once").output();
        assertTrue(agent.contains("-Xmx"), agent);
        assertTrue(agent.contains("-XX:+ExitOnOutOfMemoryError"), agent);
    }

    @Test
    void linkToTheScriptFindsTheClone() throws IOException, InterruptedException {
        build();
        Path link = Files.createSymbolicLink(directory.resolve("link"), clone.resolve("vzgit"));
        Files.move(clone.resolve("vzgit"), clone.resolve("real"));
        Files.createSymbolicLink(clone.resolve("vzgit"), Path.of("real"));
        assertTrue(Files.exists(link));
        assertEquals(7, run("version").code());
    }

    @Test
    void anythingNewerThanTheBuildIsBuilt() throws IOException, InterruptedException {
        build();
        setTime(clone.resolve("schema/src/main/java/A.java"), BUILT.plusSeconds(1));
        Result result = run("version");
        assertEquals(1, result.code());
        assertTrue(result.output().contains("vzgit setup"), result.output());
    }

    @Test
    void removedSourceIsBuiltToo() throws IOException, InterruptedException {
        build();
        Files.delete(clone.resolve("schema/src/main/java/A.java"));
        assertEquals(1, run("version").code());
    }

    @Test
    void checkNamesWhatIsMissingAndFor() throws IOException, InterruptedException {
        Result result = run("setup", "--check");
        assertEquals(1, result.code());
        assertTrue(result.output().contains("missing: maven (Maven: the build)"), result.output());
        assertTrue(result.output().contains("missing: busybox-static"), result.output());
        assertFalse(Files.exists(clone.resolve("reconciler/target")), "a check changes nothing");
    }

    @Test
    void whereNoAptIsTheRestIsForPeople() throws IOException, InterruptedException {
        Result result = run("setup");
        assertEquals(1, result.code());
        assertTrue(result.output().contains("no apt-get here"), result.output());
    }

    @Test
    void scriptCommandsHaveHelpAndRefuseUnknownArguments()
            throws IOException, InterruptedException {
        for (String command : List.of("setup", "demo", "test")) {
            Result help = run(command, "--help");
            assertEquals(0, help.code(), help.output());
            assertTrue(help.output().startsWith("Usage: vzgit " + command), help.output());
            assertTrue(help.output().contains("Example:"), help.output());
        }
        assertEquals(64, run("setup", "--bogus").code());
        assertEquals(64, run("demo", "--bogus").code());
    }
}
