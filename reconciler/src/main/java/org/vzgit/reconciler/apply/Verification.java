package org.vzgit.reconciler.apply;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vzgit.kernel.op.BuildTemplate;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.SetDiskQuota;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.reconciler.plan.Cause;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.VeId;

/// Which steps reported success and are wanted again. The kernel may round, ignore or take back
/// what it accepted, and a VE's init may end right after it began.
///
/// Only VEs of which every step was done are judged: after a failure in the middle, doing the
/// earlier steps again can be the right way on.
final class Verification {
    private Verification() {}

    static SortedMap<Step, Outcome.NotVerified> of(
            Plan plan, SortedMap<Integer, Outcome> outcomes, Plan remaining) {
        Set<VeId> incomplete = incomplete(plan, outcomes);
        SortedMap<Step, Outcome.NotVerified> contradicted =
                new TreeMap<>((a, b) -> Integer.compare(a.id(), b.id()));
        Map<Object, Step> again = new HashMap<>();
        remaining.steps().forEach(step -> again.put(effect(step.operation()), step));
        for (Step step : plan.steps()) {
            Step repeated = again.get(effect(step.operation()));
            if (repeated != null
                    && !isOf(step.operation(), incomplete)
                    && outcomes.get(step.id()) instanceof Outcome.Done) {
                contradicted.put(step, new Outcome.NotVerified(difference(repeated.cause())));
            }
        }
        return contradicted;
    }

    private static Set<VeId> incomplete(Plan plan, SortedMap<Integer, Outcome> outcomes) {
        Set<VeId> incomplete = new HashSet<>();
        for (Step step : plan.steps()) {
            if (step.operation() instanceof VeOperation op
                    && !(outcomes.get(step.id()) instanceof Outcome.Done)) {
                incomplete.add(op.veid());
            }
        }
        return incomplete;
    }

    private static boolean isOf(Operation operation, Set<VeId> ves) {
        return switch (operation) {
            case VeOperation op -> ves.contains(op.veid());
            case BuildTemplate _ -> false;
        };
    }

    /// What makes two operations the same. For a bound the resource decides and not the value: what
    /// was set to 100 may be planned with another value after the kernel showed what it made of it.
    private static Object effect(Operation operation) {
        if (operation instanceof SetDiskQuota set) {
            return List.of(set.veid(), SetDiskQuota.class);
        }
        return operation instanceof SetResource set
                ? List.of(set.veid(), set.resource())
                : operation;
    }

    private static String difference(Cause cause) {
        String from = cause.from().isEmpty() ? "nothing" : cause.from();
        String to = cause.to().isEmpty() ? "nothing" : cause.to();
        return cause.field() + " is " + from + ", wanted " + to;
    }
}
