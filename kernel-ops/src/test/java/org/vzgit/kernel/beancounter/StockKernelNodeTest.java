package org.vzgit.kernel.beancounter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The kernel programs under Debian's stock kernels, each in an emulated machine of its own that
/// runs the tests in one JVM: with the BPF security module and without.
@Tag("kernel")
class StockKernelNodeTest {
    private static final Path SCRIPTS = Path.of("src/test/qemu");
    private static final Path CACHE = Path.of("/var/cache/vzgit-test/qemu");

    /// All of the classes, less the two that need the security module.
    private static final int SUCCESSFUL_MIN = 66;

    private static final List<String> CLASSES =
            List.of(
                    EnforcementKernelTest.class.getName(),
                    BufferKernelTest.class.getName(),
                    SurvivalKernelTest.class.getName(),
                    LeakKernelTest.class.getName(),
                    UpgradeKernelTest.class.getName());

    private record Finished(int code, String output) {}

    @ParameterizedTest
    @CsvSource({
        "bookworm-security, 6.1, 'lockdown,yama'",
        "trixie-security, 6.12, 'lockdown,yama,bpf'"
    })
    void boundsHoldThere(String suite, String version, String modules) throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "not root");
        Path kernel = fetch(suite, version);
        Finished finished = run(command(kernel, modules));
        assertEquals(0, count(finished, "failed"), finished.output());
        assertTrue(count(finished, "successful") >= SUCCESSFUL_MIN, finished.output());
    }

    private static List<String> command(Path kernel, String modules) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "bash",
                                SCRIPTS.resolve("node.sh").toString(),
                                kernel.toString(),
                                modules,
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djava.io.tmpdir=/run/tmp",
                                // Emulated: the second compiler costs more than it brings.
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path")
                                        + File.pathSeparator
                                        + Path.of("target/test-classes").toAbsolutePath(),
                                "org.junit.platform.console.ConsoleLauncher",
                                "execute",
                                "--disable-banner",
                                "--disable-ansi-colors",
                                "--details=tree"));
        CLASSES.forEach(name -> command.add("--select-class=" + name));
        return command;
    }

    private static Path fetch(String suite, String version)
            throws IOException, InterruptedException {
        Path cache =
                Optional.ofNullable(System.getenv("VZGIT_TEST_CACHE"))
                        .map(path -> Path.of(path, "qemu"))
                        .orElse(CACHE)
                        .resolve(version);
        Files.createDirectories(cache);
        Finished fetched =
                run(
                        List.of(
                                "bash",
                                SCRIPTS.resolve("fetch.sh").toString(),
                                cache.toString(),
                                suite,
                                version));
        if (fetched.code() != 0) {
            Assumptions.abort("no kernel " + version + " to run: " + fetched.output());
        }
        return cache;
    }

    /// `[ 34 tests successful ]`
    private static int count(Finished finished, String outcome) {
        Matcher line =
                Pattern.compile("\\[ *(\\d+) tests " + outcome + " *]").matcher(finished.output());
        assertTrue(line.find(), finished.output());
        return Integer.parseInt(line.group(1));
    }

    private static Finished run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Finished(process.waitFor(), output);
    }
}
