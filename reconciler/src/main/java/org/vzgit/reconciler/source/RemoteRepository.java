package org.vzgit.reconciler.source;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.TransportCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.vzgit.reconciler.text.SafeText;

/// What is asked of a server: what its refs are, the objects behind some, and to set one of ours.
///
/// Whatever a server answers is a [SourceFailure], also where JGit does not foresee it: 7.8 has a
/// NullPointerException for one that serves plain files, which would end the agent's look at Git.
final class RemoteRepository {
    /// A server that says nothing for so long will not answer; polls come again anyway.
    private static final int SILENCE_SECONDS_MAX = 20;

    /// The first fetch of a large repository over a slow line; later ones take well under a second.
    private static final Duration FETCH_MAX = Duration.ofMinutes(5);

    /// A snapshot is some MiB at most, and notes are less. Whoever waits for more holds up the
    /// next.
    private static final Duration PUSH_MAX = Duration.ofMinutes(1);

    /// What a server says about a refused ref: the line of a log, and not its page.
    private static final int MESSAGE_MAX = 200;

    private final RepositoryAddress.Remote address;
    private final SourceSettings settings;
    private final Optional<AccessToken> token;

    RemoteRepository(RepositoryAddress.Remote address, SourceSettings settings) {
        this.address = address;
        this.settings = settings;
        this.token = settings.credentials().token().filter(_ -> !address.ssh()).map(this::token);
    }

    /// One round trip: every ref with its object.
    Collection<Ref> refs() throws SourceFailure {
        try {
            return configure(Git.lsRemoteRepository().setRemote(address.url())).call();
        } catch (GitAPIException | RuntimeException failed) {
            throw failure("fetch " + address.url(), failed);
        }
    }

    /// Fetches refs with their whole history into a bare repository; see [HistoryRoot] for why not
    /// shallow.
    void fetch(Repository into, List<RefSpec> refs) throws SourceFailure {
        try (Git git = Git.wrap(into)) {
            configure(
                            git.fetch()
                                    .setRemote(address.url())
                                    .setRefSpecs(refs)
                                    .setTagOpt(TagOpt.NO_TAGS)
                                    .setProgressMonitor(new Deadline(settings.clock(), FETCH_MAX)))
                    .call();
        } catch (GitAPIException | RuntimeException failed) {
            throw failure("fetch " + address.url(), failed);
        }
    }

    /// Sets one ref of the server's to a commit, whatever it was before. Idempotent; no other ref
    /// is touched, and no objects but those of the commit are sent.
    void push(Repository from, ObjectId commit, String ref) throws SourceFailure {
        String attempt = "push " + ref + " to " + address.url();
        try (Git git = Git.wrap(from)) {
            var results =
                    configure(
                                    git.push()
                                            .setRemote(address.url())
                                            .setRefSpecs(
                                                    new RefSpec("+" + commit.name() + ":" + ref))
                                            .setProgressMonitor(
                                                    new Deadline(settings.clock(), PUSH_MAX)))
                            .call();
            for (PushResult result : results) {
                accepted(attempt, ref, result.getRemoteUpdate(ref));
            }
        } catch (GitAPIException | RuntimeException failed) {
            throw failure(attempt, failed);
        }
    }

    /// A server that took the objects may still refuse the ref.
    private void accepted(String attempt, String ref, RemoteRefUpdate update) throws SourceFailure {
        RemoteRefUpdate.Status status = update.getStatus();
        if (status != RemoteRefUpdate.Status.OK && status != RemoteRefUpdate.Status.UP_TO_DATE) {
            String said = sent().hide(String.valueOf(update.getMessage()));
            throw new SourceFailure(
                    SourceFailure.Kind.DENIED,
                    attempt + ": " + status + ", " + SafeText.of(said, MESSAGE_MAX),
                    "let the token or key write " + ref.substring(0, ref.lastIndexOf('/')) + "/*");
        }
    }

    private <C extends TransportCommand<C, ?>> C configure(C command) throws SourceFailure {
        if (address.ssh()) {
            var sessions = new SshSessions(settings.userHome(), settings.credentials());
            command.setTransportConfigCallback(
                    transport -> ((SshTransport) transport).setSshSessionFactory(sessions));
        } else {
            token.ifPresent(command::setCredentialsProvider);
            HttpConnectionFactory connections =
                    new ServerConnections(ServerOrigin.of(uri()), authority());
            command.setTransportConfigCallback(
                    transport -> ((TransportHttp) transport).setHttpConnectionFactory(connections));
        }
        return command.setTimeout(SILENCE_SECONDS_MAX);
    }

    private Optional<PrivateAuthority> authority() throws SourceFailure {
        Optional<Path> file = settings.credentials().authority();
        try {
            return file.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new PrivateAuthority(file.get()));
        } catch (IOException unreadable) {
            throw new SourceFailure(
                    SourceFailure.Kind.DENIED,
                    "trust the authorities in " + file.get() + ": " + unreadable.getMessage(),
                    "put certificates in PEM there",
                    unreadable);
        }
    }

    private SourceFailure failure(String attempt, Exception failed) {
        return RemoteFailure.of(attempt, failed, sent());
    }

    private Redaction sent() {
        return token.map(AccessToken::sent).orElse(Redaction.NONE);
    }

    private AccessToken token(Path file) {
        return new AccessToken(ServerOrigin.of(uri()), file);
    }

    private URIish uri() {
        try {
            return new URIish(address.url());
        } catch (URISyntaxException checkedBefore) {
            throw new IllegalStateException(address.url(), checkedBefore);
        }
    }

    /// Opens the bare repository that caches a URL, or makes it.
    static Repository cache(Path directory) throws IOException {
        Repository repository =
                new FileRepositoryBuilder().setBare().setGitDir(directory.toFile()).build();
        if (!repository.getObjectDatabase().exists()) {
            repository.create(true);
        }
        // JGit packs the cache after some fetches. In the background it would go on after the
        // repository was closed, and log to nowhere.
        repository.getConfig().setBoolean("gc", null, "autoDetach", false);
        return repository;
    }
}
