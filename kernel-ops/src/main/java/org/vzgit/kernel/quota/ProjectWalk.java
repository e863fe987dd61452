package org.vzgit.kernel.quota;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import org.vzgit.kernel.sys.Errno;
import org.vzgit.kernel.sys.ErrnoException;
import org.vzgit.kernel.sys.Fd;

/// Gives a whole area its project id back, directories before what is in them: what the VE makes
/// meanwhile inherits it. Links are not followed. Files that go away meanwhile are no failure.
///
/// The VE may run and swap directories for links to the host's: what is listed through such a link
/// is only read, and marking it fails with ELOOP, because every file is opened below the area
/// without following any link. The walk then ends and is begun anew by the next pass.
final class ProjectWalk {
    /// Deeper than any path that can be named at once, as for deletion.
    static final int DEPTH_MAX = 2048;

    private final ProjectIds ids;
    private final Fd base;
    private final long id;

    /// @param base the directory with the areas' `upper` and `work`
    ProjectWalk(ProjectIds ids, Fd base, long id) {
        this.ids = ids;
        this.base = base;
        this.id = id;
    }

    /// The two marks that tell an area as sound come last: after a crash in the middle the walk
    /// begins anew.
    void mark(Path files) throws IOException, ErrnoException {
        for (String root : ProjectQuota.DIRECTORIES) {
            Files.walkFileTree(
                    files.resolve(root),
                    EnumSet.noneOf(FileVisitOption.class),
                    DEPTH_MAX,
                    new Marker(files, root));
        }
        for (String root : ProjectQuota.DIRECTORIES) {
            ids.mark(base, root, id);
        }
    }

    private final class Marker extends SimpleFileVisitor<Path> {
        private final Path files;
        private final String root;

        Marker(Path files, String root) {
            this.files = files;
            this.root = root;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                throws IOException {
            String name = files.relativize(directory).toString();
            if (!name.equals(root)) {
                carefully(directory, () -> ids.mark(base, name, id));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            if (attributes.isRegularFile()) {
                String name = files.relativize(file).toString();
                carefully(file, () -> ids.markFile(base, name, id));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof java.nio.file.NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }

    private interface Marking {
        void run() throws ErrnoException;
    }

    private static void carefully(Path path, Marking marking) throws IOException {
        try {
            marking.run();
        } catch (ErrnoException e) {
            if (e.errno() != Errno.ENOENT) {
                throw new IOException("mark " + path + ": " + e.getMessage(), e);
            }
        }
    }
}
