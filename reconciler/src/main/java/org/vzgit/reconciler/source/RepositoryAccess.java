package org.vzgit.reconciler.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.UUID;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Repository;

/// Opens the repository of a location: itself where it is on this machine, else its cache here.
///
/// @param settings where the caches are, and with what servers are asked
record RepositoryAccess(SourceSettings settings) {
    RepositoryAccess {
        IsolatedGit.install();
    }

    /// @throws SourceFailure also for whatever the work finds missing or cannot read
    <T> T within(SourceLocation.Repository location, Work<T> work) throws SourceFailure {
        RepositoryAddress address = RepositoryAddress.parse(location.url());
        try (Repository repository = repository(address)) {
            return work.in(address, repository);
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

    RemoteCache cache(RepositoryAddress.Remote remote, Repository repository) {
        return new RemoteCache(repository, server(remote), remote.url());
    }

    RemoteRepository server(RepositoryAddress.Remote remote) {
        return new RemoteRepository(remote, settings);
    }

    private Repository repository(RepositoryAddress address) throws IOException, SourceFailure {
        return switch (address) {
            case RepositoryAddress.Local local -> LocalRepository.open(local.path());
            case RepositoryAddress.Remote remote ->
                    RemoteRepository.cache(cacheDirectory(remote.url()));
        };
    }

    /// A directory for each URL. A digest, because URLs have characters that paths cannot have.
    private Path cacheDirectory(String url) {
        byte[] bytes = url.getBytes(StandardCharsets.UTF_8);
        return settings.cache().resolve(UUID.nameUUIDFromBytes(bytes) + ".git");
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
    interface Work<T> {
        T in(RepositoryAddress address, Repository repository) throws IOException, SourceFailure;
    }
}
