package org.vzgit.reconciler.wholepath;

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
import org.junit.jupiter.api.Test;

/// The same tests on a kernel that has nothing but cgroup v2, where the inits of distributions make
/// cgroups with controllers, and disk quota of ext4 and XFS, which few machines have: a
/// user-mode-linux node that runs them in a JVM of its own.
@Tag("kernel")
class PureCgroupV2NodeTest {
    /// What has run there when this was written, less what a kernel without a disk or a second CPU
    /// leaves out.
    private static final int SUCCESSFUL_MIN = 107;

    private static final Path SCRIPTS = Path.of("../kernel-ops/src/test/uml");
    private static final Path CACHE = Path.of("/var/cache/vzgit-test/uml");

    private static final List<String> CLASSES =
            List.of(
                    "org.vzgit.kernel.cgroup.CgroupTreeKernelTest",
                    "org.vzgit.kernel.linux.InitSystemsKernelTest",
                    StartStopTest.class.getName(),
                    LiveChangeTest.class.getName(),
                    DriftTest.class.getName(),
                    LinuxKernelContractTest.class.getName(),
                    Ext4QuotaKernelTest.class.getName(),
                    XfsQuotaKernelTest.class.getName(),
                    Ext4PowerCutKernelTest.class.getName(),
                    XfsPowerCutKernelTest.class.getName(),
                    Ext4QuotaEscapeKernelTest.class.getName(),
                    XfsQuotaEscapeKernelTest.class.getName(),
                    Ext4UserQuotaKernelTest.class.getName(),
                    XfsUserQuotaKernelTest.class.getName(),
                    ImageQuotaKernelTest.class.getName());

    private record Finished(int code, String output) {}

    @Test
    void theMainPathWorksThere() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "not root");
        Path uml = fetch();
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "bash",
                                SCRIPTS.resolve("node.sh").toString(),
                                uml.toString(),
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djava.io.tmpdir=/run/tmp",
                                // One slow CPU: the second compiler costs more than it brings.
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classPath(),
                                "org.junit.platform.console.ConsoleLauncher",
                                "execute",
                                "--disable-banner",
                                "--disable-ansi-colors",
                                "--details=tree"));
        CLASSES.forEach(name -> command.add("--select-class=" + name));
        Finished finished = run(command);
        assertEquals(0, count(finished, "failed"), finished.output());
        int successful = count(finished, "successful");
        assertTrue(successful >= SUCCESSFUL_MIN, finished.output());
    }

    /// `[ 94 tests successful ]`
    private static int count(Finished finished, String outcome) {
        Matcher line =
                Pattern.compile("\\[ *(\\d+) tests " + outcome + " *]").matcher(finished.output());
        assertTrue(line.find(), finished.output());
        return Integer.parseInt(line.group(1));
    }

    private static Path fetch() throws IOException, InterruptedException {
        Path cache =
                Optional.ofNullable(System.getenv("VZGIT_TEST_CACHE")).map(Path::of).orElse(CACHE);
        Files.createDirectories(cache);
        Finished fetched =
                run(List.of("bash", SCRIPTS.resolve("fetch.sh").toString(), cache.toString()));
        if (fetched.code() != 0) {
            Assumptions.abort("user-mode-linux cannot be fetched: " + fetched.output());
        }
        return cache;
    }

    /// Below Surefire the class path is one jar whose manifest names the others; the JVM there
    /// reads it from the host's files too.
    private static String classPath() {
        return System.getProperty("java.class.path")
                + File.pathSeparator
                + Path.of("../kernel-ops/target/test-classes").toAbsolutePath().normalize();
    }

    private static Finished run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Finished(process.waitFor(), output);
    }
}
