package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.reconciler.loop.StopSignal;

/// The unit that runs the agent under systemd: what VEs need of it, and what secrets do.
class ServiceUnitTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Path UNIT = PROJECT.resolve("launcher/vzgit-agent.service");
    private static final String INSTALLED = "/opt/vzgit";

    private static final Pattern EXPOSURE = Pattern.compile("exposure level for .*: ([0-9.]+)");

    @TempDir Path directory;
    private final Map<String, List<String>> settings = new TreeMap<>();

    @BeforeEach
    void read() throws IOException {
        for (String line : Files.readAllLines(UNIT)) {
            int sign = line.indexOf('=');
            if (!line.startsWith("#") && sign > 0) {
                settings.computeIfAbsent(line.substring(0, sign), _ -> new ArrayList<>())
                        .add(line.substring(sign + 1));
            }
        }
    }

    @Test
    void systemdTakesTheUnitWithoutAWarning() throws Exception {
        assertEquals("0 ", analyze("verify"));
    }

    /// With 0 for a service that can do nothing and 10 for one that can do everything. What VEs
    /// inherit cannot be taken away, so it is no small number.
    @Test
    void hardeningIsWorthWhatItWasWhenItWasMeasured() throws Exception {
        String report = analyze("security", "--offline=true");
        Matcher level = EXPOSURE.matcher(report);
        assertTrue(level.find(), report);
        assertTrue(Double.parseDouble(level.group(1)) <= 8.2, level.group());
    }

    /// systemd kills what is in the unit's cgroup, by default all of it. A VE that is on its way
    /// into its own cgroup is still there, and so is every VE in the hierarchy `name=systemd` of
    /// cgroup v1.
    @Test
    void restartOfTheAgentLeavesVesAlone() {
        assertEquals("process", one("KillMode"));
        assertEquals("yes", one("RuntimeDirectoryPreserve"));
        for (String bound : List.of("Slice", "Delegate", "BindsTo", "PartOf", "ExecStopPost")) {
            assertFalse(settings.containsKey(bound), bound);
        }
    }

    @Test
    void systemdWaitsLongerThanTheAgentItself() {
        long most = Long.parseLong(one("TimeoutStopSec"));
        assertTrue(most > StopSignal.PATIENCE.toSeconds(), most + " s");
    }

    @Test
    void agentComesBackAtABoundedRateUnlessItsArgumentsAreWrong() {
        assertEquals("always", one("Restart"));
        long pause = Long.parseLong(one("RestartSec"));
        assertTrue(pause >= 1 && pause <= 30, pause + " s");
        assertEquals("0", one("StartLimitIntervalSec"));
        assertEquals(ExitCode.USAGE.code() + "", one("RestartPreventExitStatus"));
    }

    /// See StopSignalTest: Java ends with 128 and the number of the signal, which systemd takes for
    /// a failure.
    @Test
    void orderlyEndIsNoFailure() {
        assertEquals("143", one("SuccessExitStatus"));
    }

    /// The names are those that are looked for; see docs/trust.md.
    @ParameterizedTest
    @ValueSource(strings = {"hook-secret", "forge-token", "token", "ssh-key"})
    void secretsAreCredentials(String name) throws IOException {
        assertTrue(settings.getOrDefault("LoadCredential", List.of()).contains(name), name);
        Path given = Files.writeString(directory.resolve(name), "x");
        SourceAccess access =
                SourceAccess.of(
                        org.vzgit.kernel.sys.NodeHome.below(directory.resolve("home")),
                        Map.of("CREDENTIALS_DIRECTORY", directory.toString()));
        assertEquals(given, access.file(name).orElseThrow());
    }

    @Test
    void noSecretIsInAnArgumentOrTheEnvironment() {
        String start = one("ExecStart");
        assertFalse(start.contains("secret") || start.contains("token"), start);
        for (String key : List.of("Environment", "EnvironmentFile", "SetCredential")) {
            assertFalse(settings.containsKey(key), key);
        }
    }

    /// systemd.exec(5): LoadCredential= never looks into credstore.encrypted.
    @Test
    void adviceOnWhereSecretsLieIsWhatSystemdDoes() throws IOException {
        String text = Files.readString(UNIT);
        assertTrue(text.contains("/etc/credstore/hook-secret"), text);
        assertEquals(
                text.contains("credstore.encrypted"), text.contains("LoadCredentialEncrypted="));
    }

    @Test
    void pathsAreThoseOfTheClone() throws IOException {
        Matcher path = Pattern.compile(INSTALLED + "/([A-Za-z0-9./-]+)").matcher(text());
        int count = 0;
        while (path.find()) {
            Path here = PROJECT.resolve(path.group(1));
            assertTrue(Files.exists(here), here.toString());
            count++;
        }
        assertEquals(2, count);
        assertTrue(Files.isExecutable(PROJECT.resolve("vzgit")));
        assertTrue(Files.readString(UNIT).contains("sudo cp launcher/vzgit-agent.service "));
    }

    /// A start line that the agent would refuse would be tried for ever.
    @Test
    void startLineIsOneThatTheAgentTakes() throws IOException {
        String[] words = one("ExecStart").replaceFirst("^\\S+ ", "").split(" ");
        TestNode node = new TestNode(directory);
        var result = node.run(words);
        assertTrue(result.err().contains("say which desired state"), result.err());
        assertEquals("agent", words[0]);
    }

    @ParameterizedTest
    @CsvSource({
        "ProtectKernelModules, yes",
        "ProtectKernelLogs, yes",
        "PrivateTmp, yes",
        "ProtectSystem, full",
        "ReadOnlyPaths, -/opt/vzgit",
    })
    void whatVesDoNotInheritIsProtected(String key, String value) {
        assertEquals(value, one(key));
    }

    /// Each of these would reach into VEs: what the agent's process has, theirs have. Those of
    /// mounts make what a VE gets from the node read-only.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "NoNewPrivileges",
                "SystemCallFilter",
                "SystemCallArchitectures",
                "RestrictAddressFamilies",
                "RestrictNamespaces",
                "RestrictRealtime",
                "RestrictSUIDSGID",
                "LockPersonality",
                "MemoryDenyWriteExecute",
                "PrivateDevices",
                "PrivateNetwork",
                "ProtectClock",
                "ProtectControlGroups",
                "ProtectKernelTunables",
                "ProtectProc",
                "ProtectHome",
                "OOMScoreAdjust",
                "UMask",
                "User",
            })
    void whatWouldReachIntoVesIsOff(String key) {
        assertFalse(settings.containsKey(key), key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CAP_SYS_MODULE",
                "CAP_SYS_BOOT",
                "CAP_SYS_RAWIO",
                "CAP_SYS_TIME",
                "CAP_SYSLOG",
                "CAP_MAC_ADMIN",
                "CAP_NET_RAW",
            })
    void capabilityThatNothingNeedsIsOutOfReach(String capability) {
        List<String> kept = Arrays.asList(one("CapabilityBoundingSet").split(" "));
        assertTrue(kept.contains("CAP_SYS_ADMIN"));
        assertFalse(kept.contains(capability));
    }

    private String one(String key) {
        List<String> values = settings.getOrDefault(key, List.of());
        assertEquals(1, values.size(), key + "=" + values);
        return values.getFirst();
    }

    private static String text() throws IOException {
        return Files.readString(UNIT).replaceAll("(?m)^#.*", "");
    }

    /// The exit code and what was said, of the unit as if this clone were where it is installed.
    private String analyze(String... arguments) throws Exception {
        Path unit = directory.resolve("vzgit-agent.service");
        Files.writeString(unit, Files.readString(UNIT).replace(INSTALLED, PROJECT.toString()));
        List<String> command = new ArrayList<>(List.of("systemd-analyze", "--no-pager"));
        command.addAll(List.of(arguments));
        command.add(unit.toString());
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            return Assumptions.abort("this machine has no systemd-analyze: " + missing);
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + said.strip();
    }
}
