package org.vzgit.reconciler.authoring;

import java.util.OptionalLong;
import org.vzgit.schema.Amount;
import org.vzgit.schema.BarrierLimit;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.Bytes;
import org.vzgit.schema.BytesPerSecond;
import org.vzgit.schema.Count;
import org.vzgit.schema.CpuPercent;
import org.vzgit.schema.CpuSet;
import org.vzgit.schema.CpuUnits;
import org.vzgit.schema.IoPriority;
import org.vzgit.schema.Limit;
import org.vzgit.schema.OpsPerSecond;
import org.vzgit.schema.Pages;
import org.vzgit.schema.VeSpec;

/// One limit of one VE, with what was used of it.
///
/// @param limit the enforced bound, in the beancounter's own unit
public record LimitUse(VeSpec ve, Beancounter beancounter, long limit, Counted counted) {

    /// What a node counted, in the beancounter's own unit.
    public record Counted(OptionalLong maxheld, OptionalLong failcnt) {
        static final Counted NOTHING = new Counted(OptionalLong.empty(), OptionalLong.empty());
    }

    /// The bound that the kernel tests; empty when there is none.
    static OptionalLong enforced(Beancounter beancounter, BarrierLimit bounds) {
        Limit bound =
                switch (beancounter.meaning()) {
                    case BARRIER, BOTH -> bounds.barrier();
                    case LIMIT -> bounds.limit();
                };
        return bound instanceof Limit.Value(Amount amount)
                ? switch (amount) {
                    case Pages(long pages) -> OptionalLong.of(pages);
                    case Bytes(long bytes) -> OptionalLong.of(bytes);
                    case Count(long count) -> OptionalLong.of(count);
                    case CpuUnits _,
                            CpuPercent _,
                            CpuSet _,
                            IoPriority _,
                            BytesPerSecond _,
                            OpsPerSecond _ ->
                            OptionalLong.empty();
                }
                : OptionalLong.empty();
    }

    /// For example `web1 (101) numproc 240`.
    String text() {
        Limit bound =
                switch (beancounter.unit()) {
                    case ITEMS -> Limit.of(new Count(limit));
                    case PAGES -> Limit.of(new Pages(limit));
                    case BYTES -> Limit.of(new Bytes(limit));
                };
        return ve.name() + " (" + ve.veid() + ") " + beancounter.key() + " " + bound.text();
    }
}
