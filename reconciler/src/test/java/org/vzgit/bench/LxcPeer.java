package org.vzgit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The peer: LXC's own tools starting the same kind of VE, a busybox with its own ids, network namespace
/// and limits on memory and processes.
final class LxcPeer {
    private static final Path LXC_START = Path.of("/usr/bin/lxc-start");
    private static final String NAME = "vzgit-bench-peer";
    private static final int UID_BASE = 1_000_000;

    private final Path directory;
    private final Path booted;

    LxcPeer(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        Path root = directory.resolve("rootfs");
        for (String name : List.of("bin", "sbin", "dev", "proc", "sys", "run", "tmp", "etc")) {
            Files.createDirectories(root.resolve(name));
        }
        Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
        Files.createSymbolicLink(root.resolve("bin/sh"), Path.of("busybox"));
        Files.createSymbolicLink(root.resolve("sbin/init"), Path.of("/bin/busybox"));
        Files.writeString(root.resolve("etc/inittab"), "::sysinit:/etc/rc\n");
        Files.writeString(root.resolve("etc/rc"), "#!/bin/sh\n: > /booted\n");
        booted = root.resolve("booted");
        command("chmod", "+x", root.resolve("etc/rc").toString());
        command("chown", "-R", UID_BASE + ":" + UID_BASE, root.toString());
        writeConfig(root);
    }

    static boolean isInstalled() {
        return Files.isExecutable(LXC_START);
    }

    private void writeConfig(Path root) throws IOException {
        Path config = directory.resolve(NAME).resolve("config");
        Files.createDirectories(config.getParent());
        Files.writeString(
                config,
                """
                lxc.uts.name = peer
                lxc.rootfs.path = dir:%s
                lxc.idmap = u 0 %d 65536
                lxc.idmap = g 0 %d 65536
                lxc.net.0.type = empty
                lxc.apparmor.profile = unconfined
                lxc.mount.auto = proc:mixed sys:ro
                lxc.cgroup.memory.limit_in_bytes = 268435456
                lxc.cgroup.pids.max = 100
                lxc.cgroup2.memory.max = 268435456
                lxc.cgroup2.pids.max = 100
                """
                        .formatted(root, UID_BASE, UID_BASE));
    }

    void start() throws IOException, InterruptedException {
        Files.deleteIfExists(booted);
        command(LXC_START.toString(), "-P", directory.toString(), "-n", NAME, "-d");
        Bench.await(() -> Files.exists(booted));
    }

    void stop() throws IOException, InterruptedException {
        command("/usr/bin/lxc-stop", "-k", "-P", directory.toString(), "-n", NAME);
    }

    private static void command(String... words) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(words)));
        if (words[0].contains("lxc")) {
            // Without newuidmap in PATH lxc writes the id map itself, as root may; with it, it would need
            // an entry in the host's /etc/subuid.
            builder.environment().put("PATH", "/nonexistent");
        }
        Process process = builder.inheritIO().start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", words) + " ended with " + process.exitValue());
        }
    }
}
