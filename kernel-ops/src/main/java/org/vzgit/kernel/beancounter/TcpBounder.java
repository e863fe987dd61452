package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.Control;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.FileErrno;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Pages;
import org.vzgit.schema.VeId;

/// Bounds the memory of a VE's TCP sockets through the v1 memory controller, which has one number
/// for both directions: the sum of the two limits.
record TcpBounder(VeCgroups cgroups) implements Bounder {
    /// `PAGE_COUNTER_MAX` in bytes: what the file says when there is no bound.
    private static final long UNLIMITED_BYTES = Pages.MAX * Pages.SIZE_BYTES;

    @Override
    public Set<Beancounter> resources() {
        return EnumSet.of(Beancounter.TCPSNDBUF, Beancounter.TCPRCVBUF);
    }

    @Override
    public void bound(VeId veid, Beancounter resource, Bounds before, Map<Beancounter, Bounds> all)
            throws OperationFailure {
        long bytes =
                sum(
                        all.getOrDefault(Beancounter.TCPSNDBUF, Bounds.NONE).limit(),
                        all.getOrDefault(Beancounter.TCPRCVBUF, Bounds.NONE).limit());
        String tried = "set " + resource.key() + " of VE " + veid + " to " + bytes;
        try {
            Path cgroup =
                    cgroups.memory(veid, Control.CGROUP_V1)
                            .orElseThrow(() ->
                                    new OperationFailure(
                                            Errno.EOPNOTSUPP.kind(), tried + ": no controller"));
            Files.writeString(
                    MemoryMeterV1.tcpLimit(cgroup), bytes + "\n", StandardOpenOption.WRITE);
        } catch (IOException e) {
            Errno errno = FileErrno.of(e);
            throw new OperationFailure(errno.kind(), tried + ": " + errno, e);
        }
    }

    static long sum(long one, long other) {
        boolean bounded = one != UbcRow.UNLIMITED && other != UbcRow.UNLIMITED;
        return bounded && one < UNLIMITED_BYTES - other ? one + other : UNLIMITED_BYTES;
    }
}
