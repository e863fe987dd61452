package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.saved.SavedPlan;
import org.vzgit.reconciler.saved.SavedSource;
import org.vzgit.reconciler.source.SourceLocation;

/// Saved plans as files, and the way from one to what it may do now.
final class SavedPlans {
    /// 20,000 steps of a few hundred bytes.
    static final int BYTES_MAX = 32 << 20;

    private SavedPlans() {}

    static void write(Path file, Target target, Plan plan) throws CommandFailure {
        OwnFile.write(
                file,
                SavedPlan.of(plan, source(target.aim().location()), target.repository()).json());
    }

    static SavedPlan read(Path file) throws CommandFailure {
        try {
            return SavedPlan.parse(OwnFile.read(file, BYTES_MAX));
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(
                    ExitCode.INVALID_INPUT,
                    "read "
                            + file
                            + ": not a saved plan: "
                            + wrong.getMessage()
                            + "; make one with: vzgit plan --out "
                            + file,
                    wrong);
        } catch (IOException failure) {
            throw new CommandFailure(
                    ExitCode.TOOL_FAILED, "read " + file + ": " + failure.getMessage(), failure);
        }
    }

    /// The options that led to the plan, as if they were given again.
    static TargetOptions options(SavedPlan saved) {
        TargetOptions options = new TargetOptions();
        SavedSource source = saved.source();
        switch (source.kind()) {
            case DIRECTORY -> options.source.directory = Optional.of(Path.of(source.place()));
            case REPOSITORY -> {
                options.source.repository = Optional.of(source.place());
                options.source.revision = Optional.of(source.revision());
                options.source.subdirectory =
                        Optional.of(source.subdirectory()).filter(name -> !name.isEmpty());
            }
        }
        options.node = Optional.of(saved.node().value());
        return options;
    }

    /// Refuses a plan whose desired state has moved on.
    static void check(SavedPlan saved, Target target) throws CommandFailure {
        String now = target.desired().revision().id();
        if (!now.equals(saved.revision().id())) {
            throw stale(
                    List.of(
                            saved.source().revision()
                                    + " was commit "
                                    + saved.revision().shortId()
                                    + " and is "
                                    + target.desired().revision().shortId()
                                    + " now"));
        }
        if (!target.repository().equals(saved.repository())) {
            throw stale(List.of(saved.source().place() + " is another repository now"));
        }
    }

    /// What the saved plan does, from the node as it is.
    ///
    /// @param now a plan of the whole node
    /// @throws CommandFailure when that is not what was saved
    static Plan check(SavedPlan saved, Plan now) throws CommandFailure {
        Plan part = saved.partOf(now);
        List<String> differences = saved.differences(part);
        if (!differences.isEmpty()) {
            throw stale(differences);
        }
        return part;
    }

    private static CommandFailure stale(List<String> reasons) {
        return new CommandFailure(
                ExitCode.STALE_PLAN,
                "the saved plan is stale, and nothing was done:\n  "
                        + String.join("\n  ", reasons)
                        + "\nPlan again: vzgit plan --out FILE");
    }

    private static SavedSource source(SourceLocation location) {
        return switch (location) {
            case SourceLocation.Directory(Path path) ->
                    new SavedSource(SavedSource.Kind.DIRECTORY, path.toString(), "", "");
            case SourceLocation.Repository repository ->
                    new SavedSource(
                            SavedSource.Kind.REPOSITORY,
                            repository.url(),
                            repository.revision(),
                            repository.subdirectory());
        };
    }
}
