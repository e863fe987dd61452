package org.vzgit.reconciler.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.vzgit.kernel.op.Operation;
import org.vzgit.kernel.op.SetResource;
import org.vzgit.reconciler.plan.Cause;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.Count;
import org.vzgit.schema.Disruption;
import org.vzgit.schema.Limit;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Resource;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeId;

/// Writes plans by hand.
final class Steps {
    private final List<Step> steps = new ArrayList<>();

    /// The next step sets numproc of a VE and waits for others.
    Steps numproc(int veid, long count, Integer... waitsFor) {
        return step(
                new SetResource(new VeId(veid), Resource.NUMPROC, Limit.of(new Count(count))),
                waitsFor);
    }

    Steps step(Operation operation, Integer... waitsFor) {
        Cause cause =
                new Cause("numproc", "100", "200", Optional.of(new Origin("web1.yaml", 7, 3)));
        steps.add(
                new Step(
                        steps.size() + 1,
                        operation,
                        new TreeSet<>(List.of(waitsFor)),
                        cause,
                        Disruption.LIVE));
        return this;
    }

    Plan plan() {
        return new Plan(
                new NodeName("hn1"),
                new Revision("0123456789abcdef0123456789abcdef01234567", "Ada <ada@example.org>"),
                List.of(),
                steps,
                List.of());
    }

    static Plan nothing() {
        return new Steps().plan();
    }
}
