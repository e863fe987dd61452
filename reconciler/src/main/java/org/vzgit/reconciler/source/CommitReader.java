package org.vzgit.reconciler.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.vzgit.reconciler.text.SafeText;
import org.vzgit.schema.Revision;

/// Reads the documents of one commit straight from the object store. No work tree is needed or
/// looked at: what runs is what was committed.
final class CommitReader {
    /// A name and an address; longer ones are cut, they go into every journal line.
    private static final int AUTHOR_MAX = 120;

    /// PATH_MAX of Linux: no file system holds a longer link.
    private static final int LINK_MAX = 4096;

    private final Repository repository;
    private final SourceBounds bounds;

    CommitReader(Repository repository, SourceBounds bounds) {
        this.repository = repository;
        this.bounds = bounds;
    }

    Snapshot read(ObjectId id, SourceLocation.Repository location, HistoryRoot roots)
            throws IOException, SourceFailure {
        String subdirectory = subdirectory(location);
        SourceCollector collector = new SourceCollector(bounds, location.text());
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit commit = walk.parseCommit(id);
            ObjectId tree = tree(walk.getObjectReader(), commit, subdirectory);
            collect(walk.getObjectReader(), tree, collector);
            return new Snapshot(
                    new Revision(commit.name(), author(commit.getAuthorIdent())),
                    collector.files(),
                    roots.identity(repository, commit, subdirectory),
                    collector.findings());
        }
    }

    private static ObjectId tree(ObjectReader reader, RevCommit commit, String subdirectory)
            throws IOException, SourceFailure {
        if (subdirectory.isEmpty()) {
            return commit.getTree();
        }
        try (TreeWalk walk = TreeWalk.forPath(reader, subdirectory, commit.getTree())) {
            if (walk != null && walk.getFileMode().equals(FileMode.TREE)) {
                return walk.getObjectId(0);
            }
        }
        throw new SourceFailure(
                SourceFailure.Kind.NO_SUBDIRECTORY,
                "commit " + commit.abbreviate(7).name() + " has no directory " + subdirectory,
                "see what it has with: git ls-tree -d " + commit.abbreviate(7).name());
    }

    private static void collect(ObjectReader reader, ObjectId tree, SourceCollector collector)
            throws IOException, SourceFailure {
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(tree);
            while (walk.next()) {
                collector.entry();
                String name = safeName(walk);
                if (SourceCollector.isHidden(name)) {
                    continue;
                }
                if (walk.getFileMode().equals(FileMode.SYMLINK)) {
                    link(walk, tree, collector);
                } else {
                    take(walk, collector);
                }
            }
        }
    }

    private static void link(TreeWalk walk, ObjectId tree, SourceCollector collector)
            throws IOException {
        String path = walk.getPathString();
        ObjectReader reader = walk.getObjectReader();
        if (SourceCollector.isRead(path) || !leadsToFile(reader, tree, path, walk.getObjectId(0))) {
            if (collector.accepts(path)) {
                collector.link(path);
            }
        }
    }

    private static boolean leadsToFile(
            ObjectReader reader, ObjectId tree, String path, ObjectId link) throws IOException {
        ObjectLoader text = reader.open(link);
        if (text.getSize() > LINK_MAX) {
            return false;
        }
        String target = new String(text.getCachedBytes(), StandardCharsets.UTF_8);
        Optional<String> inside = LinkTarget.within(path, target);
        if (inside.isEmpty()) {
            return false;
        }
        try (TreeWalk found = TreeWalk.forPath(reader, inside.get(), tree)) {
            return found != null
                    && (found.getFileMode().equals(FileMode.REGULAR_FILE)
                            || found.getFileMode().equals(FileMode.EXECUTABLE_FILE));
        }
    }

    private static void take(TreeWalk walk, SourceCollector collector)
            throws IOException, SourceFailure {
        FileMode mode = walk.getFileMode();
        String path = walk.getPathString();
        if (mode.equals(FileMode.TREE)) {
            if (collector.accepts(path + "/")) {
                walk.enterSubtree();
            }
        } else if (mode.equals(FileMode.GITLINK)) {
            if (collector.accepts(path)) {
                collector.submodule(path);
            }
        } else if (SourceCollector.isRead(path) && collector.accepts(path)) {
            document(walk, path, collector);
        }
    }

    private static void document(TreeWalk walk, String path, SourceCollector collector)
            throws IOException, SourceFailure {
        ObjectLoader blob = walk.getObjectReader().open(walk.getObjectId(0));
        if (collector.acceptsSize(path, blob.getSize())) {
            collector.add(path, blob.getCachedBytes(collector.bounds().fileBytes()));
        }
    }

    /// Git itself refuses to commit such names; only a forged tree has them.
    private static String safeName(TreeWalk walk) throws SourceFailure {
        String name = walk.getNameString();
        if (List.of("", ".", "..").contains(name) || name.indexOf('/') >= 0) {
            throw new SourceFailure(
                    SourceFailure.Kind.MALFORMED,
                    "a tree of the commit has an entry named '" + name + "'",
                    "find out who made it with: git fsck");
        }
        return name;
    }

    /// The given subdirectory without slashes around it.
    static String subdirectory(SourceLocation.Repository location) throws SourceFailure {
        String path = location.subdirectory().replaceAll("^(\\./)+|/+$", "");
        if (path.equals(".")) {
            return "";
        }
        if (path.startsWith("/") || List.of(path.split("/", -1)).contains("..")) {
            throw new SourceFailure(
                    SourceFailure.Kind.BAD_LOCATION,
                    "refuse subdirectory " + location.subdirectory(),
                    "name it from the root of the repository, without '..'");
        }
        return path;
    }

    /// Printable, and not longer than it takes to recognise somebody.
    static String author(PersonIdent author) {
        String text = author.getName() + " <" + author.getEmailAddress() + ">";
        String printable = SafeText.of(text).replace('\t', ' ');
        return printable.length() <= AUTHOR_MAX ? printable : printable.substring(0, AUTHOR_MAX);
    }
}
