package org.vzgit.reconciler.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/// Reads commits: finds the repository, the commit in it, and the files of the commit.
final class GitReader {
    private final SourceSettings settings;
    private final SourceBounds bounds;
    private final HistoryRoot roots = new HistoryRoot();

    GitReader(SourceSettings settings, SourceBounds bounds) {
        IsolatedGit.install();
        this.settings = settings;
        this.bounds = bounds;
    }

    Snapshot open(SourceLocation.Repository location) throws SourceFailure {
        return with(
                location, (repository, commit) -> read(repository, commit, location), this::find);
    }

    Snapshot refresh(SourceLocation.Repository location, Snapshot last) throws SourceFailure {
        return with(
                location,
                (repository, commit) ->
                        commit.name().equals(last.revision().id())
                                ? last
                                : read(repository, commit, location),
                this::find);
    }

    Snapshot openOffline(SourceLocation.Repository location) throws SourceFailure {
        return with(
                location,
                (repository, commit) -> read(repository, commit, location),
                this::findOffline);
    }

    List<String> trailers(SourceLocation.Repository location, String key) throws SourceFailure {
        return with(
                location,
                (repository, commit) -> CommitTrailers.read(repository, commit, key),
                this::findOffline);
    }

    private <T> T with(SourceLocation.Repository location, Use<T> use, Find find)
            throws SourceFailure {
        RepositoryAddress address = RepositoryAddress.parse(location.url());
        try (Repository repository = repository(address)) {
            return use.of(repository, find.commit(address, repository, location));
        } catch (MissingObjectException missing) {
            throw new SourceFailure(
                    SourceFailure.Kind.MALFORMED,
                    location.text() + ": object " + missing.getObjectId().name() + " is missing",
                    "check the repository with: git fsck",
                    missing);
        } catch (IOException failed) {
            throw unreadable(location, failed);
        }
    }

    private Repository repository(RepositoryAddress address) throws IOException, SourceFailure {
        return switch (address) {
            case RepositoryAddress.Local local -> LocalRepository.open(local.path());
            case RepositoryAddress.Remote remote ->
                    RemoteRepository.cache(cacheDirectory(remote.url()));
        };
    }

    private ObjectId find(
            RepositoryAddress address, Repository repository, SourceLocation.Repository location)
            throws IOException, SourceFailure {
        return switch (address) {
            case RepositoryAddress.Local _ ->
                    LocalRepository.resolve(repository, location.revision(), location.url());
            case RepositoryAddress.Remote remote ->
                    cache(remote, repository).update(location.revision());
        };
    }

    private ObjectId findOffline(
            RepositoryAddress address, Repository repository, SourceLocation.Repository location)
            throws IOException, SourceFailure {
        return switch (address) {
            case RepositoryAddress.Local _ -> find(address, repository, location);
            case RepositoryAddress.Remote remote ->
                    cache(remote, repository)
                            .offline(location.revision())
                            .orElseThrow(() -> neverFetched(location));
        };
    }

    private RemoteCache cache(RepositoryAddress.Remote remote, Repository repository) {
        return new RemoteCache(repository, new RemoteRepository(remote, settings), remote.url());
    }

    private Snapshot read(
            Repository repository, ObjectId commit, SourceLocation.Repository location)
            throws IOException, SourceFailure {
        return new CommitReader(repository, bounds).read(commit, location, roots);
    }

    /// A directory for each URL. A digest, because URLs have characters that paths cannot have.
    private Path cacheDirectory(String url) {
        byte[] bytes = url.getBytes(StandardCharsets.UTF_8);
        return settings.cache().resolve(UUID.nameUUIDFromBytes(bytes) + ".git");
    }

    private static SourceFailure neverFetched(SourceLocation.Repository location) {
        return new SourceFailure(
                SourceFailure.Kind.UNREACHABLE,
                location.text() + " was never fetched to this node",
                "check the network; the next poll tries again");
    }

    private static SourceFailure unreadable(
            SourceLocation.Repository location, IOException failed) {
        boolean denied = failed instanceof AccessDeniedException;
        return new SourceFailure(
                denied ? SourceFailure.Kind.DENIED : SourceFailure.Kind.MALFORMED,
                "read " + location.text() + ": " + failed.getMessage(),
                denied ? "check the permissions, or run as root" : "check it with: git fsck",
                failed);
    }

    @FunctionalInterface
    private interface Find {
        ObjectId commit(
                RepositoryAddress address,
                Repository repository,
                SourceLocation.Repository location)
                throws IOException, SourceFailure;
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(Repository repository, ObjectId commit) throws IOException, SourceFailure;
    }
}
