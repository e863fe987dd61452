package org.vzgit.kernel.sys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
class JnrSyscallsTest {
    private static final Set<OpenFlag> DIRECTORY = Set.of(OpenFlag.RDONLY, OpenFlag.DIRECTORY);
    private static final int SIGKILL = 9;
    private static final long PROC_SUPER_MAGIC = 0x9fa0;

    private final Syscalls syscalls = new JnrSyscalls();

    @TempDir private Path directory;

    @Test
    void readsAndWritesWhatJavaReadsAndWrites() throws Exception {
        Path file = Files.writeString(directory.resolve("f"), "before");
        try (Fd fd = syscalls.open(file, Set.of(OpenFlag.RDWR))) {
            byte[] buffer = new byte[16];
            assertEquals(6, syscalls.read(fd, buffer));
            assertArrayEquals("before".getBytes(StandardCharsets.UTF_8), Arrays.copyOf(buffer, 6));
            assertEquals(0, syscalls.read(fd, buffer));
            assertEquals(5, syscalls.write(fd, "after".getBytes(StandardCharsets.UTF_8)));
        }
        assertEquals("beforeafter", Files.readString(file));
    }

    @Test
    void everyDescriptorIsCloseOnExec() throws Exception {
        try (Fd file = syscalls.open(directory, DIRECTORY);
                Fd below = syscalls.openat2(file, ".", new OpenHow(DIRECTORY, 0, Set.of()));
                Fd socket = syscalls.socket(16, 3, 0);
                Fd process = syscalls.pidfdOpen((int) ProcessHandle.current().pid())) {
            for (Fd fd : new Fd[] {file, below, socket, process}) {
                assertTrue((flagsOf(fd) & 02000000) != 0, fd.toString());
            }
        }
    }

    @Test
    void aPathInsideARootNeverLeavesIt() throws Exception {
        Path root = Files.createDirectory(directory.resolve("root"));
        Files.writeString(directory.resolve("secret"), "host");
        Files.createSymbolicLink(root.resolve("relative"), Path.of("../secret"));
        Files.createSymbolicLink(root.resolve("magic"), Path.of("/proc/self/exe"));
        OpenHow how =
                new OpenHow(
                        Set.of(OpenFlag.RDONLY),
                        0,
                        Set.of(OpenHow.Resolve.IN_ROOT, OpenHow.Resolve.NO_MAGICLINKS));
        try (Fd fd = syscalls.open(root, DIRECTORY)) {
            assertFails(Errno.ENOENT, () -> syscalls.openat2(fd, "relative", how).close());
            assertFails(Errno.ENOENT, () -> syscalls.openat2(fd, "../secret", how).close());
            assertFails(Errno.ENOENT, () -> syscalls.openat2(fd, "magic", how).close());
        }
        // Links that lead out of its directory make JUnit warn.
        Files.delete(root.resolve("relative"));
        Files.delete(root.resolve("magic"));
    }

    @Test
    void aFileIsMadeRenamedAndUnlinkedBelowADirectory() throws Exception {
        OpenHow create =
                new OpenHow(
                        Set.of(OpenFlag.WRONLY, OpenFlag.CREAT, OpenFlag.EXCL),
                        0600,
                        Set.of(OpenHow.Resolve.BENEATH));
        try (Fd fd = syscalls.open(directory, DIRECTORY)) {
            try (Fd made = syscalls.openat2(fd, "new", create)) {
                syscalls.fchown(made, 1234, 1235);
                syscalls.fchmod(made, 0640);
            }
            syscalls.renameat(fd, "new", "there");
            Path there = directory.resolve("there");
            assertEquals(1234, Files.getAttribute(there, "unix:uid"));
            assertEquals(1235, Files.getAttribute(there, "unix:gid"));
            assertEquals(
                    PosixFilePermissions.fromString("rw-r-----"),
                    Files.getPosixFilePermissions(there));
            syscalls.unlinkat(fd, "there");
            assertFalse(Files.exists(there));
            assertFails(Errno.ENOENT, () -> syscalls.unlinkat(fd, "there"));
        }
    }

    @Test
    void fileSystemsAreKnownByTheirMagicNumber() throws Exception {
        try (Fd proc = syscalls.open(Path.of("/proc"), DIRECTORY)) {
            assertEquals(PROC_SUPER_MAGIC, syscalls.fstatfs(proc));
        }
    }

    @Test
    void theHostnameIsWhatProcSays() throws Exception {
        Path hostname = Path.of("/proc/sys/kernel/hostname");
        assertEquals(Files.readString(hostname).strip(), syscalls.hostname());
    }

    @Test
    void aProcessDescriptorSignalsAndTellsTheEnd() throws Exception {
        Process sleep = new ProcessBuilder("sleep", "60").start();
        try (Fd fd = syscalls.pidfdOpen((int) sleep.pid())) {
            assertEquals(0, syscalls.poll(fd, Syscalls.POLLIN, 0));
            syscalls.pidfdSendSignal(fd, SIGKILL);
            assertTrue((syscalls.poll(fd, Syscalls.POLLIN, 10_000) & Syscalls.POLLIN) != 0);
            assertEquals(128 + SIGKILL, sleep.waitFor());
            assertFails(Errno.ESRCH, () -> syscalls.pidfdSendSignal(fd, 0));
            assertFails(Errno.ESRCH, () -> syscalls.kill((int) sleep.pid(), 0));
        } finally {
            sleep.destroyForcibly();
        }
    }

    @Test
    void errnoBelongsToTheThreadThatFailed() throws Exception {
        Path missing = directory.resolve("missing");
        Thread[] threads = new Thread[4];
        Errno[] seen = new Errno[threads.length];
        for (int i = 0; i < threads.length; i++) {
            int index = i;
            threads[i] =
                    Thread.ofPlatform()
                            .start(() -> {
                                Path path = index % 2 == 0 ? missing : directory;
                                seen[index] = lastOf(200, path);
                            });
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertArrayEquals(
                new Errno[] {Errno.ENOENT, Errno.EISDIR, Errno.ENOENT, Errno.EISDIR}, seen);
    }

    @Test
    void unmountingWhatIsNotMountedFails() {
        assertFails(Errno.EINVAL, () -> syscalls.umount2(directory, 0));
    }

    /// Commands from `linux/bpf.h`: 5 is `BPF_PROG_LOAD`, 15 `BPF_OBJ_GET_INFO_BY_FD`.
    @Test
    void bpfReadsAndWritesTheMemoryThatAPointerNames() throws Exception {
        byte[] allow = HexFormat.of().parseHex("b700000001000000" + "9500000000000000");
        BpfRequest load =
                new BpfRequest(5, "BPF_PROG_LOAD")
                        .number(0, 15)
                        .number(4, 2)
                        .memory(8, allow)
                        .memory(16, new byte[] {'G', 'P', 'L', 0})
                        .bytes(48, new byte[] {'v', 'z'});
        try (Fd program = syscalls.bpfFd(load)) {
            assertTrue((flagsOf(program) & 02000000) != 0, "close-on-exec");
            BpfRequest describe =
                    new BpfRequest(15, "BPF_OBJ_GET_INFO_BY_FD")
                            .number(0, program.number())
                            .number(4, 80)
                            .memory(8, new byte[80]);
            syscalls.bpf(describe);
            byte[] name = Arrays.copyOfRange(describe.memoryAt(8), 64, 67);
            assertArrayEquals(new byte[] {'v', 'z', 0}, name);
            assertArrayEquals(new byte[8], Arrays.copyOfRange(describe.attr(), 8, 16));
        }
    }

    @Test
    void bpfReportsTheKernelsErrno() {
        assertFails(Errno.EINVAL, () -> syscalls.bpf(new BpfRequest(9999, "nothing")));
        BpfRequest noSuchProgram = new BpfRequest(13, "BPF_PROG_GET_FD_BY_ID").number(0, -1);
        assertFails(Errno.ENOENT, () -> syscalls.bpfFd(noSuchProgram).close());
    }

    private Errno lastOf(int times, Path path) {
        Errno last = Errno.OTHER;
        for (int i = 0; i < times; i++) {
            try (Fd fd = syscalls.open(path, Set.of(OpenFlag.WRONLY))) {
                throw new AssertionError("opened " + path + " as " + fd);
            } catch (ErrnoException e) {
                if (i > 0 && last != e.errno()) {
                    return Errno.OTHER;
                }
                last = e.errno();
            }
        }
        return last;
    }

    private static void assertFails(Errno errno, Executable call) {
        assertEquals(errno, assertThrows(ErrnoException.class, call).errno());
    }

    private static int flagsOf(Fd fd) throws Exception {
        for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd.number()))) {
            if (line.startsWith("flags:")) {
                return Integer.parseInt(line.substring("flags:".length()).strip(), 8);
            }
        }
        throw new AssertionError("no flags of " + fd);
    }
}
