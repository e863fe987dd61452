package org.vzgit.reconciler.wholepath;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.sys.NodeHome;

/// Quota of users and groups inside a VE, with the ordinary tools of the host's distribution copied
/// into it.
abstract class UserQuotaContract {
    private static final VeText VE = VeText.of(4901);
    private static final VeText OTHER = VeText.of(4902);
    private static final List<String> TOOLS =
            List.of(
                    "/usr/sbin/setquota",
                    "/usr/sbin/repquota",
                    "/usr/sbin/edquota",
                    "/usr/bin/quota",
                    "/sbin/quotacheck",
                    "/sbin/quotaon",
                    "/sbin/quotaoff");
    private static final Pattern LIBRARY = Pattern.compile("(/\\S+\\.so\\S*)");

    RealNode node;

    abstract Path mountPoint();

    @BeforeEach
    void open() throws Exception {
        if (!Files.isDirectory(mountPoint())) {
            Assumptions.abort("this kernel has no file system at " + mountPoint());
        }
        for (String tool : TOOLS) {
            Assumptions.assumeTrue(
                    Files.exists(Path.of(tool)), "no " + tool + ": apt install quota");
        }
        node = new RealNode(mountPoint());
    }

    @AfterEach
    void leaveNothing() throws Exception {
        if (node != null) {
            node.close();
        }
    }

    static VeText quota(VeText ve, int ids) {
        return ve.with("disk", "{space: 200M, inodes: 20000, userQuota: " + ids + "}");
    }

    private void start(VeText ve) throws Exception {
        node.converge(ve);
        furnish(ve);
    }

    /// The tools, what they are linked with, and two users.
    private void furnish(VeText ve) throws Exception {
        List<String> files = new ArrayList<>(TOOLS);
        for (String tool : TOOLS) {
            LIBRARY.matcher(KernelThread.Commands.output(List.of("ldd", tool)))
                    .results()
                    .forEach(found -> files.add(found.group(1)));
        }
        Path root = node.inside(ve, "/");
        List<String> copy =
                new ArrayList<>(List.of("cp", "-L", "--remove-destination", "--parents"));
        copy.addAll(files.stream().distinct().toList());
        copy.add(root.toString());
        KernelThread.Commands.output(copy);
        inside(
                ve,
                "mkdir -p /home/alice /home/bob; "
                        + "echo 'alice:x:1000:1000::/home/alice:/bin/sh' >> /etc/passwd; "
                        + "echo 'bob:x:1001:1001::/home/bob:/bin/sh' >> /etc/passwd; "
                        + "echo 'staff:x:1500:alice' >> /etc/group; "
                        + "chown 1000:1000 /home/alice; chown 1001:1500 /home/bob; "
                        + "grep -q ^root: /etc/passwd");
    }

    /// As `vzgit exec` runs it; its words, and its exit code as the last line.
    String inside(VeText ve, String script) throws Exception {
        Path program;
        try (var found =
                Files.list(new NodeHome(node.home.state(), node.home.run()).run().resolve("bin"))) {
            program =
                    found.filter(file -> file.getFileName().toString().startsWith("ve-init-"))
                            .findFirst()
                            .orElseThrow();
        }
        int pid = node.pid(ve);
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String start = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
        Path socket = node.home.run().resolve("bin/quota-" + pid);
        List<String> command =
                new ArrayList<>(
                        List.of(program.toString(), "join", "" + pid, start, "pipes", "dumb"));
        if (Files.exists(socket)) {
            command.add("quota:" + socket);
        }
        command.addAll(List.of("--", "/bin/sh", "-c", "{ " + script + "\n} 2>&1; echo $?"));
        return KernelThread.Commands.output(command);
    }

    private static String last(String output) {
        return output.lines().reduce("", (_, line) -> line);
    }

    private String asAlice(String script) throws Exception {
        return inside(VE, "su alice -c '" + script + "'");
    }

    private String ok(String script) throws Exception {
        String said = inside(VE, script);
        assertEquals("0", last(said), said);
        return said;
    }

    @Test
    void rootInsideBoundsItsUsersAndGroups() throws Exception {
        start(quota(VE, 100));
        ok("setquota -u alice 0 2048 0 50 /");
        String said = asAlice("dd if=/dev/zero of=/home/alice/a bs=64k count=64; sync");
        assertTrue(said.contains("Disk quota exceeded"), said);
        String report = ok("repquota -u /");
        assertTrue(report.matches("(?s).*alice +--? +\\d+ +0 +2048 .*50.*"), report);
        ok("setquota -g staff 0 1024 0 0 -a");
        said =
                inside(
                        VE,
                        "su bob -c 'dd if=/dev/zero of=/home/bob/a bs=64k count=64'; chgrp 1500"
                                + " /home/bob/a; sync");
        assertTrue(ok("repquota -g -a").contains("staff"), said);
    }

    @Test
    void theToolsOutputIsWhatTheNodeHas() throws Exception {
        start(quota(VE, 100));
        ok("setquota -u alice 1000 2000 30 40 /");
        asAlice("dd if=/dev/zero of=/home/alice/a bs=4k count=100; sync");
        String inside = ok("repquota -u -n /");
        long base = node.ve(VE).privateArea().toOptional().orElseThrow().uidBase();
        String outside = node.thread.run("repquota", "-u", "-n", mountPoint().toString());
        assertEquals(line(outside, "#" + (base + 1000)), line(inside, "#1000"));
        assertTrue(asAlice("quota").contains("2000"));
    }

    private static List<String> line(String report, String id) {
        String line = report.lines().filter(l -> l.startsWith(id + " ")).findFirst().orElse(id);
        List<String> words = List.of(line.trim().split("\\s+"));
        return words.subList(1, words.size());
    }

    @Test
    void editingPrototypesAndCheckingWork() throws Exception {
        start(quota(VE, 100));
        ok("setquota -u alice 0 4096 0 0 /");
        ok("edquota -p alice bob");
        assertTrue(ok("repquota -u /").matches("(?s).*bob +.. +\\d+ +0 +4096.*"));
        ok("EDITOR=true edquota -u alice");
        String before = ok("repquota -ug /");
        inside(VE, "quotacheck -ugm /");
        assertEquals(before, ok("repquota -ug /"), "quotacheck is harmless");
        ok("quotaon -p / || true");
        assertFalse(last(inside(VE, "quotaoff -ug /")).equals("0"), "nobody inside turns it off");
        assertTrue(ok("repquota -u /").contains("4096"));
    }

    @Test
    void aUserMayExceedSoftAndIsShownTheGrace() throws Exception {
        start(quota(VE, 100));
        ok("setquota -u alice 1024 8192 5 0 /");
        asAlice("dd if=/dev/zero of=/home/alice/a bs=64k count=32; sync");
        String report = ok("repquota -u /");
        assertTrue(report.matches("(?s).*alice +[+]- +\\d+ +1024 +8192 +[67]days.*"), report);
        asAlice("rm /home/alice/a; sync");
        report = ok("repquota -u /");
        assertTrue(report.matches("(?s).*alice +-- +\\d+ +1024 +8192 .*"), report);
    }

    @Test
    void aUserCannotMakeMoreFilesThanHisBound() throws Exception {
        start(quota(VE, 100));
        ok("setquota -u alice 0 0 0 8 /");
        String said =
                asAlice("cd /home/alice; for i in 1 2 3 4 5 6 7 8 9; do echo > f$i || break; done");
        assertTrue(said.contains("Disk quota exceeded"), said);
        assertTrue(ok("ls /home/alice").lines().count() <= 9, "seven files at most, and the code");
    }

    @Test
    void usersSeeTheirOwnAndChangeNothing() throws Exception {
        start(quota(VE, 100));
        ok("setquota -u alice 0 2048 0 0 /");
        ok("setquota -u bob 0 4096 0 0 /");
        assertTrue(asAlice("quota").contains("2048"));
        assertFalse(asAlice("quota -u bob").contains("4096"));
        assertFalse(last(asAlice("/usr/sbin/setquota -u alice 0 0 0 0 /")).equals("0"));
        assertTrue(ok("repquota -u /").contains("2048"));
    }

    @Test
    void noMoreIdsThanAllowedHaveBounds() throws Exception {
        start(quota(VE, 3));
        ok(
                "setquota -u 2001 0 100 0 0 /; setquota -u 2002 0 100 0 0 /; setquota -g 2003 0 100"
                        + " 0 0 /");
        assertTrue(inside(VE, "setquota -u 2004 0 100 0 0 /").contains("Disk quota exceeded"));
        ok("setquota -u 2001 0 200 0 0 /");
        node.converge(quota(VE, 4));
        ok("setquota -u 2004 0 100 0 0 /");
        node.converge(quota(VE, 0));
        assertFalse(last(inside(VE, "setquota -u 2004 0 300 0 0 /")).equals("0"));
    }

    @Test
    void twoVesDoNotSeeEachOther() throws Exception {
        node.converge(quota(VE, 100), quota(OTHER, 100));
        furnish(VE);
        furnish(OTHER);
        ok("setquota -u alice 0 2048 0 0 /");
        assertFalse(inside(OTHER, "repquota -u /").contains("2048"));
        long base = node.ve(OTHER).privateArea().toOptional().orElseThrow().uidBase();
        inside(VE, "setquota -u " + (base + 1000) + " 0 77 0 0 /");
        String outside = node.thread.run("repquota", "-u", "-n", mountPoint().toString());
        assertFalse(outside.contains(" 77 "), outside);
    }

    @Test
    void boundsSurviveStopStartAndANewAgent() throws Exception {
        start(quota(VE, 100));
        ok("setquota -u alice 0 2048 0 0 /");
        node.restartProcess();
        assertTrue(ok("repquota -u /").contains("2048"));
        node.converge(quota(VE, 100).with("state", "stopped"));
        node.converge(quota(VE, 100));
        assertTrue(ok("repquota -u /").contains("2048"));
        ok("setquota -u alice 0 4096 0 0 /");
    }

    @Test
    void boundsAndUseSurviveAClone() throws Exception {
        start(quota(VE, 100));
        ok("setquota -u alice 0 2048 0 50 /");
        ok("setquota -g staff 0 1024 0 0 /");
        asAlice("dd if=/dev/zero of=/home/alice/a bs=64k count=8; sync");
        VeText stopped = quota(VE, 100).with("state", "stopped");
        node.converge(stopped);
        VeText clone = quota(OTHER, 100).with("cloneOf", "ve" + VE.veid());
        node.converge(stopped, clone);
        String users = inside(clone, "repquota -u /");
        assertTrue(users.matches("(?s).*alice +--? +51[2-9]\\d* +0 +2048 .*50.*"), users);
        assertTrue(inside(clone, "repquota -g /").matches("(?s).*staff .* 1024 .*"));
        String said =
                inside(
                        clone,
                        "su alice -c 'dd if=/dev/zero of=/home/alice/b bs=64k count=64'; sync");
        assertTrue(said.contains("Disk quota exceeded"), said);
    }

    @Test
    void theKeeperEndsWithItsVeAndNothingWaitsForADeadOne() throws Exception {
        start(quota(VE, 100));
        long keeper = keeper();
        ProcessHandle.of(keeper).orElseThrow().destroyForcibly();
        assertTrue(
                inside(VE, "setquota -u alice 0 2048 0 0 /").contains("not implemented")
                        || !last(inside(VE, "repquota /")).equals("0"));
        node.converge(quota(VE, 100).with("state", "stopped"));
        node.converge(quota(VE, 100));
        ok("setquota -u alice 0 2048 0 0 /");
        long second = keeper();
        node.converge(quota(VE, 100).with("state", "stopped"));
        for (int i = 0; i < 500 && ProcessHandle.of(second).isPresent(); i++) {
            Thread.sleep(10);
        }
        assertTrue(ProcessHandle.of(second).isEmpty(), "the keeper outlives its VE");
    }

    private static long keeper() throws Exception {
        String found =
                KernelThread.Commands.output(
                        List.of("sh", "-c", "grep -lx vzgit-quota /proc/[0-9]*/comm"));
        return Long.parseLong(found.lines().reduce("", (_, line) -> line).split("/")[2]);
    }

    @Test
    void withoutUserQuotaNothingIsIntercepted() throws Exception {
        start(VE.with("disk", "{space: 200M, inodes: 20000}"));
        assertFalse(last(inside(VE, "setquota -u alice 0 2048 0 50 /")).equals("0"));
        assertFalse(ok("cat /proc/mounts").contains("/dev/vzgit"));
    }

    @Test
    void theMountTableInsideFollowsWhatIsMounted() throws Exception {
        start(quota(VE, 100));
        ok("mkdir -p /mnt/t; mount -t tmpfs tmpfs /mnt/t");
        Thread.sleep(200);
        String table = ok("cat /proc/mounts");
        assertTrue(table.startsWith("/dev/vzgit / ext4 "), table);
        assertTrue(table.contains("/mnt/t"), table);
    }
}
