package org.vzgit.schema.document;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.vzgit.schema.Origin;

/// Translates SnakeYAML Engine's marks, which count from 0 at the beginning of one document, to
/// positions in the file.
record Marks(DocumentText source) {

    Span spanOf(Node node) {
        return span(node.getStartMark(), node.getEndMark());
    }

    /// One character at the mark; the document's first line when there is no mark.
    Span at(Optional<Mark> mark) {
        return mark.map(m -> new Span(origin(m), 1)).orElseGet(source::start);
    }

    private Span span(Optional<Mark> start, Optional<Mark> end) {
        if (start.isEmpty() || end.isEmpty()) {
            return at(start);
        }
        Mark from = start.get();
        Mark to = end.get();
        boolean oneLine = from.getLine() == to.getLine() && to.getColumn() > from.getColumn();
        return new Span(
                origin(from), oneLine ? to.getColumn() - from.getColumn() : Span.REST_OF_LINE);
    }

    private Origin origin(Mark mark) {
        return new Origin(source.path(), source.firstLine() + mark.getLine(), mark.getColumn() + 1);
    }
}
