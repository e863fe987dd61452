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

    @Test
    void endMarkerEndsADocumentWithoutAnotherMarker() {
        assertEquals(
                List.of(part(1, "a: 1\n...\n"), part(3, "b: 2\n... \n"), part(5, "c: 3\n")),
                split("a: 1\n...\nb: 2\n... \nc: 3\n"));
    }

    @Test
    void endMarkersWithNothingBetweenMakeNoDocuments() {
        assertEquals(List.of(part(1, "...\n...\na: 1\n...\n")), split("...\n...\na: 1\n...\n..."));
    }

    @Test
    void everyLineEndOfYamlEndsALine() {
        assertEquals(
                List.of(part(1, "a: 1\r\n"), part(2, "---\r\nb: 2")), split("a: 1\r\n---\r\nb: 2"));
        assertEquals(List.of(part(1, "a: 1\r"), part(2, "---\rb: 2")), split("a: 1\r---\rb: 2"));
    }

    @Test
    void dotsInsideALineAreNoMarker() {
        assertEquals(1, split("a: 1\n ...\n....\n...x\n").size());
    }

    @Test
    void onlyTheFirstByteOrderMarkIsNoText() {
        assertEquals(List.of(part(1, "\ufeffa: 1")), split("\ufeff\ufeffa: 1"));
    }

    private static List<DocumentText> split(String text) {
        return DocumentSplitter.split(new SourceFile("f", text));
    }

    private static DocumentText part(int line, String text) {
        return new DocumentText("f", line, text);
    }
}
