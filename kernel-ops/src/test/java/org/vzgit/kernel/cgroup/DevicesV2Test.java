package org.vzgit.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.ObservedCgroup;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.schema.VeId;

class DevicesV2Test {
    private static final String NAME = DeviceProgram.of(DeviceRule.ALLOWED).name();
    private static final CgroupDirectory CGROUP =
            new CgroupDirectory(Path.of("/sys/fs/cgroup/vz/101"), "VE 101");

    private final ScriptedBpf bpf = new ScriptedBpf();

    @TempDir Path directory;

    @Test
    void attachingTwiceLoadsOnce() throws Exception {
        assertFalse(devices().prepared(CGROUP));
        devices().prepare(CGROUP);
        assertTrue(devices().prepared(CGROUP));
        devices().prepare(CGROUP);
        assertEquals(List.of(NAME), bpf.loaded);
        assertEquals(List.of(NAME), bpf.attachedNames());
        assertEquals(List.of(), bpf.open);
    }

    @Test
    void theProgramOfAnOlderVzgitIsReplaced() throws Exception {
        bpf.attached("vzgit_00000000");
        assertFalse(devices().prepared(CGROUP));
        devices().prepare(CGROUP);
        assertEquals(List.of(NAME), bpf.attachedNames());
        assertEquals(List.of(), bpf.open);
    }

    @Test
    void otherPeoplesProgramsStay() throws Exception {
        bpf.attached("sd_devices");
        bpf.attached("");
        assertFalse(devices().prepared(CGROUP));
        devices().prepare(CGROUP);
        assertEquals(List.of("sd_devices", "", NAME), bpf.attachedNames());
        assertTrue(devices().prepared(CGROUP));
    }

    @Test
    void aKernelWithoutSuchProgramsIsFoundOut() {
        for (Errno errno : List.of(Errno.ENOSYS, Errno.EINVAL)) {
            ScriptedBpf lacking = new ScriptedBpf().failing(errno);
            assertEquals(Optional.empty(), DevicesV2.probe(lacking.syscalls, CGROUP));
            assertEquals(List.of(), lacking.open);
        }
    }

    @Test
    void aKernelThatRefusesFailsTheVe() {
        bpf.failing(Errno.EPERM);
        var failure = assertThrows(OperationFailure.class, () -> devices().prepare(CGROUP));
        assertEquals(FailureKind.DENIED, failure.kind());
        assertEquals(
                "attach " + NAME + " to the cgroup of VE 101: bpf BPF_PROG_QUERY: EPERM",
                failure.getMessage());
        assertEquals(List.of(), bpf.open);
    }

    @Test
    void aVeWithoutTheProgramIsIncompleteUntilMadeAgain() throws Exception {
        RecordedKernel kernel = RecordedKernel.copy("v2", directory);
        CgroupTree tree = running(kernel);
        assertFalse(complete(tree));
        tree.create(CgroupTreeContract.BOUNDED);
        assertTrue(complete(tree));
        assertEquals(List.of(NAME), bpf.attachedNames());
    }

    @Test
    void aVeIsCompleteWhereTheKernelHasNoSuchPrograms() throws Exception {
        bpf.failing(Errno.EINVAL);
        CgroupTree tree = running(RecordedKernel.copy("v2", directory));
        tree.create(CgroupTreeContract.BOUNDED);
        assertTrue(complete(tree));
    }

    @Test
    void aVeWhoseProgramCannotBeToldIsUnreadable() throws Exception {
        bpf.failing(Errno.EPERM);
        CgroupTree tree = running(RecordedKernel.copy("v2", directory));
        assertEquals(
                Reading.unreadable("find the cgroup of VE 101: bpf BPF_PROG_QUERY: EPERM"),
                tree.observe(CgroupTreeContract.BOUNDED));
    }

    @Test
    void theV1ControllerIsEnough() throws Exception {
        CgroupTree tree = running(RecordedKernel.copy("v1-hybrid", directory));
        assertTrue(complete(tree));
        tree.create(CgroupTreeContract.BOUNDED);
        assertEquals(List.of(), bpf.loaded);
    }

    private DevicesV2 devices() {
        return DevicesV2.probe(bpf.syscalls, CGROUP).orElseThrow();
    }

    private CgroupTree running(RecordedKernel kernel) throws IOException {
        Path recorded = kernel.directory();
        return CgroupTree.discover(
                new KernelRoot(recorded.resolve("proc"), recorded.resolve("sys")),
                RecordedKernel.TAG,
                Files.readString(recorded.resolve("disk")).strip(),
                bpf.syscalls);
    }

    private static boolean complete(CgroupTree tree) {
        VeId veid = CgroupTreeContract.BOUNDED;
        return tree.observe(veid) instanceof Reading.Present<ObservedCgroup>(ObservedCgroup found)
                && found.complete();
    }
}
