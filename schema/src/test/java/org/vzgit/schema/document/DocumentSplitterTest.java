package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class DocumentSplitterTest {

    @Test
    void eachMarkerLineBeginsADocument() {
        assertEquals(
                List.of(part(1, "a: 1\n"), part(2, "---\nb: 2\n"), part(4, "--- # c\nc: 3")),
                split("a: 1\n---\nb: 2\n--- # c\nc: 3"));
    }

    @Test
    void commentsAndDirectivesBelongToTheDocumentBehindThem() {
        assertEquals(
                List.of(part(1, "# x\n%YAML 1.2\n---\na: 1\n")),
                split("# x\n%YAML 1.2\n---\na: 1\n"));
    }

    @Test
    void dashesInsideALineAreNoMarker() {
        assertEquals(1, split("a: ---\n----\n---b\n  ---\n").size());
    }

    @Test
    void contentBehindTheMarkerCounts() {
        assertEquals(
                List.of(part(1, "--- {a: 1}\n"), part(2, "--- b")), split("--- {a: 1}\n--- b"));
    }

    private static List<DocumentText> split(String text) {
        return DocumentSplitter.split(new SourceFile("f", text));
    }

    private static DocumentText part(int line, String text) {
        return new DocumentText("f", line, text);
    }
}
