package org.vzgit.reconciler.source;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.util.RawParseUtils;
import org.vzgit.schema.Origin;
import org.vzgit.schema.Revision;

/// Reads commits: finds the repository, the commit in it, and the files of the commit.
final class GitReader {
    private final SourceSettings settings;
    private final RepositoryAccess repositories;
    private final SourceBounds bounds;
    private final Optional<Trust> trust;
    private final Optional<CommitGate> gate;
    private final HistoryRoot roots = new HistoryRoot();
    private final NoteRefs notes;
    private volatile Set<String> heeded = Set.of();

    GitReader(SourceSettings settings, SourceBounds bounds, Optional<Trust> trust) {
        this.settings = settings;
        this.repositories = new RepositoryAccess(settings);
        this.bounds = bounds;
        this.trust = trust;
        this.gate = trust.map(CommitGate::new);
        this.notes = new NoteRefs(settings);
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

    /// The commit that was taken last, without asking the server.
    ///
    /// @return empty when none was, or when it is gone from a repository that is not ours to keep
    Optional<Snapshot> openLastTaken(SourceLocation.Repository location) throws SourceFailure {
        Optional<ObjectId> last = gate().lastTaken(location);
        if (last.isEmpty()) {
            return Optional.empty();
        }
        return repositories.within(
                location,
                (_, repository) ->
                        repository.getObjectDatabase().has(last.get())
                                ? Optional.of(read(repository, last.get(), location))
                                : Optional.empty());
    }

    /// The id of the commit that was taken last, whether it is still there or not.
    Optional<String> lastTaken(SourceLocation.Repository location) throws SourceFailure {
        return gate.isPresent()
                ? gate.get().lastTaken(location).map(ObjectId::name)
                : Optional.empty();
    }

    /// @return whether these are others than before
    boolean heed(Set<String> nodes) {
        Set<String> before = heeded;
        heeded =
                nodes.stream().map(NoteRefs.PREFIX::concat).collect(Collectors.toUnmodifiableSet());
        return !heeded.equals(before);
    }

    Map<String, NoteRefs.Note> told(SourceLocation.Repository location, String node)
            throws SourceFailure {
        return notes.last(location, node);
    }

    List<String> newer(SourceLocation.Repository location, String tip, String known)
            throws SourceFailure {
        return repositories.within(
                location, (_, repository) -> NewerCommits.of(repository, tip, known));
    }

    /// Remembers what was taken, and keeps its objects: once history is rewound on the server
    /// nothing else refers to them.
    void took(SourceLocation.Repository location, Revision revision) throws SourceFailure {
        ObjectId commit = ObjectId.fromString(revision.id());
        gate().took(location, commit);
        repositories.within(
                location,
                (address, repository) -> {
                    if (address instanceof RepositoryAddress.Remote) {
                        RemoteCache.keep(repository, TrustMemory.key(location), commit);
                    }
                    return commit;
                });
    }

    /// A person says that a commit of this source is good, with everything before it.
    ///
    /// @param expression what names the commit
    /// @return its full id
    String accept(SourceLocation.Repository location, String expression) throws SourceFailure {
        var named =
                new SourceLocation.Repository(location.url(), expression, location.subdirectory());
        ObjectId commit =
                repositories.within(
                        location, (address, repository) -> find(address, repository, named));
        gate().accept(location, commit);
        return commit.name();
    }

    Map<Origin, LineAuthor> authors(
            SourceLocation.Repository location, Revision revision, Collection<Origin> lines)
            throws SourceFailure {
        String directory = CommitReader.subdirectory(location);
        String prefix = directory.isEmpty() ? "" : directory + "/";
        return repositories.within(
                location,
                (_, repository) -> {
                    LineHistory history =
                            new LineHistory(
                                    repository,
                                    ObjectId.fromString(revision.id()),
                                    prefix,
                                    trust.map(Trust::signers));
                    Map<Origin, LineAuthor> found = new HashMap<>();
                    for (Origin line : lines) {
                        history.author(line).ifPresent(author -> found.put(line, author));
                    }
                    return found;
                });
    }

    Reversal revert(SourceLocation.Repository location, String expression, String author)
            throws SourceFailure {
        PersonIdent who = RawParseUtils.parsePersonIdent(author);
        var named =
                new SourceLocation.Repository(location.url(), expression, location.subdirectory());
        return repositories.within(
                location,
                (address, repository) -> {
                    ObjectId bad = find(address, repository, named);
                    ObjectId tip = find(address, repository, location);
                    Reverter reverter =
                            new Reverter(
                                    repository,
                                    new PersonIdent(
                                            who == null ? author : who.getName(),
                                            who == null ? "" : who.getEmailAddress(),
                                            settings.clock().instant(),
                                            ZoneOffset.UTC));
                    return reverter.revert(
                            tip,
                            bad,
                            (scratch, made, patch) ->
                                    new Reversal(bad.name(), read(scratch, made, location), patch));
                });
    }

    private CommitGate gate() {
        return gate.orElseThrow(() -> new IllegalStateException("read without trust settings"));
    }

    List<String> trailers(SourceLocation.Repository location, String key) throws SourceFailure {
        return repositories.within(
                location,
                (address, repository) ->
                        CommitTrailers.read(
                                repository, findOffline(address, repository, location), key));
    }

    private Snapshot with(SourceLocation.Repository location, Use use, Find find)
            throws SourceFailure {
        return repositories.within(
                location,
                (address, repository) -> {
                    ObjectId commit = find.commit(address, repository, location);
                    if (gate.isPresent()) {
                        gate.get().check(repository, commit, location);
                    }
                    return use.of(repository, commit);
                });
    }

    private ObjectId find(
            RepositoryAddress address, Repository repository, SourceLocation.Repository location)
            throws IOException, SourceFailure {
        return switch (address) {
            case RepositoryAddress.Local _ ->
                    LocalRepository.resolve(repository, location.revision(), location.url());
            case RepositoryAddress.Remote remote ->
                    repositories.cache(remote, repository).update(location.revision(), heeded);
        };
    }

    private ObjectId findOffline(
            RepositoryAddress address, Repository repository, SourceLocation.Repository location)
            throws IOException, SourceFailure {
        return switch (address) {
            case RepositoryAddress.Local _ -> find(address, repository, location);
            case RepositoryAddress.Remote remote ->
                    repositories
                            .cache(remote, repository)
                            .offline(location.revision())
                            .orElseThrow(() -> neverFetched(location));
        };
    }

    private Snapshot read(
            Repository repository, ObjectId commit, SourceLocation.Repository location)
            throws IOException, SourceFailure {
        return new CommitReader(repository, bounds).read(commit, location, roots);
    }

    private static SourceFailure neverFetched(SourceLocation.Repository location) {
        return new SourceFailure(
                SourceFailure.Kind.UNREACHABLE,
                location.text() + " was never fetched to this node",
                "check the network; the next poll tries again");
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
    private interface Use {
        Snapshot of(Repository repository, ObjectId commit) throws IOException, SourceFailure;
    }
}
