package org.vzgit.reconciler.forge;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.vzgit.reconciler.loop.PassResult;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.source.CommitState;
import org.vzgit.reconciler.source.NoteRefs;
import org.vzgit.reconciler.source.SourceLocation;
import org.vzgit.reconciler.source.TokenFile;
import org.vzgit.schema.NodeName;

/// Tells a forge, or the repository, how a node gets on with its commits: a status for each commit
/// and node, and only when it becomes another.
///
/// A commit that was a success or a failure is not pending again: healing drift is no news of it.
public final class StatusReporter implements AutoCloseable {
    /// GitHub takes 1,000 for a commit and a context. A VE that falls and is healed again and again
    /// stays below that.
    static final int CHANGES_MAX = 100;

    private final Outbox outbox;
    private final AutoCloseable client;
    private Optional<CommitStatus> told;
    private int changes;

    StatusReporter(Outbox outbox, Optional<CommitStatus> told, AutoCloseable client) {
        this.outbox = outbox;
        this.told = told;
        this.client = client;
    }

    /// @param memory a file of the node's, for what was told last
    public static StatusReporter open(
            ForgeProject project, NodeName node, TokenFile token, Path memory, ForgeLog log) {
        StatusPost post = new StatusPost(project, node.value(), token, StatusPost.ANSWER_MAX);
        ToldStatus told = new ToldStatus(memory, project.url());
        return of(post, new Trouble("commit status", log), told, post);
    }

    /// As notes in a repository.
    ///
    /// @param memory a file of the node's, for what was told last
    public static StatusReporter notes(
            NoteRefs notes,
            SourceLocation.Repository repository,
            NodeName node,
            Path memory,
            ForgeLog log) {
        StatusNote note =
                new StatusNote(
                        one -> notes.add(repository, node.value(), one), InstantSource.system());
        ToldStatus told = new ToldStatus(memory, repository.url());
        return of(note, new Trouble("commit note", log), told, () -> {});
    }

    private static StatusReporter of(
            Delivery delivery, Trouble trouble, ToldStatus told, AutoCloseable client) {
        Outbox outbox = new Outbox(delivery, Outbox::delay, trouble, told::write);
        return new StatusReporter(outbox, told.read(), client);
    }

    /// A plan is about to be applied.
    void applying(Plan plan) {
        CommitStatus.beginning(plan).ifPresent(this::tell);
    }

    /// A pass has ended.
    void passed(PassResult result) {
        CommitStatus.after(result).ifPresent(this::tell);
    }

    /// A person asked to try again: also what the forge refused, since its token or address may be
    /// right by now.
    void asked() {
        outbox.again();
    }

    private synchronized void tell(CommitStatus now) {
        Optional<CommitStatus> same = told.filter(last -> last.commit().equals(now.commit()));
        if (same.filter(last -> !isNews(last.state(), now.state())).isPresent()) {
            return;
        }
        changes = same.isPresent() ? changes + 1 : 1;
        told = Optional.of(now);
        if (changes <= CHANGES_MAX) {
            outbox.put(now);
        }
    }

    private static boolean isNews(CommitState last, CommitState now) {
        return switch (now) {
            case PENDING -> false;
            case SUCCESS, FAILURE -> last != now;
        };
    }

    @Override
    public void close() {
        outbox.close();
        try {
            client.close();
        } catch (Exception _) {
            // The process ends, and with it its connections.
        }
    }
}
