package org.vzgit.bench;

import java.nio.file.Path;
import org.vzgit.kernel.linux.LinuxKernel;
import org.vzgit.kernel.op.CreateCgroup;
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.kernel.op.SetBeancounter;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.sys.NodeHome;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// Beancounters of 1,000 VEs: their bounds changed on the fly, and all of their counters read.
final class UbcBench {
    private static final int VES = 1000;
    private static final int FIRST_VEID = 20_001;
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 10;

    private final Path place;
    private final Report report;

    UbcBench(Path place, Report report) {
        this.place = place;
        this.report = report;
    }

    void run() throws Exception {
        report.title("Beancounters of " + VES + " VEs");
        try (LinuxKernel kernel = LinuxKernel.open(NodeHome.below(place.resolve("ubc")))) {
            try {
                for (int i = 0; i < VES; i++) {
                    kernel.apply(new CreateCgroup(veid(i)));
                }
                report.note("levels: " + kernel.observe().features().levels());
                limits(kernel);
                reads(kernel);
            } finally {
                for (int i = 0; i < VES; i++) {
                    kernel.apply(new RemoveCgroup(veid(i)));
                }
            }
        }
    }

    private void limits(LinuxKernel kernel) throws Exception {
        Sample sample = new Sample();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            if (round == 0) {
                sample.restart();
            }
            long bound = 1_000_000L + round;
            BarrierLimit value = BarrierLimit.both(UbcRow.limit(Beancounter.KMEMSIZE, bound));
            sample.time(() -> {
                for (int i = 0; i < VES; i++) {
                    kernel.apply(new SetBeancounter(veid(i), Beancounter.KMEMSIZE, value));
                }
            });
        }
        report.time("change of " + VES + " bounds", sample, 50);
    }

    private void reads(LinuxKernel kernel) throws Exception {
        Sample sample = new Sample();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            if (round == 0) {
                sample.restart();
            }
            sample.time(() -> {
                if (kernel.beancounters().size() != VES) {
                    throw new IllegalStateException("not all VEs were read");
                }
            });
        }
        report.time("read of all counters", sample, 20);
    }

    private static VeId veid(int index) {
        return new VeId(FIRST_VEID + index);
    }
}
