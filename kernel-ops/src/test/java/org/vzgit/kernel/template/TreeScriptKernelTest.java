package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.schema.Seconds;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.TemplateScripts;

/// Scripts of a template's document, and what they can reach of the node.
@Tag("kernel")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TreeScriptKernelTest {
    private static final Seconds SOON = new Seconds(60);

    @TempDir Path directory;
    private BuildSite site;
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void makeATreeWithAShell() throws Exception {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "not root");
        Assumptions.assumeTrue(Files.exists(Path.of("/usr/sbin/capsh")), "no capsh");
        site = BuildSite.at(directory.resolve("tree"));
        Path bin = Files.createDirectory(site.tree().resolve("bin"));
        Files.createDirectory(site.tree().resolve("etc"));
        Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"));
        for (String applet :
                List.of(
                        "sh", "cat", "mknod", "mount", "chroot", "ls", "id", "ip", "chown", "grep",
                        "ps", "sleep", "kill", "head", "chmod", "mkdir", "true", "false",
                        "sysctl")) {
            Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
        }
    }

    private void after(TemplateScripts scripts) throws IOException, OperationFailure {
        new TreeScript(site, new TemplateName("small"), scripts)
                .after(new BuildProgram("build template small", said::add));
    }

    private static TemplateScripts post(String script) {
        return new TemplateScripts("", script, false, SOON);
    }

    private OperationFailure fails(TemplateScripts scripts) {
        return assertThrows(OperationFailure.class, () -> after(scripts));
    }

    private String written(String name) throws IOException {
        return Files.readString(site.tree().resolve(name));
    }

    @Test
    void aScriptChangesTheTreeWithTheShellOfTheTree() throws Exception {
        after(post("echo $TEMPLATE > /etc/name; chown 5:6 /etc/name; chmod 4755 /etc/name"));
        assertEquals("small\n", written("etc/name"));
        Path file = site.tree().resolve("etc/name");
        assertEquals(5, Files.getAttribute(file, "unix:uid"));
        assertEquals(04755, (int) Files.getAttribute(file, "unix:mode") & 07777);
    }

    @Test
    void beforeThereArePackagesTheNodesBusyboxIsTheShellAndStaysOutOfTheTree() throws Exception {
        BuildSite empty = BuildSite.at(directory.resolve("empty"));
        TemplateScripts scripts =
                new TemplateScripts(
                        "mkdir -p /etc/apt; echo a b | tr ' ' - > /etc/apt/conf", "", false, SOON);
        TreeScript script = new TreeScript(empty, new TemplateName("small"), scripts);
        BuildProgram program = new BuildProgram("build template small", said::add);
        script.before(program);
        script.after(program);
        empty.deleteScratch();
        assertEquals("a-b\n", Files.readString(empty.tree().resolve("etc/apt/conf")));
        try (var left = Files.list(empty.tree())) {
            assertEquals(
                    List.of("dev", "etc", "proc"),
                    left.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void nothingIsRunWhereNothingIsSaid() throws Exception {
        Files.delete(site.tree().resolve("bin/sh"));
        after(TemplateScripts.NONE);
        assertEquals(List.of(), said);
    }

    /// Each would give a script more than its tree.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mount -t tmpfs none /etc",
                "mknod /etc/sda b 8 0",
                "mkdir -p /x; chroot /x /bin/true",
                "chroot / /bin/sh -c true",
                "echo x > /proc/sys/kernel/core_pattern",
                "echo h > /proc/sysrq-trigger",
                "echo 1 > /proc/self/oom_score_adj",
                "cat /proc/kcore",
                "ls /work /home/root /usr/lib/jvm",
                "cat /dev/mem",
                "kill -0 2 && ps | grep -q java",
                "ip link set lo up",
                "sysctl -w kernel.hostname=x",
            })
    void whatReachesTheNodeFails(String script) throws Exception {
        String before = Files.readString(Path.of("/proc/sys/kernel/core_pattern"));
        fails(post(script));
        assertEquals(before, Files.readString(Path.of("/proc/sys/kernel/core_pattern")));
    }

    @Test
    void itHasNoCapabilityBeyondThoseForFilesAndIds() throws Exception {
        after(post("grep -E 'CapEff|CapBnd|NoNewPrivs' /proc/self/status > /etc/caps"));
        // chown, dac_override, fowner, fsetid, kill, setgid, setuid, setfcap
        String kept = "00000000800000fb";
        assertEquals(
                "CapEff:\t" + kept + "\nCapBnd:\t" + kept + "\nNoNewPrivs:\t1\n",
                written("etc/caps"));
    }

    @Test
    void itSeesOnlyItsOwnProcessesAndNoNetwork() throws Exception {
        after(
                post(
                        "cd /proc; ls -d [0-9]* | head -n 20 > /etc/ps; "
                                + " cat /proc/net/dev > /etc/net"));
        assertTrue(written("etc/ps").lines().count() < 6, written("etc/ps"));
        assertEquals(
                List.of("lo:"),
                written("etc/net")
                        .lines()
                        .skip(2)
                        .map(line -> line.strip().split("\\s+")[0])
                        .filter(name -> !name.matches("(sit|tunl|ip6tnl|gre|erspan|ip_vti).*"))
                        .toList());
    }

    @Test
    void theNetworkIsThereWhereTheDocumentSaysSo() throws Exception {
        after(new TemplateScripts("", "cat /proc/net/route > /etc/routes", true, SOON));
        assertEquals(
                Files.readString(Path.of("/proc/net/route")).lines().count(),
                written("etc/routes").lines().count());
        assertTrue(Files.exists(site.tree().resolve("etc/resolv.conf")));
    }

    @Test
    void theDevicesThatEveryProgramNeedsAreThereAndStayOutOfTheTree() throws Exception {
        after(post("echo x > /dev/null; head -c 3 /dev/zero > /etc/zeros"));
        assertEquals("\0\0\0", written("etc/zeros"));
        try (var devices = Files.list(site.tree().resolve("dev"))) {
            assertEquals(List.of(), devices.toList());
        }
    }

    @Test
    void aFailureIsToldWithTheLastWordsAndTheName() {
        String told = fails(post("echo one; echo two >&2; exit 3")).toString();
        assertTrue(told.contains("build template small: script postInstall: one; two"), told);
        assertEquals(List.of("one", "two"), said);
    }

    @Test
    void theFirstCommandThatFailsEndsIt() throws Exception {
        fails(post("false; echo late > /etc/late"));
        assertFalse(Files.exists(site.tree().resolve("etc/late")));
    }

    @Test
    void aScriptThatDoesNotEndIsEndedWithAllThatItStarted() throws Exception {
        OperationFailure failure =
                fails(
                        new TemplateScripts(
                                "",
                                "sleep 987654 & echo waiting; sleep 987654",
                                false,
                                new Seconds(1)));
        assertEquals(FailureKind.DEADLINE, failure.kind());
        assertTrue(failure.toString().contains("ran longer than 1s; waiting"), failure.toString());
        assertEquals(List.of(), sleepers());
    }

    private static List<String> sleepers() throws Exception {
        for (int i = 0; i < 100; i++) {
            List<String> alive =
                    ProcessHandle.allProcesses()
                            .map(ProcessHandle::info)
                            .flatMap(info -> info.commandLine().stream())
                            .filter(line -> line.startsWith("sleep 987654"))
                            .toList();
            if (alive.isEmpty()) {
                return alive;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("the script's processes are still there");
    }

    @Test
    void aTreeWhoseDevIsALinkLeadsNobodyAstray() throws Exception {
        Path victim = Files.createDirectory(directory.resolve("victim"));
        Files.createSymbolicLink(site.tree().resolve("dev"), victim);
        try {
            after(post("true"));
        } catch (OperationFailure _) {
            // Refused or made harmless: either will do.
        }
        try (var poisoned = Files.list(victim)) {
            assertEquals(List.of(), poisoned.toList());
        }
    }

    @Test
    void aNodesDeviceInTheTreeCannotBeOpened() throws Exception {
        Process made =
                new ProcessBuilder("mknod", site.tree().resolve("etc/m").toString(), "c", "1", "5")
                        .start();
        assertEquals(0, made.waitFor());
        assertTrue(fails(post("head -c 1 /etc/m")).toString().contains("Permission denied"));
    }
}
