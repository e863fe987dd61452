package org.vzgit.reconciler.saved;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.text.VeNames;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.Revision;
import org.vzgit.schema.VeId;

/// A plan as it was when somebody looked at it.
///
/// It is a claim and not a program: nothing in it is ever executed. To apply it, the node is
/// planned anew from the same commit, and what comes out must be what is written here, operation by
/// operation with the value that each would replace. A file that was changed, or made to do harm,
/// can therefore only be refused.
///
/// @param repository the id of the desired state, as owner marks have it
/// @param steps in their order
public record SavedPlan(
        NodeName node,
        SavedSource source,
        String repository,
        Revision revision,
        List<SavedStep> steps) {
    public SavedPlan {
        steps = List.copyOf(steps);
    }

    public static SavedPlan of(Plan plan, SavedSource source, String repository) {
        VeNames names = VeNames.of(plan);
        return new SavedPlan(
                plan.node(),
                source,
                repository,
                plan.revision(),
                plan.steps().stream().map(step -> SavedStep.of(step, names)).toList());
    }

    /// Reads what [#json] wrote.
    ///
    /// @throws IllegalArgumentException with what is wrong with the text
    public static SavedPlan parse(String json) {
        return SavedPlanText.parse(json);
    }

    /// As `saved-plan.v1.schema.json` has it, with a newline at its end.
    public String json() {
        return SavedPlanText.of(this);
    }

    /// The part of a plan that is about the same VEs. What else the node needs by now is another
    /// plan's work.
    public Plan partOf(Plan now) {
        return PlanPart.of(now, ves());
    }

    /// Why it may not be applied any more; empty when everything is as it was.
    ///
    /// @param part of a plan that was made now, for the same commit
    public List<String> differences(Plan part) {
        VeNames names = VeNames.of(part);
        return Differences.between(
                steps, part.steps().stream().map(step -> SavedStep.of(step, names)).toList());
    }

    private Set<VeId> ves() {
        return steps.stream()
                .flatMap(step -> step.veid().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
