package org.vzgit.kernel.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vzgit.kernel.state.NodeHint;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;
import org.vzgit.kernel.sys.JnrEventCalls;
import org.vzgit.kernel.sys.JnrSyscalls;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.Namespace;
import org.vzgit.kernel.sys.NamespaceThread;
import org.vzgit.schema.VeId;

/// What the running kernel tells by itself.
@Tag("kernel")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WatchKernelTest {
    private static final VeId VE = new VeId(4242);
    private static final int SECOND = 1000;

    private final JnrEventCalls calls = new JnrEventCalls();
    private final JnrSyscalls syscalls = new JnrSyscalls();
    private final List<Path> made = new ArrayList<>();

    @BeforeEach
    void needsRoot() {
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "not root");
    }

    @AfterEach
    void removeCgroups() throws IOException {
        for (Path path : made.reversed()) {
            Files.deleteIfExists(path);
        }
    }

    @Test
    void writerOfACgroupFileIsNamedAndTheFile() throws Exception {
        try (WriteWatch watch = watch();
                Fd epoll = calls.epollCreate()) {
            Path cgroup = cgroup();
            watch.add(List.of(cgroup));
            calls.epollAdd(epoll, watch.fd(), 1);
            Process shell = write(cgroup, "3");
            List<NodeHint> hints = new ArrayList<>();
            while (hints.isEmpty() && !calls.epollWait(epoll, SECOND).isEmpty()) {
                hints.addAll(watch.read());
            }
            shell.waitFor();
            NodeHint.Written hint = (NodeHint.Written) hints.getFirst();
            assertEquals(VE, hint.veid());
            assertEquals("cgroup.max.depth", hint.file());
            assertEquals(shell.pid(), hint.writer().pid());
            assertTrue(List.of("sh", "").contains(hint.writer().command()), hint.toString());
        }
    }

    @Test
    void ownWritesAndProcessesThatJoinAreNoHints() throws Exception {
        try (WriteWatch watch = watch();
                Fd epoll = calls.epollCreate()) {
            Path cgroup = cgroup();
            watch.add(List.of(cgroup));
            calls.epollAdd(epoll, watch.fd(), 1);
            Files.writeString(cgroup.resolve("cgroup.max.depth"), "5");
            run("echo $$ > " + cgroup.resolve("cgroup.procs")).waitFor();
            List<NodeHint> hints = new ArrayList<>();
            while (!calls.epollWait(epoll, 0).isEmpty()) {
                hints.addAll(watch.read());
            }
            assertEquals(List.of(), hints);
        }
    }

    @Test
    void cgroupThatIsGoneIsPassedOver() throws Exception {
        try (WriteWatch watch = watch()) {
            Path there = cgroup();
            watch.add(List.of(there.resolveSibling("4243"), there));
            write(there, "3").waitFor();
            assertEquals(1, watch.read().size());
        }
    }

    @Test
    void endOfAnInitIsToldOnce() throws Exception {
        Process init = new ProcessBuilder("sleep", "1000").start();
        try (ExitWatch watch = new ExitWatch(syscalls);
                Fd epoll = calls.epollCreate()) {
            ObservedInit seen = init(init.pid());
            Map<VeId, Fd> fresh = watch.watch(Map.of(VE, seen));
            calls.epollAdd(epoll, Objects.requireNonNull(fresh.get(VE)), VE.value());
            assertTrue(watch.knows(VE, seen));
            assertEquals(Map.of(), watch.watch(Map.of(VE, seen)));
            assertEquals(List.of(), calls.epollWait(epoll, 0));
            init.destroyForcibly().waitFor();
            assertEquals(List.of((long) VE.value()), calls.epollWait(epoll, SECOND));
            assertEquals(List.of(new NodeHint.Ended(VE)), watch.ended(VE));
            assertEquals(List.of(), watch.ended(VE));
            assertEquals(List.of(), calls.epollWait(epoll, 0));
        } finally {
            init.destroyForcibly();
        }
    }

    @Test
    void initThatEndedBeforeIsLeftToTheNextLook() throws Exception {
        Process init = new ProcessBuilder("true").start();
        init.waitFor();
        try (ExitWatch watch = new ExitWatch(syscalls)) {
            assertEquals(Map.of(), watch.watch(Map.of(VE, init(init.pid()))));
        }
    }

    @Test
    void veThatIsNoLongerThereIsForgotten() throws Exception {
        Process init = new ProcessBuilder("sleep", "1000").start();
        try (ExitWatch watch = new ExitWatch(syscalls)) {
            ObservedInit seen = init(init.pid());
            Fd pidfd = Objects.requireNonNull(watch.watch(Map.of(VE, seen)).get(VE));
            watch.watch(Map.of());
            assertFalse(watch.knows(VE, seen));
            assertThrows(IllegalStateException.class, pidfd::number);
        } finally {
            init.destroyForcibly();
        }
    }

    @Test
    void linkAndAnAddressInsideAVeAreTold() throws Exception {
        Process host = new ProcessBuilder("unshare", "-n", "sleep", "1000").start();
        Process ve = new ProcessBuilder("unshare", "-n", "sleep", "1000").start();
        try (LinkWatch watch = linkWatch(host);
                Fd epoll = calls.epollCreate()) {
            awaitNamespace(ve);
            calls.epollAdd(epoll, watch.fd(), 2);
            run(host, "ip link add ve4242 type veth peer name eth0 netns " + ve.pid());
            assertEquals(Set.of(new NodeHint.NetworkChanged()), drain(watch, epoll));
            // In the VE's own namespace, which the host has an id for since the veth was made.
            run(ve, "ip addr add 10.101.9.9/32 dev eth0");
            assertEquals(Set.of(new NodeHint.NetworkChanged()), drain(watch, epoll));
            run(host, "ip link set ve4242 up");
            assertEquals(Set.of(new NodeHint.NetworkChanged()), drain(watch, epoll));
            assertEquals(Set.of(), drain(watch, epoll));
        } finally {
            host.destroyForcibly().waitFor();
            ve.destroyForcibly().waitFor();
        }
    }

    /// Waits for the first, then takes what is there.
    private Set<NodeHint> drain(LinkWatch watch, Fd epoll) throws Exception {
        Set<NodeHint> hints = new HashSet<>();
        while (!calls.epollWait(epoll, hints.isEmpty() ? SECOND / 2 : 50).isEmpty()) {
            hints.addAll(watch.read());
        }
        return hints;
    }

    private static void run(Process namespace, String command) throws Exception {
        Process process =
                new ProcessBuilder(
                                "nsenter",
                                "-t",
                                Long.toString(namespace.pid()),
                                "-n",
                                "sh",
                                "-c",
                                command)
                        .inheritIO()
                        .start();
        assertEquals(0, process.waitFor(), command);
    }

    private LinkWatch linkWatch(Process namespace) throws Exception {
        awaitNamespace(namespace);
        return new NamespaceThread(syscalls, KernelRoot.RUNNING)
                .call((int) namespace.pid(), Set.of(Namespace.NET), () -> new LinkWatch(syscalls));
    }

    private static void awaitNamespace(Process process) throws Exception {
        Path own = Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
        Path link = Path.of("/proc", Long.toString(process.pid()), "ns", "net");
        while (Files.readSymbolicLink(link).equals(own)) {
            Thread.sleep(5);
        }
    }

    private WriteWatch watch() {
        try {
            return new WriteWatch(calls, syscalls, KernelRoot.RUNNING);
        } catch (ErrnoException e) {
            return Assumptions.abort("this kernel has no fanotify: " + e.getMessage());
        }
    }

    private Path cgroup() throws IOException {
        Path root = v2();
        Path parent = root.resolve("vzgit-watch-test");
        Path cgroup = parent.resolve(VE.toString());
        for (Path path : List.of(parent, cgroup)) {
            Files.createDirectory(path);
            made.add(path);
        }
        return cgroup;
    }

    private static Path v2() throws IOException {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mounts"))) {
            return mounts.map(line -> line.split(" ", -1))
                    .filter(parts -> parts[2].equals("cgroup2"))
                    .map(parts -> Path.of(parts[1]))
                    .findFirst()
                    .orElseGet(() -> Assumptions.abort("this kernel has no cgroup v2 mounted"));
        }
    }

    private static Process write(Path cgroup, String depth) throws IOException {
        return run("echo " + depth + " > " + cgroup.resolve("cgroup.max.depth"));
    }

    private static Process run(String script) throws IOException {
        return new ProcessBuilder("sh", "-c", script).inheritIO().start();
    }

    private static ObservedInit init(long pid) {
        return new ObservedInit(
                (int) pid, 1, true, Reading.absent(), Reading.absent(), Reading.absent());
    }
}
