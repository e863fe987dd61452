package org.vzgit.reconciler.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.vzgit.kernel.state.ObservedNode;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.schema.DesiredState;

/// How a node stands to its desired state, at one moment. Also the content of the status file.
///
/// @param time of the look at the node
/// @param ves one for each that is wanted here or present here, by veid
public record StatusSnapshot(
        Instant time, String node, Wanted wanted, Counts counts, List<VeStatus> ves) {
    public StatusSnapshot {
        ves = List.copyOf(ves);
    }

    /// @param commit full id, or `directory`
    /// @param errors findings in its documents that keep something from being used
    /// @param waits which newer commit the agent does not take yet, and why
    public record Wanted(
            String commit,
            String author,
            long errors,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<String> waits) {}

    /// @param inSync as wanted
    /// @param pending different, and a plan would change it
    /// @param blocked different, and no plan may change it
    public record Counts(long ves, long running, long inSync, long pending, long blocked) {}

    /// One word for the node.
    public enum Health {
        /// Everything is as wanted.
        CONVERGED,
        /// There are differences that the next apply removes.
        PENDING,
        /// Something needs a person.
        DEGRADED
    }

    @JsonIgnore
    public Health health() {
        if (counts.blocked() > 0 || wanted.errors() > 0) {
            return Health.DEGRADED;
        }
        return counts.pending() > 0 ? Health.PENDING : Health.CONVERGED;
    }

    /// For people: what needs attention stands first.
    public String text() {
        return StatusText.of(this);
    }

    /// @param plan what would have to be done on `live` now
    public static StatusSnapshot of(
            DesiredState desired, ObservedNode live, Plan plan, Instant time) {
        List<VeStatus> ves = VeStatus.all(desired, live, plan);
        return new StatusSnapshot(
                time,
                plan.node().value(),
                new Wanted(
                        plan.revision().id(),
                        plan.revision().author(),
                        desired.diagnostics().stream()
                                .filter(f -> f.severity() == org.vzgit.schema.Severity.ERROR)
                                .count(),
                        Optional.empty()),
                counts(ves),
                ves);
    }

    /// The same, of a node that does not take a newer commit yet.
    public StatusSnapshot waiting(Optional<String> why) {
        Wanted now = new Wanted(wanted.commit(), wanted.author(), wanted.errors(), why);
        return new StatusSnapshot(time, node, now, counts, ves);
    }

    private static Counts counts(List<VeStatus> ves) {
        return new Counts(
                ves.size(),
                ves.stream().filter(ve -> ve.status() == RunStatus.RUNNING).count(),
                ves.stream().filter(VeStatus::inSync).count(),
                ves.stream().filter(VeStatus::pending).count(),
                ves.stream().filter(ve -> !ve.blocked().isEmpty()).count());
    }
}
