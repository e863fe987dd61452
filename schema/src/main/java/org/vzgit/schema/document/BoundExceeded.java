package org.vzgit.schema.document;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/// Ends the reading of a document that is larger than [InputBounds] allow. Unchecked, because it
/// passes through SnakeYAML Engine's composer.
final class BoundExceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Mark> mark;

    BoundExceeded(String message, Optional<Mark> mark) {
        super(message, null, false, false);
        this.mark = mark;
    }

    Optional<Mark> mark() {
        return mark;
    }
}
