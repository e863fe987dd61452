package org.vzgit.reconciler.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/// What each node uses, beside the desired state in the same repository:
/// `refs/vzgit/snapshots/NODE` is one commit without parents that has one file. Each publication
/// replaces the commit, so history does not grow, and clones do not fetch it unless they ask.
public final class SnapshotRefs {
    static final String PREFIX = "refs/vzgit/snapshots/";
    static final String FILE = "snapshot.json";

    /// A node with 10,000 VEs and all their counters is about 8 MiB.
    public static final int BYTES_MAX = 16 << 20;

    /// Ten times the largest installation known. Anybody who may push can make refs.
    static final int NODES_MAX = 1_000;

    /// All together, as they are held in memory: a review runs in a small job of a CI system.
    static final long TOTAL_BYTES_MAX = 128L << 20;

    private final SourceSettings settings;
    private final RepositoryAccess repositories;

    public SnapshotRefs(SourceSettings settings) {
        this.settings = settings;
        this.repositories = new RepositoryAccess(settings);
    }

    /// The name of a node's ref.
    public static String of(String node) {
        return PREFIX + node;
    }

    /// Replaces what the repository says about a node. Given up once the server is silent for as
    /// long as a fetch may be, and after a minute wherever JGit asks whether to go on.
    public void publish(SourceLocation.Repository location, String node, String json)
            throws SourceFailure {
        String ref = OwnRef.named(PREFIX, node);
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(FILE, json.getBytes(StandardCharsets.UTF_8));
        var commit = new LoneCommit("What this node uses\n", settings.clock().instant(), files);
        repositories.within(
                location,
                (address, repository) -> {
                    switch (address) {
                        case RepositoryAddress.Local _ -> commit.store(repository, ref);
                        case RepositoryAddress.Remote remote -> push(remote, ref, commit);
                    }
                    return ref;
                });
    }

    /// What the repository says about its nodes.
    ///
    /// @return by the names of the nodes as their refs have them; whether the texts agree is for
    ///   the caller to see
    public SortedMap<String, String> read(SourceLocation.Repository location) throws SourceFailure {
        return repositories.within(
                location,
                (address, repository) -> {
                    SortedMap<String, ObjectId> commits =
                            switch (address) {
                                case RepositoryAddress.Local _ -> here(repository, location.url());
                                case RepositoryAddress.Remote remote ->
                                        repositories
                                                .cache(remote, repository)
                                                .below(PREFIX, NODES_MAX);
                            };
                    return texts(repository, commits);
                });
    }

    static void requireAtMost(int found, int most, String where) throws SourceFailure {
        if (found > most) {
            throw new SourceFailure(
                    SourceFailure.Kind.TOO_LARGE,
                    where + " has " + found + " refs below " + PREFIX + ", more than " + most,
                    "delete those of nodes that are gone");
        }
    }

    /// From memory: the cache on disk would keep every snapshot that was ever sent.
    private void push(RepositoryAddress.Remote remote, String ref, LoneCommit commit)
            throws IOException, SourceFailure {
        try (Repository memory = new InMemoryRepository(new DfsRepositoryDescription("snapshot"))) {
            repositories.server(remote).push(memory, commit.insert(memory), ref);
        }
    }

    private static SortedMap<String, ObjectId> here(Repository repository, String where)
            throws IOException, SourceFailure {
        SortedMap<String, ObjectId> found = new TreeMap<>();
        for (Ref ref : repository.getRefDatabase().getRefsByPrefix(PREFIX)) {
            found.put(ref.getName().substring(PREFIX.length()), ref.getObjectId());
        }
        requireAtMost(found.size(), NODES_MAX, where);
        return found;
    }

    private static SortedMap<String, String> texts(
            Repository repository, SortedMap<String, ObjectId> commits)
            throws IOException, SourceFailure {
        SortedMap<String, String> texts = new TreeMap<>();
        long total = 0;
        try (RevWalk walk = new RevWalk(repository)) {
            for (var entry : commits.entrySet()) {
                String ref = of(entry.getKey());
                byte[] bytes = blob(repository, ref, walk.parseTree(entry.getValue()).getId());
                total += bytes.length;
                if (total > TOTAL_BYTES_MAX) {
                    throw tooLarge("refs below " + PREFIX, TOTAL_BYTES_MAX);
                }
                texts.put(entry.getKey(), new String(bytes, StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    private static byte[] blob(Repository repository, String ref, ObjectId tree)
            throws IOException, SourceFailure {
        try (TreeWalk walk = TreeWalk.forPath(repository, FILE, tree)) {
            if (walk == null || !FileMode.REGULAR_FILE.equals(walk.getRawMode(0))) {
                throw new SourceFailure(
                        SourceFailure.Kind.MALFORMED,
                        ref + " has no file " + FILE,
                        "delete it: git push origin :" + ref);
            }
            ObjectLoader loader = repository.open(walk.getObjectId(0), Constants.OBJ_BLOB);
            if (loader.getSize() > BYTES_MAX) {
                throw tooLarge(ref, BYTES_MAX);
            }
            return loader.getBytes(BYTES_MAX);
        }
    }

    private static SourceFailure tooLarge(String what, long most) {
        return new SourceFailure(
                SourceFailure.Kind.TOO_LARGE,
                what + ": more than " + most + " bytes",
                "delete what no node of yours wrote");
    }
}
