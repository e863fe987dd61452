package org.vzgit.kernel.beancounter;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.kernel.state.UbcRow;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Rlimit;
import org.vzgit.kernel.sys.Syscalls;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Pages;
import org.vzgit.schema.VeId;

/// Bounds each process of a VE by itself, with prlimit(2). New processes inherit from those that
/// are there, so what counts is that no process is missed.
///
/// A process that bounded itself more tightly keeps that: only one that stands exactly at the VE's
/// former bound is raised. Lowering below what a process has takes nothing away; its next request
/// is refused.
final class ProcessBounder implements Bounder {
    private static final Map<Beancounter, Rlimit.Kind> KINDS =
            new EnumMap<>(
                    Map.of(
                            Beancounter.PRIVVMPAGES, Rlimit.Kind.DATA,
                            Beancounter.LOCKEDPAGES, Rlimit.Kind.MEMLOCK,
                            Beancounter.NUMSIGINFO, Rlimit.Kind.SIGPENDING,
                            Beancounter.NUMFILE, Rlimit.Kind.NOFILE));

    /// A process that is forked between the listing and the change has its parent's old bound and
    /// is found by the next listing. A fork bomb could go on for ever; its numproc ends it.
    private static final int PASSES_MAX = 10;

    private final Syscalls syscalls;
    private final VeCgroups cgroups;
    private final long filesMax;

    /// @param filesMax `fs.nr_open`, above which no process may have its number of files
    ProcessBounder(Syscalls syscalls, VeCgroups cgroups, long filesMax) {
        this.syscalls = syscalls;
        this.cgroups = cgroups;
        this.filesMax = filesMax;
    }

    @Override
    public Set<Beancounter> resources() {
        return KINDS.keySet();
    }

    @Override
    public void bound(VeId veid, Beancounter resource, Bounds before, Map<Beancounter, Bounds> all)
            throws OperationFailure {
        Rlimit.Kind kind = kind(resource);
        Bounds wanted = all.getOrDefault(resource, Bounds.NONE);
        Move move = new Move(kind, value(resource, before), value(resource, wanted));
        String tried =
                "set " + resource.key() + " of VE " + veid + " to " + wanted.tested(resource);
        Set<Integer> done = new HashSet<>();
        for (int pass = 0; pass < PASSES_MAX; pass++) {
            List<Integer> fresh =
                    cgroups.processes(veid).stream().filter(pid -> done.add(pid)).toList();
            if (fresh.isEmpty()) {
                return;
            }
            for (int pid : fresh) {
                apply(move, pid, tried);
            }
        }
    }

    private void apply(Move move, int pid, String tried) throws OperationFailure {
        try {
            Rlimit now = syscalls.prlimit(pid, move.kind());
            Rlimit next = move.next(now);
            if (!next.equals(now)) {
                syscalls.prlimit(pid, move.kind(), next);
            }
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ESRCH) {
                throw e.failing(tried);
            }
        }
    }

    private static Rlimit.Kind kind(Beancounter resource) {
        Rlimit.Kind kind = KINDS.get(resource);
        if (kind == null) {
            throw new IllegalArgumentException(resource.key() + " bounds no process");
        }
        return kind;
    }

    private long value(Beancounter resource, Bounds bounds) {
        long tested = bounds.tested(resource);
        if (resource == Beancounter.NUMFILE) {
            return Math.min(tested, filesMax);
        }
        boolean pages = resource.unit() == Beancounter.Unit.PAGES;
        if (tested == UbcRow.UNLIMITED || (pages && tested > Pages.MAX)) {
            return Rlimit.INFINITY;
        }
        return pages ? tested * Pages.SIZE_BYTES : tested;
    }

    /// From one bound of a VE to another.
    record Move(Rlimit.Kind kind, long before, long after) {
        Rlimit next(Rlimit now) {
            if (now.hard() > after) {
                return new Rlimit(Math.min(now.soft(), after), after);
            }
            if (now.hard() == before && after > before) {
                return new Rlimit(now.soft() == before ? after : now.soft(), after);
            }
            return now;
        }
    }
}
