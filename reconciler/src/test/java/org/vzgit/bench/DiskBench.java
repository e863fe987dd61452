package org.vzgit.bench;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.vzgit.kernel.linux.LinuxKernel;
import org.vzgit.kernel.op.AreaShape;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.op.SetDiskQuota;
import org.vzgit.kernel.quota.AreaDisks;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.TemplateRef;
import org.vzgit.kernel.sys.JnrSyscalls;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.DeletionPolicy;
import org.vzgit.schema.DiskLayout;
import org.vzgit.schema.DiskSpec;
import org.vzgit.schema.DiskTerms;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Revision;
import org.vzgit.schema.TemplateSpec;
import org.vzgit.schema.UidRange;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeName;

/// Disk bounds, on a file system with project quota; skipped on any other. Private areas without
/// bounds are made on any, for a comparison between machines.
final class DiskBench {
    private static final int VES = 1000;
    private static final int PLAIN = 200;
    private static final int ROUNDS = 20;
    private static final int WRITES = 5;

    /// Of the times; a throughput of 0.99.
    private static final double WRITE_GOAL = 1.01;

    private static final int CHUNK = 1 << 20;
    private static final int CHUNKS = 64;

    private final Path place;
    private final Report report;

    DiskBench(Path place, Report report) {
        this.place = place;
        this.report = report;
    }

    /// Whether there was project quota to measure.
    boolean run() throws Exception {
        report.title("Disk quota of " + VES + " VEs");
        report.note("Linux " + System.getProperty("os.version"));
        NodeHome home = NodeHome.below(place.resolve("disk"));
        Files.createDirectories(home.privateAreas());
        var disks = new AreaDisks(new JnrSyscalls(), KernelRoot.RUNNING, home.privateAreas());
        try (LinuxKernel kernel = LinuxKernel.open(home)) {
            plain(kernel);
            if (!disks.means().has(DiskLayout.PROJECT)) {
                report.note("no bounds here: " + disks.means().lacking(DiskLayout.PROJECT));
                return false;
            }
            create(kernel);
            change(kernel);
            use(home, disks);
            write(home);
            return true;
        }
    }

    private static long uid(int ve) {
        return UidRange.DEFAULT.baseOf(ve);
    }

    private static VeId veid(int ve) {
        return new VeId(1000 + ve);
    }

    private static SetDiskQuota bound(int ve, long mebibytes) {
        BarrierLimit space = BarrierLimit.both(Limit.of(new Bytes(mebibytes << 20)));
        return new SetDiskQuota(
                veid(ve), new DiskSpec(space, DiskSpec.UNMANAGED, DiskTerms.DEFAULT));
    }

    private static CreatePrivateArea area(int ve, DiskLayout layout) {
        OwnerMark mark =
                new OwnerMark(
                        "bench",
                        new VeName("ve" + ve),
                        new TemplateRef(TemplateSpec.BUSYBOX, "1"),
                        new Revision("0123456", "bench"),
                        DeletionPolicy.DESTROY);
        return new CreatePrivateArea(veid(ve), mark, uid(ve), new AreaShape(layout, 0));
    }

    private void plain(LinuxKernel kernel) throws Exception {
        Sample create = new Sample();
        for (int ve = VES; ve < VES + PLAIN; ve++) {
            CreatePrivateArea area = area(ve, DiskLayout.PLAIN);
            create.time(() -> kernel.apply(area));
        }
        report.time("private area without bounds made", create);
    }

    private void create(LinuxKernel kernel) throws Exception {
        Sample create = new Sample();
        for (int ve = 0; ve < VES; ve++) {
            CreatePrivateArea area = area(ve, DiskLayout.PROJECT);
            SetDiskQuota bound = bound(ve, 100);
            create.time(() -> {
                kernel.apply(area);
                kernel.apply(bound);
            });
        }
        report.time("private area with bounds made", create, 5);
    }

    private void change(LinuxKernel kernel) throws Exception {
        Sample change = new Sample();
        for (int ve = 0; ve < VES; ve++) {
            int now = ve;
            change.time(() -> kernel.apply(bound(now, 200)));
        }
        report.time("bound changed", change, 0.2);
    }

    private void use(NodeHome home, AreaDisks disks) throws Exception {
        Sample read = new Sample();
        for (int round = 0; round < ROUNDS; round++) {
            read.time(() -> {
                for (int ve = 0; ve < VES; ve++) {
                    disks.observe(home.privateArea(veid(ve)), uid(ve));
                }
            });
        }
        report.time("use of all read", read, 20);
    }

    /// Through an overlay, as a VE writes. In turns: what else the machine does meets both.
    private void write(NodeHome home) throws Exception {
        Sample counted = new Sample();
        Sample bare = new Sample();
        Path area = home.privateArea(veid(0));
        Path root = area.resolve("root");
        String layers =
                "lowerdir=%s,upperdir=%s,workdir=%s"
                        .formatted(
                                area.resolve("low"), area.resolve("upper"), area.resolve("work"));
        run("mount", "-t", "overlay", "-o", layers, "overlay", root.toString());
        try {
            for (int round = 0; round < WRITES; round++) {
                counted.time(() -> write(root.resolve("file")));
                bare.time(() -> write(home.state().resolve("file")));
            }
        } finally {
            run("umount", root.toString());
        }
        report.ratio("64 MiB written inside and on the bare disk", counted, bare, WRITE_GOAL);
    }

    private static void run(String... command) throws Exception {
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command));
        }
    }

    private static void write(Path file) throws Exception {
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (int i = 0; i < CHUNKS; i++) {
                channel.write(chunk.clear());
            }
            channel.force(true);
        }
    }
}
