package org.vzgit.reconciler.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.vzgit.kernel.op.DestroyPrivateArea;
import org.vzgit.kernel.op.Launch;
import org.vzgit.kernel.op.StopVe;
import org.vzgit.kernel.op.VeOperation;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;
import org.vzgit.kernel.state.PrivateArea;
import org.vzgit.kernel.state.Reading;
import org.vzgit.reconciler.diff.Change;
import org.vzgit.reconciler.diff.FieldChange;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.schema.Origin;
import org.vzgit.schema.VeId;

/// One VE of a plan with steps, under the heading where a reader looks for it.
///
/// @param weight taken from the steps as well as the fields: stopping a VE counts as such even
///   where its field changes while it runs
record PlannedVe(Change change, Weight weight) {

    private static final Comparator<PlannedVe> BY_DANGER =
            Comparator.comparing(PlannedVe::weight).thenComparing(ve -> ve.change().veid());

    /// The VEs that the plan touches, the most dangerous first.
    static List<PlannedVe> allOf(Plan plan) {
        Map<VeId, Set<Class<?>>> operations = operationsOf(plan.steps());
        List<PlannedVe> ves = new ArrayList<>();
        for (Change change : plan.changes()) {
            Set<Class<?>> kinds = operations.get(change.veid());
            if (kinds != null) {
                weigh(change, kinds).ifPresent(weight -> ves.add(new PlannedVe(change, weight)));
            }
        }
        ves.sort(BY_DANGER);
        return ves;
    }

    private static Map<VeId, Set<Class<?>>> operationsOf(List<Step> steps) {
        Map<VeId, Set<Class<?>>> kinds = new TreeMap<>();
        for (Step step : steps) {
            if (step.operation() instanceof VeOperation operation) {
                kinds.computeIfAbsent(operation.veid(), _ -> new HashSet<>())
                        .add(operation.getClass());
            }
        }
        return kinds;
    }

    private static Optional<Weight> weigh(Change change, Set<Class<?>> kinds) {
        return switch (change) {
            case Change.Create _ -> Optional.of(Weight.CREATE);
            case Change.Update update -> Optional.of(weigh(update.fields(), kinds));
            case Change.Remove _ ->
                    Optional.of(
                            kinds.contains(DestroyPrivateArea.class)
                                    ? Weight.DESTROY
                                    : Weight.STOP);
            case Change.Keep _, Change.Unknown _ -> Optional.empty();
        };
    }

    private static Weight weigh(List<FieldChange> fields, Set<Class<?>> kinds) {
        if (kinds.contains(StopVe.class)) {
            return kinds.contains(Launch.class) ? Weight.RESTART : Weight.STOP;
        }
        return fields.stream()
                .map(field -> Weight.of(field.disruption()))
                .min(Comparator.naturalOrder())
                .orElse(Weight.LIVE);
    }

    String name() {
        return switch (change) {
            case Change.Create(var spec, _) -> spec.name().value();
            case Change.Update(var spec, _, _) -> spec.name().value();
            case Change.Remove(var live) -> remembered(live);
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

    /// The name that the owner mark remembers; the veid where the mark cannot tell.
    private static String remembered(ObservedVe live) {
        return live.privateArea()
                .toOptional()
                .map(PrivateArea::mark)
                .flatMap(Reading::toOptional)
                .map(OwnerMark::name)
                .map(Object::toString)
                .orElse(live.veid().toString());
    }
}
