package org.vzgit.kernel.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.kernel.op.SetScript;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.schema.ActionScript;
import org.vzgit.schema.ScriptAction;
import org.vzgit.schema.VeId;

/// Action scripts around the life of a VE of the running kernel.
@Tag("kernel")
class ActionScriptsKernelTest {
    @TempDir private Path directory;
    private TestNode node;
    private TemplateRef template;
    private VeId ve;

    @BeforeEach
    void make() throws Exception {
        node = new TestNode();
        template = node.busybox();
        ve = node.create(931, template);
        Files.createFile(HostScripts.of(node.home).permission());
    }

    @AfterEach
    void leaveNothing() throws Exception {
        for (ScriptAction action : ScriptAction.values()) {
            node.kernel.apply(new SetScript(ve, action, Optional.empty()));
        }
        node.close();
    }

    private Path log() {
        return directory.resolve("log");
    }

    private void put(ScriptAction action, String body) throws Exception {
        ActionScript script =
                new ActionScript("scripts/t." + action.key(), "#!/bin/sh\n" + body + "\n");
        node.kernel.apply(new SetScript(ve, action, Optional.of(script)));
    }

    /// Each notes that it ran: on the host in a file of the host, in the VE in one of the VE.
    private void putAll() throws Exception {
        for (ScriptAction action : ScriptAction.values()) {
            put(action, note(action));
        }
    }

    private String note(ScriptAction action) {
        return "echo " + action.key() + " >>" + (action.onHost() ? log() : "/root/log");
    }

    private List<String> onHost() throws Exception {
        return Files.exists(log()) ? Files.readAllLines(log()) : List.of();
    }

    private List<String> inside() throws Exception {
        Path file = node.upper(ve, "root/log");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private OperationFailure refused(org.junit.jupiter.api.function.Executable what) {
        return assertThrows(OperationFailure.class, what);
    }

    private static void says(OperationFailure failure, String... parts) {
        for (String part : parts) {
            assertTrue(String.valueOf(failure.getMessage()).contains(part), failure.getMessage());
        }
    }

    private void assertNothingIsLeft() throws Exception {
        assertFalse(node.runs(ve));
        assertFalse(ScriptConf.of(node.home, ve).isBegun());
        assertFalse(
                Files.readString(Path.of("/proc/self/mountinfo"))
                        .contains(node.home.privateArea(ve).toString()));
    }

    @Test
    void eachRunsOnceInTheOrderOfOpenVz() throws Exception {
        putAll();
        node.start(ve, template);
        assertEquals(List.of("premount", "mount"), onHost());
        assertEquals(List.of("start"), inside());
        node.stop(ve, 20);
        assertEquals(List.of("premount", "mount", "umount", "postumount"), onHost());
        assertEquals(List.of("start", "stop"), inside());
        node.kernel.apply(new RemoveCgroup(ve));
        assertEquals(4, onHost().size());
        assertNothingIsLeft();
    }

    @Test
    void theHostsHaveTheEnvironmentOfOpenVzAndNothingElseOfThisProcess() throws Exception {
        put(ScriptAction.PREMOUNT, "env | grep -vE '^(PWD|_|SHLVL|OLDPWD)=' | sort >" + log());
        node.start(ve, template);
        assertEquals(
                List.of(
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                        "VEID=931",
                        "VE_CONFFILE=" + node.home.run() + "/conf/931.conf"),
                onHost());
    }

    @Test
    void mountSeesTheRootOfTheVeAndTheOthersTheFilesItChanged() throws Exception {
        String tell = ". $VE_CONFFILE; echo ${VE_ROOT:-none} >>" + log();
        put(ScriptAction.PREMOUNT, tell + "; test -d $VE_PRIVATE");
        put(ScriptAction.MOUNT, ". $VE_CONFFILE; test -x $VE_ROOT/bin/busybox; " + tell);
        put(ScriptAction.UMOUNT, tell);
        put(ScriptAction.POSTUMOUNT, tell);
        node.start(ve, template);
        int init = node.init(ve).pid();
        node.stop(ve, 20);
        assertEquals(List.of("none", "/proc/" + init + "/root", "none", "none"), onHost());
    }

    @Test
    void startRunsAsTheVesRootBeforeItsInit() throws Exception {
        put(
                ScriptAction.START,
                "id -u >/root/log; echo $VEID >>/root/log; hostname >>/root/log;"
                        + " tr '\\0' ' ' </proc/1/cmdline >>/root/log; echo >>/root/log");
        node.start(ve, template);
        assertEquals(List.of("0", "931", "ve931"), inside().subList(0, 3));
        assertFalse(inside().get(3).contains("init\n"));
        assertEquals(
                (int) TestNode.uidBase(ve),
                Files.getAttribute(node.upper(ve, "root/log"), "unix:uid"));
    }

    @Test
    void aFailingPremountLeavesNothing() throws Exception {
        putAll();
        put(ScriptAction.PREMOUNT, "echo no disk there >&2; exit 7");
        var failure = refused(() -> node.start(ve, template));
        says(failure, "run the premount script of VE 931", "exit code 7", "no disk there");
        assertEquals(List.of(), onHost());
        assertNothingIsLeft();
    }

    @Test
    void aFailingMountUndoesThePremount() throws Exception {
        putAll();
        put(ScriptAction.MOUNT, "exit 1");
        says(refused(() -> node.start(ve, template)), "mount script");
        assertEquals(List.of("premount", "postumount"), onHost());
        assertEquals(List.of(), inside());
        assertNothingIsLeft();
    }

    @Test
    void aFailingStartUndoesAll() throws Exception {
        putAll();
        put(ScriptAction.START, "echo first\necho second; exit 4");
        says(refused(() -> node.start(ve, template)), "exit code 4", "it said: first second");
        assertEquals(List.of("premount", "mount", "umount", "postumount"), onHost());
        assertNothingIsLeft();
        put(ScriptAction.START, "exit 0");
        node.start(ve, template);
        assertTrue(node.runs(ve));
    }

    @Test
    void whatAScriptInTheVeSaysCannotWriteToATerminal() throws Exception {
        put(ScriptAction.START, "printf 'a\\033[2Jb\\302\\233c\\342\\200\\256d\\n'; exit 1");
        says(refused(() -> node.start(ve, template)), "it said: a [2Jb c d");
    }

    @Test
    void aFailingStopIsToldAndTheVeIsStopped() throws Exception {
        putAll();
        put(ScriptAction.STOP, "exit 9");
        node.start(ve, template);
        says(refused(() -> node.stop(ve, 20)), "stop script", "exit code 9", "the VE is stopped");
        assertEquals(List.of("premount", "mount", "umount", "postumount"), onHost());
        assertNothingIsLeft();
        node.stop(ve, 20);
    }

    @Test
    void aFailingUmountIsToldOnceAndPostumountRunsAllTheSame() throws Exception {
        putAll();
        put(ScriptAction.UMOUNT, "exit 9");
        node.start(ve, template);
        says(refused(() -> node.stop(ve, 20)), "umount script", "the VE is stopped");
        assertEquals(List.of("premount", "mount", "postumount"), onHost());
        assertNothingIsLeft();
        node.start(ve, template);
        assertTrue(node.runs(ve));
    }

    @Test
    void aVeThatHaltedByItselfHasItsScriptsToldWithItsCgroup() throws Exception {
        putAll();
        node.start(ve, template);
        node.sh(ve, "halt -f || poweroff -f || kill -9 -1");
        node.awaitEnd(ve);
        node.kernel.apply(new RemoveCgroup(ve));
        assertEquals(List.of("premount", "mount", "umount", "postumount"), onHost());
        assertEquals(List.of("start"), inside());
    }

    @Test
    void aVeThatHaltedByItselfHasItsScriptsToldBeforeItsNextStart() throws Exception {
        putAll();
        node.start(ve, template);
        node.sh(ve, "halt -f || poweroff -f || kill -9 -1");
        node.awaitEnd(ve);
        node.start(ve, template);
        assertEquals(
                List.of("premount", "mount", "umount", "postumount", "premount", "mount"),
                onHost());
    }

    @Test
    void aStopAtOnceAsksNobody() throws Exception {
        putAll();
        node.start(ve, template);
        node.stop(ve, 0);
        assertEquals(List.of("start"), inside());
    }

    @Test
    void aNodeThatDoesNotAllowItRunsNoneOfItsOwn() throws Exception {
        putAll();
        Files.delete(HostScripts.of(node.home).permission());
        assertFalse(node.kernel.observe().features().hostScripts());
        var failure = refused(() -> node.start(ve, template));
        assertEquals(FailureKind.DENIED, failure.kind());
        says(failure, "premount script", "allow-host-scripts");
        assertEquals(List.of(), onHost());
        assertNothingIsLeft();
    }

    @Test
    void whatRunsInTheVeNeedsNoLeaveOfTheNode() throws Exception {
        Files.delete(HostScripts.of(node.home).permission());
        put(ScriptAction.START, note(ScriptAction.START));
        put(ScriptAction.STOP, note(ScriptAction.STOP));
        node.start(ve, template);
        node.stop(ve, 20);
        assertEquals(List.of("start", "stop"), inside());
    }

    @Test
    void aScriptThatDoesNotEndIsEnded() throws Exception {
        put(ScriptAction.PREMOUNT, "sleep 1000");
        VeScripts impatient =
                new VeScripts(
                        node.home,
                        new org.vzgit.kernel.process.VeProcesses(
                                new org.vzgit.kernel.sys.JnrSyscalls(),
                                org.vzgit.kernel.sys.KernelRoot.RUNNING,
                                node.home),
                        HostScripts.of(node.home),
                        java.time.Duration.ofMillis(300));
        var launch = new org.vzgit.kernel.op.Launch(ve, template, TestNode.uidBase(ve), "ve931");
        var failure = refused(() -> impatient.premount(launch, directory));
        assertEquals(FailureKind.DEADLINE, failure.kind());
        assertFalse(ScriptConf.of(node.home, ve).isBegun());
    }

    @Test
    void whatTheNodeHasIsSeen() throws Exception {
        put(ScriptAction.STOP, "exit 0");
        assertEquals(
                java.util.Map.of(
                        ScriptAction.STOP,
                        new ActionScript("scripts/any.stop", "#!/bin/sh\nexit 0\n").digest()),
                node.kernel.observe().ve(ve).privateArea().toOptional().orElseThrow().scripts());
    }
}
