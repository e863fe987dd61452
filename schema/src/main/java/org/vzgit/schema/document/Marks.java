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

    /// Where a syntax error is shown. When the text ends too early, that is where the unfinished
    /// part began, if the parser knows, else the last line that says anything.
    Span problem(Optional<Mark> problem, Optional<Mark> context) {
        int lines = (int) source.text().stripTrailing().lines().count();
        return problem.filter(mark -> mark.getLine() < lines)
                .or(() -> context.filter(mark -> mark.getLine() < lines))
                .map(mark -> new Span(origin(mark), 1))
                .orElseGet(() -> lineStart(Math.max(0, lines - 1)));
    }

    private Span lineStart(int line) {
        return new Span(new Origin(source.path(), source.firstLine() + line, 1), Span.REST_OF_LINE);
    }

    private Span span(Optional<Mark> start, Optional<Mark> end) {
        if (start.isEmpty() || end.isEmpty()) {
            return at(start);
        }
        Mark from = start.get();
        Mark to = end.get();
        return from.getLine() == to.getLine()
                ? new Span(origin(from), Math.max(1, to.getColumn() - from.getColumn()))
                : new Span(origin(from), Span.REST_OF_LINE);
    }

    private Origin origin(Mark mark) {
        return new Origin(source.path(), source.firstLine() + mark.getLine(), mark.getColumn() + 1);
    }
}
