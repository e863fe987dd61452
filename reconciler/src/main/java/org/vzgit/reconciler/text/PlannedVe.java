package org.vzgit.reconciler.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.reconciler.diff.Change;
import org.vzgit.reconciler.diff.FieldChange;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.Origin;
import org.vzgit.schema.VeId;

/// One VE of a plan with steps, under the heading where a reader looks for it.
///
/// @param weight what the steps do, not what the fields would need: a blocked field may differ too,
///   and stopping a VE counts as such even though `state` is a live field
public record PlannedVe(Change change, Weight weight) {

    private static final Comparator<PlannedVe> BY_DANGER =
            Comparator.comparing(PlannedVe::weight).thenComparing(ve -> ve.change().veid());

    /// The VEs that the plan touches, the most dangerous first.
    public static List<PlannedVe> allOf(Plan plan) {
        Map<VeId, List<Step>> steps = stepsByVe(plan.steps());
        List<PlannedVe> ves = new ArrayList<>();
        for (Change change : plan.changes()) {
            List<Step> own = steps.get(change.veid());
            if (own != null) {
                weigh(change, own).ifPresent(weight -> ves.add(new PlannedVe(change, weight)));
            }
        }
        ves.sort(BY_DANGER);
        return ves;
    }

    private static Map<VeId, List<Step>> stepsByVe(List<Step> steps) {
        Map<VeId, List<Step>> byVe = new TreeMap<>();
        for (Step step : steps) {
            if (step.operation() instanceof VeOperation operation) {
                byVe.computeIfAbsent(operation.veid(), _ -> new ArrayList<>()).add(step);
            }
        }
        return byVe;
    }

    private static Optional<Weight> weigh(Change change, List<Step> steps) {
        return switch (change) {
            case Change.Create _ -> Optional.of(Weight.CREATE);
            case Change.Update _ -> Optional.of(weighUpdate(steps));
            case Change.Remove _ ->
                    Optional.of(
                            has(steps, DestroyPrivateArea.class) ? Weight.DESTROY : Weight.STOP);
            case Change.Keep _, Change.Unknown _ -> Optional.empty();
        };
    }

    private static Weight weighUpdate(List<Step> steps) {
        if (has(steps, StopVe.class)) {
            return has(steps, Launch.class) ? Weight.RESTART : Weight.STOP;
        }
        return steps.stream()
                .map(step -> Weight.of(step.disruption()))
                .min(Comparator.naturalOrder())
                .orElse(Weight.LIVE);
    }

    private static boolean has(List<Step> steps, Class<? extends VeOperation> kind) {
        return steps.stream().anyMatch(step -> kind.isInstance(step.operation()));
    }

    public String name() {
        return switch (change) {
            case Change.Create(var spec, _) -> spec.name().value();
            case Change.Update(var spec, _, _) -> spec.name().value();
            case Change.Remove(var live) -> VeNames.ofLive(live);
            case Change.Keep(var veid) -> veid.toString();
            case Change.Unknown(var veid, _) -> veid.toString();
        };
    }

    Optional<Origin> origin() {
        return switch (change) {
            case Change.Create(var spec, _) -> Optional.of(spec.origin());
            case Change.Update(var spec, _, _) -> Optional.of(spec.origin());
            case Change.Remove _, Change.Keep _, Change.Unknown _ -> Optional.empty();
        };
    }

    /// The fields that differ; a VE that is made or removed is not listed field by field.
    List<FieldChange> fields() {
        return change instanceof Change.Update(_, _, var fields) ? fields : List.of();
    }
}
