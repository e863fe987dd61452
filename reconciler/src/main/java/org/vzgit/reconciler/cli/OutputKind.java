package org.vzgit.reconciler.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.vzgit.reconciler.review.Review;
import org.vzgit.reconciler.saved.SavedPlan;

/// What vzgit prints for programs under a published schema.
enum OutputKind {
    REVIEW("Review", Review.class, "review.v1.schema.json"),
    NODE_SNAPSHOT("NodeSnapshot", Review.class, "snapshot.v1.schema.json"),
    SAVED_PLAN("SavedPlan", SavedPlan.class, "saved-plan.v1.schema.json");

    private final String written;
    private final Class<?> room;
    private final String schemaName;

    OutputKind(String written, Class<?> room, String schemaName) {
        this.written = written;
        this.room = room;
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
        try (InputStream in = room.getResourceAsStream(schemaName)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + schemaName);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
