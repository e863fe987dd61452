package org.vzgit.kernel.beancounter;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import org.vzgit.kernel.op.FailureKind;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// A ledger in extended attributes of the VE's cgroup directory (xattr(7); cgroupfs has them since
/// Linux 3.7, v1 and v2).
///
/// They end with the cgroup, so no counter is taken for that of another life of the VE; one
/// setxattr(2) replaces a whole value, so none is ever half written; `trusted.` can be neither seen
/// nor changed from a user namespace, even where the VE owns the directory. A file per VE would
/// need all three to be built, and a rename for each change, which costs ten times as much.
final class AttributeLedger implements Ledger {
    static final String BOUNDS = "trusted.vzgit.ubc.bounds";
    static final String PEAKS = "trusted.vzgit.ubc.peaks";

    /// 21 lines of a name and two numbers of 19 digits are below 1.2 KB.
    private static final int BYTES_MAX = 4096;

    private final Syscalls syscalls;
    private final VeCgroups cgroups;

    AttributeLedger(Syscalls syscalls, VeCgroups cgroups) {
        this.syscalls = syscalls;
        this.cgroups = cgroups;
    }

    @Override
    public Map<Beancounter, Bounds> bounds(VeId veid) throws OperationFailure {
        return read(veid, BOUNDS, LedgerText::bounds);
    }

    @Override
    public void writeBounds(VeId veid, Map<Beancounter, Bounds> all) throws OperationFailure {
        write(veid, BOUNDS, LedgerText.ofBounds(all));
    }

    @Override
    public Map<Beancounter, Long> peaks(VeId veid) throws OperationFailure {
        return read(veid, PEAKS, LedgerText::peaks);
    }

    @Override
    public void writePeaks(VeId veid, Map<Beancounter, Long> all) throws OperationFailure {
        write(veid, PEAKS, LedgerText.ofPeaks(all));
    }

    private <T> Map<Beancounter, T> read(
            VeId veid, String name, Function<String, Map<Beancounter, T>> parser)
            throws OperationFailure {
        try {
            return parser.apply(
                    new String(
                            syscalls.getxattr(cgroups.home(veid), name, BYTES_MAX),
                            StandardCharsets.US_ASCII));
        } catch (ErrnoException e) {
            if (e.errno() == Errno.ENODATA) {
                return parser.apply("");
            }
            throw e.failing("read the beancounters of VE " + veid);
        } catch (IllegalArgumentException e) {
            throw new OperationFailure(
                    FailureKind.BROKEN,
                    "read the beancounters of VE " + veid + ": " + name + ": " + e.getMessage(),
                    e);
        }
    }

    private void write(VeId veid, String name, String text) throws OperationFailure {
        try {
            syscalls.setxattr(cgroups.home(veid), name, text.getBytes(StandardCharsets.US_ASCII));
        } catch (ErrnoException e) {
            throw e.failing("write the beancounters of VE " + veid);
        }
    }
}
