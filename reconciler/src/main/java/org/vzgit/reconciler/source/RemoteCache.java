package org.vzgit.reconciler.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;

/// Keeps the local copy of a remote repository as new as the server. One question to the server for
/// each poll; objects are fetched only when a ref has moved.
final class RemoteCache {
    /// Where fetched refs stand: out of the way of names that a revision could mean by itself.
    private static final String TRACKED = "refs/vzgit/";

    /// The name that an expression starts from: `main` of `main~2`, `v1` of `v1^{}`.
    private static final Pattern NAME = Pattern.compile("([^~^:@]+|@)(.*)");

    /// An abbreviated or full commit id (Git's own minimum is four digits).
    private static final Pattern ID = Pattern.compile("[0-9a-f]{4,40}");

    /// Git's order of precedence for short names (gitrevisions(7)).
    private static final List<String> PREFIXES =
            List.of("", "refs/", Constants.R_TAGS, Constants.R_HEADS);

    /// What was taken last from each source; no fetch writes here.
    private static final String TAKEN = "refs/vzgit-taken/";

    private final Repository cache;
    private final RemoteRepository remote;
    private final String where;

    RemoteCache(Repository cache, RemoteRepository remote, String where) {
        this.cache = cache;
        this.remote = remote;
        this.where = where;
    }

    /// The commit that an expression names on the server now, with its objects in the cache.
    ObjectId update(String expression) throws IOException, SourceFailure {
        Matcher parts = NAME.matcher(expression);
        if (!parts.matches()) {
            throw LocalRepository.unknown(expression, where, "");
        }
        String name = parts.group(1).equals("@") ? Constants.HEAD : parts.group(1);
        if (ObjectId.isId(name) && has(name)) {
            // A full id never changes its meaning, so there is nothing to ask.
            return LocalRepository.resolve(cache, expression, where);
        }
        Collection<Ref> refs = remote.refs();
        if (refs.isEmpty()) {
            throw LocalRepository.empty(where);
        }
        Optional<Ref> named = named(refs, name);
        if (named.isPresent()) {
            track(named.get());
            return LocalRepository.resolve(
                    cache, tracked(named.get().getName()) + parts.group(2), where);
        }
        return byId(name, expression, refs);
    }

    /// Keeps a commit with all that it needs, whatever becomes of the refs on the server.
    ///
    /// @param name a ref name without slashes
    static void keep(Repository cache, String name, ObjectId commit) throws IOException {
        OwnRef.set(cache, TAKEN + name, commit);
    }

    /// Every ref of the server below a prefix, with its objects in the cache. One question, and at
    /// most one fetch.
    ///
    /// @param prefix ends with `/`
    /// @return what each stands for, by the rest of its name
    SortedMap<String, ObjectId> below(String prefix, int most) throws IOException, SourceFailure {
        SortedMap<String, ObjectId> found = new TreeMap<>();
        List<RefSpec> missing = new ArrayList<>();
        for (Ref ref : remote.refs()) {
            if (ref.getName().startsWith(prefix)) {
                String tracked = tracked(ref.getName());
                Ref have = cache.exactRef(tracked);
                if (have == null || !Objects.equals(have.getObjectId(), ref.getObjectId())) {
                    missing.add(new RefSpec("+" + ref.getName() + ":" + tracked));
                }
                found.put(ref.getName().substring(prefix.length()), ref.getObjectId());
            }
        }
        SnapshotRefs.requireAtMost(found.size(), most, where);
        if (!missing.isEmpty()) {
            remote.fetch(cache, missing);
        }
        return found;
    }

    /// What a ref of the server stands for, with its objects in the cache. One question, and at
    /// most one fetch.
    Optional<ObjectId> one(String ref) throws IOException, SourceFailure {
        for (Ref each : remote.refs()) {
            if (each.getName().equals(ref)) {
                track(each);
                return Optional.ofNullable(each.getObjectId());
            }
        }
        return Optional.empty();
    }

    /// Sets a ref of the server to a commit of the cache, and remembers it as fetched.
    void send(ObjectId commit, String ref) throws IOException, SourceFailure {
        remote.push(cache, commit, ref);
        OwnRef.set(cache, tracked(ref), commit);
    }

    /// What the cache has, without asking the server.
    Optional<ObjectId> offline(String expression) throws IOException {
        Matcher parts = NAME.matcher(expression);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String name = parts.group(1).equals("@") ? Constants.HEAD : parts.group(1);
        for (String prefix : PREFIXES) {
            String ref = tracked(prefix + name);
            if (cache.exactRef(ref) != null) {
                return Optional.ofNullable(cache.resolve(ref + parts.group(2) + "^{commit}"));
            }
        }
        return ID.matcher(name).matches()
                ? Optional.ofNullable(cache.resolve(expression + "^{commit}"))
                : Optional.empty();
    }

    private ObjectId byId(String name, String expression, Collection<Ref> refs)
            throws IOException, SourceFailure {
        if (!ID.matcher(name).matches()) {
            throw LocalRepository.unknown(expression, where, branches(refs));
        }
        if (!has(name)) {
            remote.fetch(
                    cache,
                    List.of(
                            new RefSpec("+refs/heads/*:" + TRACKED + "heads/*"),
                            new RefSpec("+refs/tags/*:" + TRACKED + "tags/*")));
        }
        if (!has(name)) {
            throw LocalRepository.unknown(expression, where, branches(refs));
        }
        return LocalRepository.resolve(cache, expression, where);
    }

    /// JGit resolves a full id without looking whether there is such an object.
    private boolean has(String name) throws IOException {
        ObjectId id = cache.resolve(name);
        return id != null && cache.getObjectDatabase().has(id);
    }

    private void track(Ref ref) throws IOException, SourceFailure {
        String tracked = tracked(ref.getName());
        Ref have = cache.exactRef(tracked);
        if (have == null || !Objects.equals(have.getObjectId(), ref.getObjectId())) {
            remote.fetch(cache, List.of(new RefSpec("+" + ref.getName() + ":" + tracked)));
        }
    }

    private static Optional<Ref> named(Collection<Ref> refs, String name) {
        for (String prefix : PREFIXES) {
            for (Ref ref : refs) {
                if (ref.getName().equals(prefix + name)) {
                    return Optional.of(ref);
                }
            }
        }
        return Optional.empty();
    }

    private static String tracked(String ref) {
        return TRACKED + (ref.startsWith(Constants.R_REFS) ? ref.substring(5) : ref);
    }

    private static String branches(Collection<Ref> refs) {
        return refs.stream()
                .map(Ref::getName)
                .filter(name -> name.startsWith(Constants.R_HEADS))
                .map(Repository::shortenRefName)
                .limit(5)
                .collect(Collectors.joining(", "));
    }
}
