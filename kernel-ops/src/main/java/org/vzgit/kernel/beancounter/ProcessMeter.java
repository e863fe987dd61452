package org.vzgit.kernel.beancounter;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vzgit.kernel.sys.KernelFile;
import org.vzgit.kernel.sys.KernelRoot;
import org.vzgit.kernel.text.LockText;
import org.vzgit.kernel.text.ProcessText;
import org.vzgit.kernel.text.SocketText;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.VeId;

/// Adds up what proc(5) tells of the processes of a VE. A process that ends while it is looked at
/// counts as far as it was read.
final class ProcessMeter implements Meter {
    /// A status file has some 1.5 KB. The table of locks has 60 bytes a lock; a machine with
    /// 100,000 locks has other troubles than the count of those beyond.
    private static final int STATUS_BYTES_MAX = 16 * 1024;

    private static final int LOCKS_BYTES_MAX = 6 * 1024 * 1024;

    private final KernelRoot root;
    private final VeCgroups cgroups;
    private final Map<Integer, Integer> locks;

    private ProcessMeter(KernelRoot root, VeCgroups cgroups, Map<Integer, Integer> locks) {
        this.root = root;
        this.cgroups = cgroups;
        this.locks = locks;
    }

    /// The table of locks is the machine's: it is read once for all VEs.
    static ProcessMeter look(KernelRoot root, VeCgroups cgroups) {
        Map<Integer, Integer> locks;
        try {
            String text = KernelFile.text(root.proc().resolve("locks"), LOCKS_BYTES_MAX);
            locks = LockText.byProcess(text);
        } catch (IOException | IllegalArgumentException _) {
            // A kernel without CONFIG_FILE_LOCKING has no locks to count.
            locks = Map.of();
        }
        return new ProcessMeter(root, cgroups, locks);
    }

    @Override
    public Set<Beancounter> resources() {
        return EnumSet.of(
                Beancounter.LOCKEDPAGES,
                Beancounter.PRIVVMPAGES,
                Beancounter.VMGUARPAGES,
                Beancounter.NUMTCPSOCK,
                Beancounter.NUMFLOCK,
                Beancounter.NUMSIGINFO,
                Beancounter.NUMOTHERSOCK,
                Beancounter.NUMFILE);
    }

    @Override
    public Map<Beancounter, Measure> measure(VeId veid) throws IOException {
        List<Integer> pids = cgroups.processes(veid);
        Sums sums = new Sums();
        for (int pid : pids) {
            add(sums, pid);
        }
        SocketText sockets = pids.isEmpty() ? SocketText.NONE : sockets(pids.getFirst());
        Map<Beancounter, Measure> measures = new EnumMap<>(Beancounter.class);
        measures.put(Beancounter.PRIVVMPAGES, Measure.of(sums.privatePages));
        measures.put(Beancounter.LOCKEDPAGES, Measure.of(sums.lockedPages));
        measures.put(Beancounter.VMGUARPAGES, Measure.of(0));
        measures.put(Beancounter.NUMSIGINFO, Measure.of(sums.queuedSignals()));
        measures.put(Beancounter.NUMFILE, Measure.of(sums.files));
        measures.put(Beancounter.NUMFLOCK, Measure.of(sums.locks));
        measures.put(Beancounter.NUMTCPSOCK, Measure.of(sockets.tcp()));
        measures.put(
                Beancounter.NUMOTHERSOCK, Measure.of(Math.max(0, sockets.all() - sockets.tcp())));
        return measures;
    }

    private void add(Sums sums, int pid) {
        try {
            Path directory = root.proc().resolve(Integer.toString(pid));
            ProcessText process =
                    ProcessText.parse(
                            KernelFile.text(directory.resolve("status"), STATUS_BYTES_MAX));
            sums.privatePages += process.privatePages();
            sums.lockedPages += process.lockedPages();
            sums.signals.put(process.user(), process.queuedSignals());
            sums.locks += locks.getOrDefault(pid, 0);
            sums.files += descriptors(directory.resolve("fd"));
        } catch (IOException | IllegalArgumentException _) {
            // It ended; what it had is given back.
        }
    }

    /// Since Linux 6.2 the size of the directory is the number of descriptors; before it is 0.
    private static long descriptors(Path directory) throws IOException {
        long size = Files.size(directory);
        if (size > 0) {
            return size;
        }
        long count = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path _ : entries) {
                count++;
            }
        }
        return count;
    }

    /// All processes of a VE share its network namespace, but for those in namespaces that it made
    /// itself, whose sockets are not counted.
    private SocketText sockets(int pid) {
        Path net = root.proc().resolve(Integer.toString(pid)).resolve("net");
        try {
            Path six = net.resolve("sockstat6");
            return SocketText.parse(
                    KernelFile.text(net.resolve("sockstat"), STATUS_BYTES_MAX),
                    Files.exists(six) ? KernelFile.text(six, STATUS_BYTES_MAX) : "");
        } catch (IOException | IllegalArgumentException _) {
            return SocketText.NONE;
        }
    }

    private static final class Sums {
        private final Map<Long, Long> signals = new HashMap<>();
        private long privatePages;
        private long lockedPages;
        private long locks;
        private long files;

        long queuedSignals() {
            return signals.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
