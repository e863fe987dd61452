package org.vzgit.reconciler.plan;

import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.schema.Amount;
import org.vzgit.schema.Count;
import org.vzgit.schema.Limit;
import org.vzgit.schema.Pages;

/// How much of the node a bound promises to a VE.
final class Promise {
    private Promise() {}

    static boolean shrinks(ObservedNode live, SetResource set) {
        return of(set.limit()) < before(live, set);
    }

    static boolean grows(ObservedNode live, SetResource set) {
        return of(set.limit()) > before(live, set);
    }

    /// A VE without a cgroup was promised nothing.
    private static long before(ObservedNode live, SetResource set) {
        return live.ve(set.veid())
                .cgroup()
                .toOptional()
                .flatMap(cgroup ->
                        java.util.Optional.ofNullable(cgroup.usages().get(set.resource())))
                .flatMap(usage -> usage.limit().toOptional())
                .map(Promise::of)
                .orElse(-1L);
    }

    private static long of(Limit limit) {
        return switch (limit) {
            case Limit.Value value -> of(value.amount());
            case Limit.Unlimited _, Limit.NotManaged _ -> Long.MAX_VALUE;
        };
    }

    private static long of(Amount amount) {
        return switch (amount) {
            case Pages(long pages) -> pages;
            case Count(long count) -> count;
            default -> throw new IllegalArgumentException(amount.text());
        };
    }
}
