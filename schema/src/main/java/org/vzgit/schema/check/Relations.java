package org.vzgit.schema.check;

import static org.vzgit.schema.Beancounter.DCACHESIZE;
import static org.vzgit.schema.Beancounter.DGRAMRCVBUF;
import static org.vzgit.schema.Beancounter.KMEMSIZE;
import static org.vzgit.schema.Beancounter.NUMFILE;
import static org.vzgit.schema.Beancounter.NUMOTHERSOCK;
import static org.vzgit.schema.Beancounter.NUMPROC;
import static org.vzgit.schema.Beancounter.NUMPTY;
import static org.vzgit.schema.Beancounter.NUMTCPSOCK;
import static org.vzgit.schema.Beancounter.OTHERSOCKBUF;
import static org.vzgit.schema.Beancounter.PRIVVMPAGES;
import static org.vzgit.schema.Beancounter.TCPRCVBUF;
import static org.vzgit.schema.Beancounter.TCPSNDBUF;
import static org.vzgit.schema.Beancounter.VMGUARPAGES;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Limit;

/// The rules between two and more beancounters of one VE: "X has to be at least so much of Y".
final class Relations {
    /// Kernel memory of one process: typically 30 to 60 KB.
    private static final long KMEM_PER_PROCESS = 40 * 1024;

    /// Directory cache that one open file pins, in bytes.
    private static final long DCACHE_PER_FILE = 384;

    /// One maximal segment with its bookkeeping: 2.5 KB.
    private static final long BUFFER_PER_SOCKET = 2560;

    /// One full TCP window.
    private static final long TCP_WINDOW = 64 * 1024;

    private static final long DATAGRAM_MIN = 32 * 1024;

    /// 128 KB and what the kernel adds to it.
    private static final long DATAGRAM_RECOMMENDED = 129 * 1024;

    private static final long FILES_PER_PROCESS = 32;

    private final Bounds bounds;
    private final List<Concern> concerns = new ArrayList<>();

    private Relations(Bounds bounds) {
        this.bounds = bounds;
    }

    static List<Concern> of(Bounds bounds) {
        Relations rules = new Relations(bounds);
        rules.directoryCache();
        rules.kernelMemory();
        rules.guarantee();
        rules.gap(TCPSNDBUF, NUMTCPSOCK, DiagnosticCode.SEND_BUFFER_GAP);
        rules.gap(OTHERSOCKBUF, NUMOTHERSOCK, DiagnosticCode.SEND_BUFFER_GAP);
        rules.gap(TCPRCVBUF, NUMTCPSOCK, DiagnosticCode.RECEIVE_BUFFER_GAP);
        rules.window(TCPRCVBUF);
        rules.window(TCPSNDBUF);
        rules.datagram(DGRAMRCVBUF);
        rules.datagram(OTHERSOCKBUF);
        rules.files();
        return rules.concerns;
    }

    private void directoryCache() {
        OptionalLong files = bounds.barrierSize(NUMFILE);
        if (files.isPresent()) {
            atLeast(
                    new Side(DCACHESIZE, "limit", bounds.limit(DCACHESIZE)),
                    Saturating.times(DCACHE_PER_FILE, files.getAsLong()),
                    new Reason(
                            DiagnosticCode.DCACHE_BELOW_FILES,
                            "384 bytes for each numfile of " + files.getAsLong(),
                            List.of(NUMFILE)));
        }
    }

    private void kernelMemory() {
        OptionalLong processes = bounds.processes();
        if (processes.isPresent()) {
            OptionalLong cache = bounds.limitSize(DCACHESIZE);
            atLeast(
                    new Side(KMEMSIZE, "barrier", bounds.barrier(KMEMSIZE)),
                    Saturating.plus(
                            Saturating.times(KMEM_PER_PROCESS, processes.getAsLong()),
                            cache.orElse(0)),
                    new Reason(
                            DiagnosticCode.KMEM_BELOW_PROCESSES,
                            "40 KB for each of %d processes%s"
                                    .formatted(
                                            processes.getAsLong(),
                                            cache.isPresent()
                                                    ? " and dcachesize of " + cache.getAsLong()
                                                    : ""),
                            List.of(DCACHESIZE, NUMPROC)));
        }
    }

    private void guarantee() {
        OptionalLong promised = bounds.barrierSize(VMGUARPAGES);
        OptionalLong cap = bounds.barrierSize(PRIVVMPAGES);
        if (cap.isPresent()
                && bounds.has(VMGUARPAGES)
                && promised.orElse(Long.MAX_VALUE) > cap.getAsLong()) {
            add(
                    new Reason(DiagnosticCode.GUARANTEE_ABOVE_CAP, "", List.of(VMGUARPAGES)),
                    PRIVVMPAGES,
                    "privvmpages has barrier %s, below the %s that vmguarpages guarantees"
                            .formatted(
                                    bounds.barrier(PRIVVMPAGES).text(),
                                    bounds.barrier(VMGUARPAGES).text()),
                    bounds.barrier(VMGUARPAGES).text());
        }
    }

    private void gap(Beancounter buffer, Beancounter sockets, DiagnosticCode code) {
        OptionalLong count = bounds.barrierSize(sockets);
        OptionalLong barrier = bounds.barrierSize(buffer);
        OptionalLong limit = bounds.limitSize(buffer);
        if (count.isEmpty() || barrier.isEmpty() || limit.isEmpty()) {
            return;
        }
        long needed = Saturating.times(BUFFER_PER_SOCKET, count.getAsLong());
        long gap = limit.getAsLong() - barrier.getAsLong();
        if (gap < needed) {
            add(
                    new Reason(code, "", List.of(sockets)),
                    buffer,
                    "%s has %d bytes between barrier and limit; 2.5 KB for each %s of %d are %d"
                            .formatted(buffer.key(), gap, sockets.key(), count.getAsLong(), needed),
                    bounds.barrier(buffer).text()
                            + ":"
                            + Saturating.plus(barrier.getAsLong(), needed));
        }
    }

    private void window(Beancounter buffer) {
        atLeast(
                new Side(buffer, "barrier", bounds.barrier(buffer)),
                TCP_WINDOW,
                new Reason(DiagnosticCode.TCP_BUFFER_SMALL, "one window", List.of()));
    }

    private void datagram(Beancounter buffer) {
        Side barrier = new Side(buffer, "barrier", bounds.barrier(buffer));
        if (!atLeast(
                barrier,
                DATAGRAM_MIN,
                new Reason(DiagnosticCode.DATAGRAM_BUFFER_SMALL, "one datagram", List.of()))) {
            return;
        }
        atLeast(
                barrier,
                DATAGRAM_RECOMMENDED,
                new Reason(DiagnosticCode.DATAGRAM_BUFFER_LOW, "large datagrams", List.of()));
    }

    private void files() {
        OptionalLong processes = bounds.processes();
        if (processes.isPresent()) {
            atLeast(
                    new Side(NUMFILE, "barrier", bounds.barrier(NUMFILE)),
                    Saturating.times(FILES_PER_PROCESS, processes.getAsLong()),
                    new Reason(
                            DiagnosticCode.FILES_BELOW_PROCESSES,
                            "32 for each of " + processes.getAsLong() + " processes",
                            List.of(NUMPROC)));
        }
        long others =
                Stream.of(NUMTCPSOCK, NUMOTHERSOCK, NUMPTY)
                        .map(bounds::barrierSize)
                        .mapToLong(size -> size.orElse(0))
                        .reduce(0, Saturating::plus);
        atLeast(
                new Side(NUMFILE, "barrier", bounds.barrier(NUMFILE)),
                others,
                new Reason(
                        DiagnosticCode.FILES_BELOW_PROCESSES,
                        "numtcpsock, numothersock and numpty together",
                        List.of(NUMTCPSOCK, NUMOTHERSOCK, NUMPTY)));
    }

    /// One bound of a beancounter.
    private record Side(Beancounter beancounter, String name, Limit bound) {}

    /// Which rule, and from which other beancounters its number comes.
    private record Reason(DiagnosticCode code, String words, List<Beancounter> others) {}

    /// @return whether the bound is large enough, or none
    private boolean atLeast(Side side, long needed, Reason reason) {
        OptionalLong size = Sizes.of(side.bound());
        if (size.isEmpty() || size.getAsLong() >= needed) {
            return true;
        }
        add(
                reason,
                side.beancounter(),
                "%s has %s %d, below %d: %s"
                        .formatted(
                                side.beancounter().key(),
                                side.name(),
                                size.getAsLong(),
                                needed,
                                reason.words()),
                Long.toString(needed));
        return false;
    }

    private void add(Reason reason, Beancounter wrong, String message, String enough) {
        List<Beancounter> about =
                Stream.concat(Stream.of(wrong), reason.others().stream()).toList();
        concerns.add(new Concern(reason.code(), about, message, "at least " + enough));
    }
}
