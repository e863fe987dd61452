package org.vzgit.reconciler.cli;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.vzgit.reconciler.review.AllowedCuts;
import org.vzgit.reconciler.review.NodeSnapshot;
import org.vzgit.reconciler.review.Rendering;
import org.vzgit.reconciler.review.Review;
import org.vzgit.reconciler.review.ReviewFormat;
import org.vzgit.reconciler.review.ReviewRequest;
import org.vzgit.reconciler.review.Reviewer;
import org.vzgit.reconciler.source.DesiredSource;
import org.vzgit.reconciler.source.Snapshot;
import org.vzgit.reconciler.source.SnapshotRefs;
import org.vzgit.reconciler.source.SourceFailure;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.reconciler.source.SourceSettings;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.NodeName;
import org.vzgit.schema.document.DesiredStateReader;

/// `plan --base A --head B`: reads two revisions and nothing else. It is given no port of this
/// machine, so it cannot look at a kernel, let alone change one.
final class OfflinePlan {
    private final Console console;
    private final Globals globals;
    private final TargetOptions options;
    private final ReviewOptions review;
    private final SourceSettings settings;
    private final DesiredSource source;
    private final DesiredStateReader reader = DesiredStateReader.ofNeighbours();

    OfflinePlan(Console console, Globals globals, TargetOptions options, ReviewOptions review) {
        this.console = console;
        this.globals = globals;
        this.options = options;
        this.review = review;
        this.settings =
                SourceAccess.of(globals.home(), console.surroundings().variables()).settings();
        this.source = new DesiredSource(settings);
    }

    ExitCode run(ReviewFormat format) throws CommandFailure {
        review.check(options.source);
        SourceLocation to = review.head(options.source);
        DesiredState base = read(review.base(options.source));
        DesiredState head = read(to);
        ReviewRequest request =
                new ReviewRequest(base, head, nodes(base, head), snapshots(), allowed(to));
        Review found = Reviewer.review(request);
        console.print(rendering().of(found, format));
        if (format != ReviewFormat.TEXT && found.isInvalid()) {
            Findings.warn(head, console);
        }
        return Verdict.of(found);
    }

    private Rendering rendering() {
        String scope = options.node.or(() -> options.source.subdirectory).orElse("");
        return new Rendering(
                console.palette(globals.color),
                InstantSource.system().instant(),
                scope,
                review.prefix(options.source),
                review.maxBytes);
    }

    private DesiredState read(SourceLocation location) throws CommandFailure {
        try {
            Snapshot snapshot = source.open(location);
            return snapshot.complete(reader.read(snapshot.revision(), snapshot.files()));
        } catch (SourceFailure failure) {
            throw CommandFailure.of(failure);
        }
    }

    private List<NodeSnapshot> snapshots() throws CommandFailure {
        List<NodeSnapshot> all = new ArrayList<>(SnapshotFiles.read(review.snapshots));
        if (review.snapshotRefs) {
            all.addAll(
                    PublishedSnapshots.read(
                            new SnapshotRefs(settings), ReviewOptions.published(options.source)));
        }
        return all;
    }

    private AllowedCuts allowed(SourceLocation head) throws CommandFailure {
        try {
            return review.knowsUse()
                    ? AllowedCuts.of(source.trailers(head, AllowedCuts.TRAILER))
                    : AllowedCuts.NONE;
        } catch (SourceFailure failure) {
            throw CommandFailure.of(failure);
        }
    }

    /// The one that was asked for; none stands for all.
    private SortedSet<NodeName> nodes(DesiredState base, DesiredState head) throws CommandFailure {
        Optional<NodeName> asked = options.nodeName();
        if (asked.isEmpty()) {
            return Collections.emptySortedSet();
        }
        SortedSet<NodeName> known = new TreeSet<>();
        for (DesiredState state : List.of(base, head)) {
            known.addAll(state.nodes().keySet());
            state.ves().values().forEach(spec -> known.add(spec.node()));
        }
        if (!known.contains(asked.get())) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "neither revision has a node " + asked.get() + "; known: " + known);
        }
        return new TreeSet<>(List.of(asked.get()));
    }
}
