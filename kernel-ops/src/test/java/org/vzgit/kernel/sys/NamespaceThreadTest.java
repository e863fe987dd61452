package org.vzgit.kernel.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.vzgit.kernel.state.Reading;

@Tag("kernel")
class NamespaceThreadTest {
    private static final Path OWN_NET = Path.of("/proc/thread-self/ns/net");

    private final Syscalls syscalls = new JnrSyscalls();
    private final NamespaceThread thread = new NamespaceThread(syscalls, KernelRoot.RUNNING);
    private final Process[] processes = new Process[2];

    @BeforeEach
    void startProcessesInNamespacesOfTheirOwn() throws Exception {
        for (int i = 0; i < processes.length; i++) {
            processes[i] =
                    new ProcessBuilder("unshare", "--net", "--uts", "sh", "-c", "echo; exec cat")
                            .start();
            assertEquals('\n', processes[i].getInputStream().read());
        }
    }

    @AfterEach
    void endThem() throws Exception {
        for (Process process : processes) {
            process.destroyForcibly();
            process.waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void workRunsInTheNetworkNamespaceOfTheProcess() throws Exception {
        String expected = Files.readSymbolicLink(net(pid(0))).toString();
        assertEquals(expected, thread.call(pid(0), Set.of(Namespace.NET), this::ownNet));
    }

    @Test
    void theCallersThreadStaysWhereItWas() throws Exception {
        String before = ownNet();
        String inside = thread.call(pid(0), Set.of(Namespace.NET), this::ownNet);
        assertNotEquals(before, inside);
        assertEquals(before, ownNet());
    }

    @Test
    void hostNameIsSetInTheProcessesNamespaceOnly() throws Exception {
        String host = syscalls.hostname();
        Set<Namespace> uts = Set.of(Namespace.UTS);
        String inside =
                thread.call(
                        pid(0),
                        uts,
                        () -> {
                            syscalls.sethostname("web1.example.org");
                            return syscalls.hostname();
                        });
        assertEquals("web1.example.org", inside);
        assertEquals(host, syscalls.hostname());
        assertEquals(host, thread.call(pid(1), uts, () -> syscalls.hostname()));
    }

    @Test
    void hostNamesAboveTheKernelsLimitAreRefused() throws Exception {
        assertEquals(
                Errno.EINVAL,
                assertThrows(
                                ErrnoException.class,
                                () ->
                                        thread.call(
                                                pid(0),
                                                Set.of(Namespace.UTS),
                                                () -> {
                                                    syscalls.sethostname("x".repeat(65));
                                                    return 0;
                                                }))
                        .errno());
    }

    @Test
    void manyProcessesAreReadOneAfterTheOther() throws Exception {
        SortedMap<Integer, Reading<String>> read =
                thread.readEach(
                        Map.of(0, pid(0), 1, pid(1)), EnumSet.allOf(Namespace.class), this::ownNet);
        assertEquals(
                Map.of(
                        0, Reading.present(Files.readSymbolicLink(net(pid(0))).toString()),
                        1, Reading.present(Files.readSymbolicLink(net(pid(1))).toString())),
                read);
    }

    @Test
    void aProcessThatIsGoneHindersNoOther() throws Exception {
        int gone = pid(0);
        processes[0].destroyForcibly().waitFor();
        SortedMap<Integer, Reading<String>> read =
                thread.readEach(Map.of(0, gone, 1, pid(1)), Set.of(Namespace.NET), this::ownNet);
        Reading.Unreadable<?> first = assertInstanceOf(Reading.Unreadable.class, read.get(0));
        assertEquals("open /proc/" + gone + "/ns/net: ENOENT", first.reason());
        assertInstanceOf(Reading.Present.class, read.get(1));
    }

    @Test
    void whatTheWorkThrowsComesOut() {
        ErrnoException thrown = new ErrnoException(Errno.EIO, "made up");
        assertEquals(
                thrown,
                assertThrows(
                        ErrnoException.class,
                        () ->
                                thread.call(
                                        pid(0),
                                        Set.of(),
                                        () -> {
                                            throw thrown;
                                        })));
        assertThrows(
                ArithmeticException.class,
                () -> thread.call(pid(0), Set.of(), () -> Math.divideExact(1, 0)));
    }

    @Test
    void anInterruptedCallerStartsNothingAndStaysInterrupted() {
        AtomicBoolean started = new AtomicBoolean();
        Thread.currentThread().interrupt();
        ErrnoException interrupted =
                assertThrows(
                        ErrnoException.class,
                        () ->
                                thread.call(
                                        pid(0),
                                        Set.of(),
                                        () -> {
                                            started.set(true);
                                            return ownNet();
                                        }));
        assertEquals(Errno.EINTR, interrupted.errno());
        assertEquals(true, Thread.interrupted());
        assertEquals(false, started.get());
    }

    @Test
    void aCallerInterruptedWhileItWaitsStopsWaitingAndStaysInterrupted() {
        Thread caller = Thread.currentThread();
        CountDownLatch never = new CountDownLatch(1);
        ErrnoException interrupted =
                assertThrows(
                        ErrnoException.class,
                        () ->
                                thread.call(
                                        pid(0),
                                        Set.of(),
                                        () -> {
                                            caller.interrupt();
                                            return awaitQuietly(never);
                                        }));
        never.countDown();
        assertEquals(Errno.EINTR, interrupted.errno());
        assertEquals(true, Thread.interrupted());
    }

    private static boolean awaitQuietly(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private int pid(int index) {
        return (int) processes[index].pid();
    }

    private static Path net(int pid) {
        return Namespace.NET.of(KernelRoot.RUNNING, pid);
    }

    private String ownNet() {
        try {
            return Files.readSymbolicLink(OWN_NET).toString();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
