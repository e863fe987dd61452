package org.vzgit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The peer: LXC's own tools starting the same kind of VE, a busybox with ids and limits of its
/// own.
///
/// @param directory LXC's own, with the root file system ready for use: lxc-start makes none
/// @param name of the container
record LxcPeer(Path directory, String name) {
    private static final Path LXC_START = Path.of("/usr/bin/lxc-start");
    private static final int UID_BASE = 1_900_000_000;

    static final String NO_NETWORK = "lxc.net.0.type = empty\n";

    /// What vzgit sets up as well: a veth pair with an address inside and a default route.
    static final String ROUTED =
            """
            lxc.net.0.type = veth
            lxc.net.0.name = eth0
            lxc.net.0.flags = up
            lxc.net.0.ipv4.address = 10.102.0.1/32
            lxc.net.0.ipv4.gateway = dev
            """;

    private static final String CONFIG =
            """
            lxc.uts.name = peer
            lxc.rootfs.path = dir:%1$s
            lxc.idmap = u 0 %2$d 65536
            lxc.idmap = g 0 %2$d 65536
            lxc.apparmor.profile = unconfined
            lxc.mount.auto = proc:mixed sys:ro
            lxc.cgroup.memory.limit_in_bytes = 268435456
            lxc.cgroup.pids.max = 100
            lxc.cgroup2.memory.max = 268435456
            lxc.cgroup2.pids.max = 100
            """;

    static boolean isInstalled() {
        return Files.isExecutable(LXC_START);
    }

    static LxcPeer make(Path directory, String name, String network)
            throws IOException, InterruptedException {
        LxcPeer peer = new LxcPeer(directory, name);
        peer.makeRoot();
        String config = String.format(Locale.ROOT, CONFIG, peer.root(), UID_BASE);
        Files.writeString(directory.resolve(name).resolve("config"), config + network);
        return peer;
    }

    /// Until its init has run what its inittab says.
    void start() throws IOException, InterruptedException {
        lxc("lxc-start", "-d");
        Programs.await(booted());
    }

    void stop() throws IOException, InterruptedException {
        lxc("lxc-stop", "-k");
        Files.deleteIfExists(booted());
    }

    private Path root() {
        return directory.resolve(name).resolve("rootfs");
    }

    private Path booted() {
        return root().resolve("run/booted");
    }

    private void makeRoot() throws IOException, InterruptedException {
        for (String each : List.of("bin", "sbin", "dev", "proc", "sys", "run", "tmp", "etc")) {
            Files.createDirectories(root().resolve(each));
        }
        Files.copy(Path.of("/bin/busybox"), root().resolve("bin/busybox"));
        Files.createSymbolicLink(root().resolve("bin/sh"), Path.of("busybox"));
        Files.createSymbolicLink(root().resolve("sbin/init"), Path.of("/bin/busybox"));
        Files.writeString(root().resolve("etc/inittab"), "::sysinit:/etc/rc\n");
        Files.writeString(root().resolve("etc/rc"), "#!/bin/sh\n: >/run/booted\n");
        Files.setPosixFilePermissions(
                root().resolve("etc/rc"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Programs.run(List.of("chown", "-R", UID_BASE + ":" + UID_BASE, root().toString()));
    }

    private void lxc(String program, String option) throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                LXC_START.resolveSibling(program).toString(),
                                "-P",
                                directory.toString(),
                                "-n",
                                name,
                                option));
        ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
        // Without newuidmap in PATH lxc writes the id map itself, as root may; with it, it would
        // need an entry in the host's /etc/subuid.
        builder.environment().put("PATH", "/nonexistent");
        Programs.end(builder.start(), words);
    }
}
