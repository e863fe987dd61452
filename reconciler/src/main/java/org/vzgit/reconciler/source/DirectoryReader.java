package org.vzgit.reconciler.source;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.vzgit.schema.Revision;

/// Reads a desired state from a directory, or from one file, as it is on disk now. The given path
/// may be a symbolic link; below it none is followed.
final class DirectoryReader {
    private final SourceBounds bounds;

    DirectoryReader(SourceBounds bounds) {
        this.bounds = bounds;
    }

    Snapshot read(Path directory) throws SourceFailure {
        SourceCollector collector = new SourceCollector(bounds, directory.toString());
        try {
            Path root = directory.toRealPath();
            if (Files.isDirectory(root)) {
                walk(root, "", collector);
            } else {
                file(root, root.getFileName().toString(), collector);
            }
            return new Snapshot(
                    new Revision(Revision.DIRECTORY, ""),
                    collector.files(),
                    "directory:" + root,
                    collector.findings());
        } catch (NoSuchFileException missing) {
            throw new SourceFailure(
                    SourceFailure.Kind.NO_SUBDIRECTORY,
                    "read " + missing.getFile() + ": no such file or directory",
                    "check the path",
                    missing);
        } catch (IOException failed) {
            throw unreadable(directory, failed);
        }
    }

    private void walk(Path directory, String prefix, SourceCollector collector)
            throws IOException, SourceFailure {
        for (Path child : children(directory, collector)) {
            String name = child.getFileName().toString();
            if (SourceCollector.isHidden(name)) {
                continue;
            }
            String path = prefix + name;
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isSymbolicLink()) {
                link(child, path, collector);
            } else if (attributes.isDirectory()) {
                if (collector.accepts(path + "/")) {
                    walk(child, path + "/", collector);
                }
            } else if (SourceCollector.isRead(path)) {
                document(child, path, attributes, collector);
            }
        }
    }

    private static void link(Path link, String path, SourceCollector collector) throws IOException {
        String target = Files.readSymbolicLink(link).toString();
        boolean document = SourceCollector.isRead(path);
        if (document || LinkTarget.within(path, target).isEmpty() || !Files.isRegularFile(link)) {
            collector.link(path);
        }
    }

    private static void document(
            Path file, String path, BasicFileAttributes attributes, SourceCollector collector)
            throws IOException, SourceFailure {
        if (attributes.isRegularFile() && collector.accepts(path)) {
            file(file, path, collector);
        }
    }

    private static void file(Path file, String path, SourceCollector collector)
            throws IOException, SourceFailure {
        byte[] content = readAtMost(file, collector.bounds().fileBytes() + 1);
        if (collector.acceptsSize(path, content.length)) {
            collector.add(path, content);
        }
    }

    /// Opened with O_NOFOLLOW: the file may have become a link since it was listed. Read up to a
    /// bound and not by its size, which may grow meanwhile.
    private static byte[] readAtMost(Path file, int most) throws IOException {
        Set<java.nio.file.OpenOption> options =
                Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try (var channel = Files.newByteChannel(file, options);
                var in = Channels.newInputStream(channel)) {
            return in.readNBytes(most);
        }
    }

    private static List<Path> children(Path directory, SourceCollector collector)
            throws IOException, SourceFailure {
        List<Path> children = new ArrayList<>();
        try (var stream = Files.newDirectoryStream(directory)) {
            for (Path child : stream) {
                collector.entry();
                children.add(child);
            }
        }
        Collections.sort(children);
        return children;
    }

    private static SourceFailure unreadable(Path directory, IOException failed) {
        boolean denied = failed instanceof AccessDeniedException;
        return new SourceFailure(
                denied ? SourceFailure.Kind.DENIED : SourceFailure.Kind.MALFORMED,
                "read " + directory + ": " + failed.getMessage(),
                denied ? "check the permissions" : "check the file system",
                failed);
    }
}
