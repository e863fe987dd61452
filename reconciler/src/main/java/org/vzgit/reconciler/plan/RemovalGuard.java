package org.vzgit.reconciler.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vzgit.reconciler.diff.Change;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.RemovalBudget;

/// Stands between a repository that lost its documents and the VEs that they described.
final class RemovalGuard {
    private RemovalGuard() {}

    /// Why this plan may not stop or destroy any VE whose document is gone; empty when it may.
    ///
    /// Over budget, none goes, not the first few: an agent plans every few seconds and would have
    /// removed them all after a while.
    static Optional<String> refusal(PlanRequest request, List<Change> changes) {
        List<Removal> felt =
                changes.stream()
                        .filter(Change.Remove.class::isInstance)
                        .map(Change.Remove.class::cast)
                        .map(remove -> Removal.of(remove.live(), request.desired()))
                        .filter(Removal::isFelt)
                        .toList();
        if (!felt.isEmpty() && request.desired().vesOn(request.node()).isEmpty()) {
            return Optional.of(
                    "no VE at all is desired on node "
                            + request.node()
                            + ", which looks like a mistake; keep one VE, or write state: stopped"
                            + " and deletion");
        }
        long here = changes.stream().filter(change -> !(change instanceof Change.Create)).count();
        RemovalBudget budget = request.safety().removals();
        return felt.size() > budget.among(here)
                ? Optional.of(overBudget(felt, budget, request.node()))
                : Optional.empty();
    }

    /// A VE that moved to another node has its document still, and whoever reads that it lost it
    /// looks for a mistake that is not there.
    private static String overBudget(List<Removal> felt, RemovalBudget budget, NodeName node) {
        long moved = felt.stream().filter(removal -> removal.elsewhere().isPresent()).count();
        long lost = felt.size() - moved;
        String what =
                Stream.of(
                                count(lost, "lost its document", "lost their documents"),
                                count(moved, "moved to another node", "moved to other nodes"))
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" and "));
        return what
                + " and the removalBudget of node "
                + node
                + " is "
                + budget
                + "; raise it, or remove fewer at once";
    }

    private static String count(long ves, String one, String many) {
        if (ves == 0) {
            return "";
        }
        return ves == 1 ? "1 VE " + one : ves + " VEs " + many;
    }
}
