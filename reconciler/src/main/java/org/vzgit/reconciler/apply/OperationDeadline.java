package org.vzgit.reconciler.apply;

import java.time.Duration;
import org.vzgit.kernel.op.AddAddress;
import org.vzgit.kernel.op.AddBindMount;
import org.vzgit.kernel.op.AttachNetwork;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.ClonePrivateArea;
import org.vzgit.kernel.op.CreateCgroup;
import org.vzgit.kernel.op.CreatePrivateArea;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.op.DetachNetwork;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.ReleaseInit;
import org.vzgit.kernel.op.RemoveAddress;
import org.vzgit.kernel.op.RemoveBindMount;
import org.vzgit.kernel.op.RemoveCgroup;
import org.vzgit.kernel.op.RemoveInterface;
import org.vzgit.kernel.op.SetBeancounter;
import org.vzgit.kernel.op.SetDiskQuota;
import org.vzgit.kernel.op.SetHostname;
import org.vzgit.kernel.op.SetInterface;
import org.vzgit.kernel.op.SetRate;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.SetScript;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.kernel.op.WriteOwnerMark;
import org.vzgit.kernel.op.WriteResolver;

/// How long an operation may take before it is given up. Far above what it takes on a busy machine:
/// these bounds are against waits that never end, not against slowness.
final class OperationDeadline {
    /// One write to a kernel file or one netlink request: microseconds, unless the kernel hangs.
    /// Lowering `physpages` may reclaim gigabytes first.
    private static final Duration SMALL = Duration.ofSeconds(30);

    /// Action scripts of a VE: two of a minute each, on the way up and on the way back, which may
    /// be one operation's.
    private static final Duration SCRIPTS = Duration.ofSeconds(4 * 65);

    /// Namespaces, mounts and a program start; seconds on a machine that swaps.
    private static final Duration START = SCRIPTS.plusSeconds(60);

    /// Unpacks or unlinks a whole root file system.
    private static final Duration FILES = Duration.ofMinutes(10);

    /// Copies all that a VE has written where its file system cannot share blocks: 300 GB from a
    /// disk that gives 100 MB/s take 50 minutes.
    private static final Duration CLONE = Duration.ofHours(2);

    /// After its own wait a stop kills, which ends once the kernel has freed the VE's memory.
    private static final Duration KILL = Duration.ofSeconds(60);

    private OperationDeadline() {}

    static Duration of(Operation operation) {
        return switch (operation) {
            case BuildTemplate _ -> FILES;
            case VeOperation op -> of(op);
        };
    }

    private static Duration of(VeOperation operation) {
        return switch (operation) {
            case StopVe stop -> KILL.plus(SCRIPTS).plusSeconds(stop.timeout().value());
            case Launch _, ReleaseInit _ -> START;
            // Bounds are one call; an area whose project id has drifted is walked.
            case CreatePrivateArea _, DestroyPrivateArea _, SetDiskQuota _ -> FILES;
            case ClonePrivateArea _ -> CLONE;
            case WriteOwnerMark _,
                    CreateCgroup _,
                    SetResource _,
                    SetBeancounter _,
                    SetScript _,
                    AttachNetwork _,
                    AddAddress _,
                    RemoveAddress _,
                    SetRate _,
                    SetInterface _,
                    RemoveInterface _,
                    AddBindMount _,
                    RemoveBindMount _,
                    SetHostname _,
                    WriteResolver _,
                    DetachNetwork _ ->
                    SMALL;
            case RemoveCgroup _ -> SMALL.plus(SCRIPTS);
        };
    }
}
