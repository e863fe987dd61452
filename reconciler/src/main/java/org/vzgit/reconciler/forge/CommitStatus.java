package org.vzgit.reconciler.forge;

import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.vzgit.reconciler.apply.Applied;
import org.vzgit.reconciler.apply.Outcome;
import org.vzgit.reconciler.loop.PassResult;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.PlanFilter;
import org.vzgit.reconciler.source.CommitState;
import org.vzgit.reconciler.text.SafeText;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// What a node says about a commit. Names and counts only: messages of the kernel may show what a
/// forge's readers need not know.
///
/// @param commit its full id
/// @param description at most [#DESCRIPTION_MAX] characters
record CommitStatus(String commit, CommitState state, String description) {
    /// GitHub refuses more; GitLab and Gitea take 255.
    static final int DESCRIPTION_MAX = 140;

    /// So many VEs are named; the others are counted.
    static final int NAMED_MAX = 4;

    private static final Pattern FULL_ID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

    CommitStatus {
        description = bounded(SafeText.of(description));
    }

    /// Of a node that begins to apply a commit.
    ///
    /// @return empty for a directory, which no forge knows
    static Optional<CommitStatus> beginning(Plan plan) {
        return of(
                plan.revision().id(),
                CommitState.PENDING,
                "applies " + counted(plan.steps().size(), "operation"));
    }

    /// Of a node after a pass.
    static Optional<CommitStatus> after(PassResult result) {
        DesiredState wanted = result.desired().state();
        String commit = wanted.revision().id();
        NavigableSet<VeId> troubled = troubled(result);
        List<Blocked> refused =
                result.remaining().blocked().stream()
                        .filter(item -> !waits(item.reason()))
                        .toList();
        if (!troubled.isEmpty()) {
            List<String> names = troubled.stream().map(veid -> name(wanted, veid)).toList();
            return of(commit, CommitState.FAILURE, "failed, is tried again: " + list(names));
        }
        if (result.applied().filter(CommitStatus::hasFailed).isPresent()) {
            return of(commit, CommitState.FAILURE, "a template could not be built");
        }
        if (!refused.isEmpty()) {
            return of(commit, CommitState.FAILURE, "cannot be done: " + list(names(refused)));
        }
        if (!result.remaining().blocked().isEmpty()) {
            List<String> names = names(result.remaining().blocked());
            return of(commit, CommitState.PENDING, "waits: " + list(names));
        }
        int left = result.remaining().steps().size();
        return left > 0
                ? of(commit, CommitState.PENDING, counted(left, "operation") + " left to do")
                : of(commit, CommitState.SUCCESS, "as this commit wants it");
    }

    private static Optional<CommitStatus> of(String commit, CommitState state, String text) {
        return FULL_ID.matcher(commit).matches()
                ? Optional.of(new CommitStatus(commit, state, text))
                : Optional.empty();
    }

    /// What failed just now, and what still differs because it failed before.
    private static NavigableSet<VeId> troubled(PassResult result) {
        NavigableSet<VeId> troubled = new TreeSet<>();
        result.remaining().steps().forEach(step -> PlanFilter.veOf(step).ifPresent(troubled::add));
        troubled.retainAll(result.backingOff());
        result.applied().ifPresent(applied -> troubled.addAll(applied.troubled()));
        return troubled;
    }

    /// Other than by being superseded, which skips.
    private static boolean hasFailed(Applied applied) {
        return applied.outcomes().values().stream()
                .anyMatch(outcome ->
                        switch (outcome) {
                            case Outcome.Failed _ -> true;
                            case Outcome.NotVerified _ -> true;
                            case Outcome.Done _ -> false;
                            case Outcome.Skipped _ -> false;
                        });
    }

    /// Whether time alone, or another VE, can end this.
    private static boolean waits(Blocked.Reason reason) {
        return switch (reason) {
            case SUSPENDED, FREEZE_WINDOW, ROLLOUT -> true;
            case NOT_SUPPORTED_YET,
                    NOT_ON_THIS_KERNEL,
                    NOT_ALLOWED,
                    FOREIGN,
                    PROTECTED,
                    FROZEN,
                    RECREATE,
                    NO_ROOM,
                    CLONE_SOURCE,
                    ADDRESS_TAKEN,
                    FIGHT ->
                    false;
        };
    }

    private static List<String> names(Collection<Blocked> blocked) {
        return blocked.stream().map(Blocked::name).distinct().toList();
    }

    private static String name(DesiredState wanted, VeId veid) {
        VeSpec spec = wanted.ves().get(veid);
        return spec == null ? veid.toString() : spec.name().toString();
    }

    private static String list(List<String> names) {
        String some = String.join(", ", names.subList(0, Math.min(NAMED_MAX, names.size())));
        int more = names.size() - NAMED_MAX;
        return counted(names.size(), "VE")
                + ", "
                + some
                + (more > 0 ? " and " + more + " more" : "");
    }

    private static String counted(int count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String bounded(String text) {
        if (text.length() <= DESCRIPTION_MAX) {
            return text;
        }
        int end = DESCRIPTION_MAX - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
                + "…";
    }
}
