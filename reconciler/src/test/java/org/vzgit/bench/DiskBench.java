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

/// Disk bounds, on a file system with project quota; skipped on any other.
final class DiskBench {
    private static final int VES = 1000;
    private static final int ROUNDS = 20;
    private static final int WRITES = 5;
    private static final int CHUNK = 1 << 20;
    private static final int CHUNKS = 64;

    private final Path place;
    private final Report report;

    DiskBench(Path place, Report report) {
        this.place = place;
        this.report = report;
    }

    void run() throws Exception {
        report.title("Disk quota of " + VES + " VEs");
        NodeHome home = NodeHome.below(place.resolve("disk"));
        Files.createDirectories(home.privateAreas());
        var disks = new AreaDisks(new JnrSyscalls(), KernelRoot.RUNNING, home.privateAreas());
        if (!disks.means().has(DiskLayout.PROJECT)) {
            report.note("skipped: " + disks.means().lacking(DiskLayout.PROJECT));
            return;
        }
        try (LinuxKernel kernel = LinuxKernel.open(home)) {
            create(kernel);
            change(kernel);
            use(home, disks);
            write(home);
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

    private void create(LinuxKernel kernel) throws Exception {
        Sample create = new Sample();
        for (int ve = 0; ve < VES; ve++) {
            OwnerMark mark =
                    new OwnerMark(
                            "bench",
                            new VeName("ve" + ve),
                            new TemplateRef(TemplateSpec.BUSYBOX, "1"),
                            new Revision("0123456", "bench"),
                            DeletionPolicy.DESTROY);
            int now = ve;
            create.time(() -> {
                kernel.apply(
                        new CreatePrivateArea(
                                veid(now), mark, uid(now), new AreaShape(DiskLayout.PROJECT, 0)));
                kernel.apply(bound(now, 100));
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

    /// In turns: what else the machine does meets both.
    private void write(NodeHome home) throws Exception {
        Sample counted = new Sample();
        Sample bare = new Sample();
        Path inside = home.privateArea(veid(0)).resolve("upper").resolve("file");
        Path outside = home.state().resolve("file");
        for (int round = 0; round < WRITES; round++) {
            counted.time(() -> write(inside));
            bare.time(() -> write(outside));
        }
        report.ratio("64 MiB written in an area and beside it", counted, bare);
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
