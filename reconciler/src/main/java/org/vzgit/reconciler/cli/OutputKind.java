package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.vzgit.reconciler.review.Review;

/// What vzgit prints for programs under a published schema.
enum OutputKind {
    REVIEW("Review", "review.v1.schema.json"),
    NODE_SNAPSHOT("NodeSnapshot", "snapshot.v1.schema.json");

    private final String written;
    private final String schemaName;

    OutputKind(String written, String schemaName) {
        this.written = written;
        this.schemaName = schemaName;
    }

    static Optional<OutputKind> named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.written.equalsIgnoreCase(name))
                .findFirst();
    }

    /// As `kind` says it.
    String written() {
        return written;
    }

    String schemaName() {
        return schemaName;
    }

    String schemaText() {
        try (InputStream in = Review.class.getResourceAsStream(schemaName)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + schemaName);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
