package org.vzgit.kernel.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.sys.JnrSyscalls;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.TemplateName;
import org.vzgit.schema.VeId;

/// One VE of a test, on a busybox root and in cgroups that the test makes itself and takes away
/// again, whatever ran in them.
final class TestVe implements AutoCloseable {
    static final long UID_BASE = 500_000_000;
    static final VeId VEID = new VeId(101);
    static final TemplateRef TEMPLATE = new TemplateRef(new TemplateName("busybox"), "test.1");

    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final AtomicInteger COUNT = new AtomicInteger();

    /// A killed process leaves its cgroup only when it has been waited for.
    private static final int REMOVE_TRIES = 500;

    private static final String APPLETS =
            "sh mount umount ps ls cat id hostname mknod touch sleep head sha256sum stty tty true"
                    + " false kill echo test dd chroot mkdir ln grep wc yes env ip rm cp";

    private final Path directory;
    private final NodeHome home;
    private final VeProcesses processes;
    private final List<Path> cgroups;

    /// @param rc what the VE's init runs when it starts, as a shell script
    TestVe(String rc) throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(BUSYBOX), "no static busybox on this machine");
        directory = Files.createTempDirectory("vzgit-process");
        home = NodeHome.below(directory);
        processes = new VeProcesses(new JnrSyscalls(), KernelRoot.RUNNING, home);
        cgroups = makeCgroups();
        makeTemplate(rc);
        makePrivateArea();
    }

    VeProcesses processes() {
        return processes;
    }

    NodeHome home() {
        return home;
    }

    /// A file of the VE, as the host sees it in the upper layer.
    Path upper(String path) {
        return home.privateArea(VEID).resolve("upper").resolve(path);
    }

    Path template(String path) {
        return home.template(TEMPLATE).resolve(path);
    }

    List<Path> procsFiles() {
        return cgroups.stream().map(cgroup -> cgroup.resolve("cgroup.procs")).toList();
    }

    int launch() throws OperationFailure {
        return processes.launch(operation(), files(), procsFiles());
    }

    /// Launches with a root that does not note when files are read, and releases.
    int startWithNoatime() throws OperationFailure {
        Launch noatime = new Launch(VEID, TEMPLATE, UID_BASE, "ve101", true);
        int pid = processes.launch(noatime, files(), procsFiles());
        processes.release(VEID);
        return pid;
    }

    private static Launch operation() {
        return new Launch(VEID, TEMPLATE, UID_BASE, "ve101");
    }

    private LaunchFiles files() {
        return new LaunchFiles(home.privateArea(VEID), Optional.empty());
    }

    String spec() throws OperationFailure {
        return new LaunchSpec(operation(), home, files(), procsFiles()).text();
    }

    /// Launches and releases.
    int start() throws OperationFailure {
        int pid = launch();
        processes.release(VEID);
        return pid;
    }

    List<Integer> candidates() throws IOException {
        List<Integer> pids = new ArrayList<>();
        for (String line : Files.readAllLines(cgroups.getFirst().resolve("cgroup.procs"))) {
            pids.add(Integer.valueOf(line));
        }
        return pids;
    }

    Reading<ObservedInit> observe() throws IOException {
        return processes.observe(VEID, candidates());
    }

    ObservedInit observed() throws IOException {
        return observe().toOptional().orElseThrow();
    }

    /// What the VE wrote to a file of its root, once it is there whole.
    String awaitFile(String path) throws IOException, InterruptedException {
        for (int i = 0; i < REMOVE_TRIES; i++) {
            if (Files.exists(upper(path))) {
                return Files.readString(upper(path));
            }
            Thread.sleep(10);
        }
        throw new AssertionError("the VE did not write " + path);
    }

    private static List<Path> makeCgroups() throws IOException {
        String name = "vzgit-test-" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet();
        List<Path> made = new ArrayList<>();
        for (Path hierarchy : hierarchies()) {
            Path cgroup = Files.createDirectory(hierarchy.resolve(name));
            made.add(cgroup);
            for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
                // Without these, v1 lets no process in.
                if (Files.exists(hierarchy.resolve("cpuset.cpu_exclusive"))) {
                    Files.write(cgroup.resolve(file), Files.readAllBytes(hierarchy.resolve(file)));
                }
            }
        }
        return made;
    }

    private static List<Path> hierarchies() throws IOException {
        Path all = KernelRoot.RUNNING.cgroup();
        if (Files.exists(all.resolve("cgroup.procs"))) {
            return List.of(all);
        }
        try (Stream<Path> paths = Files.list(all)) {
            return paths.filter(path -> !Files.isSymbolicLink(path))
                    .filter(path -> Files.exists(path.resolve("cgroup.procs")))
                    .sorted()
                    .toList();
        }
    }

    private void makeTemplate(String rc) throws IOException {
        for (String each : List.of("bin", "sbin", "etc", "dev", "proc", "sys", "tmp", "root")) {
            Files.createDirectories(template(each));
        }
        Files.copy(BUSYBOX, template("bin/busybox"));
        for (String applet : APPLETS.split(" ")) {
            Files.createSymbolicLink(template("bin/" + applet), Path.of("busybox"));
        }
        Files.createSymbolicLink(template("sbin/init"), Path.of("../bin/busybox"));
        Files.writeString(
                template("etc/inittab"), "::sysinit:/etc/rc\n::respawn:/bin/sleep 100000\n");
        Files.writeString(template("etc/rc"), "#!/bin/sh\n" + rc + "\n");
        Files.setPosixFilePermissions(
                template("etc/rc"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void makePrivateArea() throws IOException {
        for (String each : List.of("upper", "work", "low", "root")) {
            Files.createDirectories(home.privateArea(VEID).resolve(each));
        }
        for (String each : List.of("upper", "work")) {
            Path path = home.privateArea(VEID).resolve(each);
            Files.setAttribute(path, "unix:uid", (int) UID_BASE);
            Files.setAttribute(path, "unix:gid", (int) UID_BASE);
        }
    }

    @Override
    public void close() throws IOException {
        processes.close();
        for (Path cgroup : cgroups) {
            remove(cgroup);
        }
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void remove(Path cgroup) throws IOException {
        Optional<IOException> last = Optional.empty();
        for (int i = 0; i < REMOVE_TRIES; i++) {
            try {
                Files.delete(cgroup);
                return;
            } catch (IOException e) {
                last = Optional.of(e);
                kill(cgroup);
            }
        }
        throw last.orElseThrow();
    }

    private static void kill(Path cgroup) throws IOException {
        for (String pid : Files.readAllLines(cgroup.resolve("cgroup.procs"))) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
        try {
            Thread.sleep(5);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
