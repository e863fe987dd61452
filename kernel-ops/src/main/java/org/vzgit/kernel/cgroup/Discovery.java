package org.vzgit.kernel.cgroup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.Reading;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.kernel.text.CgroupText;
import org.vzgit.kernel.text.MountTable;
import org.vzgit.kernel.text.MountTable.Mount;

/// Finds out which hierarchies a node has and which controllers are where, by looking.
///
/// Everything comes from `/proc/self/mountinfo`: pure v1, pure v2, and hybrids in which single
/// controllers are on v2. Controllers mounted together (`cpu,cpuacct`) are one hierarchy.
///
/// @param device the whole disk that rates are bounded on, `MAJOR:MINOR`; empty when there is none.
///   The kernel takes no partition (`blkg_conf_open_bdev`: ENODEV)
/// @param syscalls the running kernel's; empty for a recorded one, which has files only
record Discovery(KernelRoot root, String tag, String device, Optional<Syscalls> syscalls) {
    private static final String V1 = "cgroup";
    private static final String V2 = "cgroup2";
    private static final Path SYS = Path.of("/sys");

    List<Hierarchy> hierarchies() {
        List<Mount> mounts = new ArrayList<>(MountTable.parse(mountinfo()));
        // Of several mounts of one hierarchy, the one that shows the most of it.
        mounts.sort(Comparator.comparingInt(mount -> mount.root().length()));
        List<Hierarchy> hierarchies = new ArrayList<>();
        Set<String> seen = new java.util.HashSet<>();
        for (Mount mount : mounts) {
            Optional<Path> path = relocated(mount.mountPoint());
            if (isCgroup(mount) && path.isPresent() && seen.add(mount.device())) {
                hierarchies.add(hierarchy(mount, path.get()));
            }
        }
        boolean devicesV1 =
                hierarchies.stream()
                        .flatMap(hierarchy -> hierarchy.controllers().stream())
                        .anyMatch(DevicesV1.class::isInstance);
        if (!devicesV1) {
            hierarchies.replaceAll(this::withDevices);
        }
        return hierarchies;
    }

    /// Programs restrict devices on v2, which has no such controller. A second restriction beside
    /// the v1 controller's would only cost time at every open.
    private Hierarchy withDevices(Hierarchy hierarchy) {
        Optional<DevicesV2> devices =
                syscalls.filter(_ -> hierarchy.unified())
                        .flatMap(running -> DevicesV2.probe(running, hierarchy.root()));
        return devices.map(hierarchy::with).orElse(hierarchy);
    }

    private static boolean isCgroup(Mount mount) {
        return mount.type().equals(V1) || mount.type().equals(V2);
    }

    private String mountinfo() {
        try {
            return Files.readString(root.proc().resolve("self").resolve("mountinfo"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where a mount point below /sys is seen from this root; mounts elsewhere are not ours to use.
    private Optional<Path> relocated(String mountPoint) {
        Path path = Path.of(mountPoint).normalize();
        return path.startsWith(SYS)
                ? Optional.of(root.sys().resolve(SYS.relativize(path).toString()))
                : Optional.empty();
    }

    private Hierarchy hierarchy(Mount mount, Path path) {
        boolean unified = mount.type().equals(V2);
        Hierarchy bare = new Hierarchy(path, tag, unified, List.of());
        List<Controller> controllers =
                unified ? controllersV2(bare) : controllersV1(bare, mount.superOptions());
        return new Hierarchy(path, tag, unified, controllers);
    }

    private List<Controller> controllersV1(Hierarchy bare, Set<String> names) {
        List<Controller> controllers = new ArrayList<>();
        if (names.contains("memory")) {
            controllers.add(new MemoryV1(bare.root().has(MemoryBounds.RAM_AND_SWAP_FILE)));
        }
        if (names.contains("pids")) {
            controllers.add(new Pids(Control.CGROUP_V1));
        }
        if (names.contains("cpu")) {
            controllers.add(new CpuV1());
        }
        if (names.contains("cpuset")) {
            controllers.add(new CpusetV1(bare.root(), bare.parent()));
        }
        if (names.contains("blkio")) {
            // Below the root only, and there exactly when the bfq statistics are in the root.
            boolean bfq = bare.root().has("blkio.bfq.io_service_bytes");
            controllers.add(
                    new IoV1(
                            device,
                            bfq
                                    ? Optional.of(new IoWeight("blkio.bfq.weight"))
                                    : Optional.empty()));
        }
        if (names.contains("devices")) {
            controllers.add(new DevicesV1());
        }
        return controllers;
    }

    private List<Controller> controllersV2(Hierarchy bare) {
        List<Controller> controllers = new ArrayList<>();
        Set<String> names =
                bare.root().read("cgroup.controllers", CgroupText::words)
                                instanceof Reading.Present<Set<String>>(Set<String> words)
                        ? words
                        : Set.of();
        if (names.contains("memory")) {
            controllers.add(new MemoryV2(swapAccounted(bare)));
        }
        if (names.contains("pids")) {
            controllers.add(new Pids(Control.CGROUP_V2));
        }
        if (names.contains("cpu")) {
            controllers.add(new CpuV2());
        }
        if (names.contains("cpuset")) {
            controllers.add(new CpusetV2());
        }
        if (names.contains("io")) {
            controllers.add(new IoV2(device, weightV2(bare)));
        }
        return controllers;
    }

    /// `memory.swap.max` is in no root cgroup; where no child shows it, `/proc/swaps` tells whether
    /// the kernel can swap at all.
    private boolean swapAccounted(Hierarchy bare) {
        return someChildHas(bare, "memory.swap.max") || Files.exists(root.proc().resolve("swaps"));
    }

    /// Both files are in no root cgroup; `io.cost.qos` is only there, and says that `io.weight`
    /// will be below.
    private static Optional<IoWeight> weightV2(Hierarchy bare) {
        if (someChildHas(bare, "io.bfq.weight")) {
            return Optional.of(new IoWeight("io.bfq.weight"));
        }
        return someChildHas(bare, "io.weight") || bare.root().has("io.cost.qos")
                ? Optional.of(new IoWeight("io.weight"))
                : Optional.empty();
    }

    private static boolean someChildHas(Hierarchy bare, String file) {
        try (DirectoryStream<Path> children =
                Files.newDirectoryStream(bare.mount(), Files::isDirectory)) {
            for (Path child : children) {
                if (Files.exists(child.resolve(file))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
