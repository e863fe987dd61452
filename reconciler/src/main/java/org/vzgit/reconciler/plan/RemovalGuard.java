package org.vzgit.reconciler.plan;

import java.util.List;
import java.util.Optional;
import org.vzgit.reconciler.diff.Change;

/// Stands between a repository that lost its documents and the VEs that they described.
final class RemovalGuard {
    private RemovalGuard() {}

    /// Why this plan may not stop or destroy any VE whose document is gone; empty when it may.
    ///
    /// Over budget, none goes, not the first few: an agent plans every few seconds and would have
    /// removed them all after a while.
    static Optional<String> refusal(PlanRequest request, List<Change> changes) {
        long felt =
                changes.stream()
                        .filter(Change.Remove.class::isInstance)
                        .map(Change.Remove.class::cast)
                        .filter(remove -> Removal.of(remove.live(), request.desired()).isFelt())
                        .count();
        if (felt > 0 && request.desired().vesOn(request.node()).isEmpty()) {
            return Optional.of(
                    "no VE at all is desired on node "
                            + request.node()
                            + ", which looks like a mistake; keep one VE, or write state: stopped"
                            + " and deletion");
        }
        if (felt > request.removalBudget()) {
            return Optional.of(
                    felt
                            + " VEs lost their documents and the removalBudget of node "
                            + request.node()
                            + " is "
                            + request.removalBudget()
                            + "; raise it, or remove fewer at once");
        }
        return Optional.empty();
    }
}
