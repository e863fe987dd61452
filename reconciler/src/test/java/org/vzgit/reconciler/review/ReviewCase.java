package org.vzgit.reconciler.review;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.vzgit.reconciler.text.Palette;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Revision;
import org.vzgit.schema.document.DesiredStateReader;
import org.vzgit.schema.document.SourceFile;

/// A folder with two revisions of a desired state: `base/`, `head/`, and, if there are any,
/// `*.snapshot.json` and `allowed.txt` with the values of the head commit's trailers.
record ReviewCase(Path folder) {
    static final Path CASES = Path.of("src/test/reviews");
    static final Revision BASE = new Revision("1b2c3d4e5f60718293a4b5c6d7e8f90123456789", "ann");
    static final Revision HEAD = new Revision("9f8e7d6c5b4a39281706f5e4d3c2b1a098765432", "ann");
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    static final Rendering PLAIN = new Rendering(Palette.PLAIN, NOW, "", "", 60_000);

    static Stream<ReviewCase> all() throws IOException {
        List<Path> folders;
        try (Stream<Path> found = Files.list(CASES)) {
            folders = found.filter(Files::isDirectory).sorted().toList();
        }
        return folders.stream().map(ReviewCase::new);
    }

    static ReviewCase named(String name) {
        return new ReviewCase(CASES.resolve(name));
    }

    ReviewRequest request() throws IOException {
        return new ReviewRequest(
                read(folder.resolve("base"), BASE),
                read(folder.resolve("head"), HEAD),
                Collections.emptySortedSet(),
                snapshots(),
                allowed());
    }

    Review review() throws IOException {
        return Reviewer.review(request());
    }

    Path expected(ReviewFormat format) {
        String extension =
                switch (format) {
                    case TEXT -> "txt";
                    case MARKDOWN -> "md";
                    case JUNIT -> "xml";
                    case JSON, SARIF, GITHUB -> format.name().toLowerCase(Locale.ROOT);
                };
        return folder.resolve("review." + extension);
    }

    private List<NodeSnapshot> snapshots() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(file -> file.toString().endsWith(".snapshot.json"))
                    .sorted()
                    .map(file -> NodeSnapshot.parse(text(file)))
                    .toList();
        }
    }

    private AllowedCuts allowed() {
        Path file = folder.resolve("allowed.txt");
        return Files.exists(file) ? AllowedCuts.of(text(file).lines().toList()) : AllowedCuts.NONE;
    }

    private static DesiredState read(Path documents, Revision revision) throws IOException {
        try (Stream<Path> found = Files.walk(documents)) {
            return new DesiredStateReader()
                    .read(
                            revision,
                            found.filter(file -> file.toString().endsWith(".yaml"))
                                    .sorted()
                                    .map(file ->
                                            new SourceFile(
                                                    documents.relativize(file).toString(),
                                                    text(file)))
                                    .toList());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
