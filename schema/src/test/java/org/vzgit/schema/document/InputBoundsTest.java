package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.vzgit.schema.document.States.codes;
import static org.vzgit.schema.document.States.read;
import static org.vzgit.schema.document.States.web;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vzgit.schema.DesiredState;

/// Every bound, at the limit and one above.
final class InputBoundsTest {

    @Test
    void documentOfTheLargestSizeIsRead() {
        String text = web(101, "");
        String padded = text + "#".repeat(InputBounds.DOCUMENT_CHARS_MAX - text.length());
        assertEquals("", codes(read(padded)));
        DesiredState larger = read(padded + "#");
        assertEquals("TOO_LARGE", codes(larger));
        assertEquals("[101]", larger.frozen().toString());
    }

    @Test
    void nestingAtTheBoundIsOnlyAWrongType() {
        assertEquals("WRONG_TYPE", codes(nested(InputBounds.DEPTH_MAX)));
        assertEquals("TOO_LARGE", codes(nested(InputBounds.DEPTH_MAX + 1)));
    }

    @Test
    void nestingThatWouldOverflowTheStackIsRefused() {
        assertEquals("TOO_LARGE", codes(nested(20_000)));
    }

    @Test
    void aliasesAtTheBoundAreFollowed() {
        assertEquals("NOT_SUPPORTED_YET", codes(aliases(InputBounds.ALIASES_MAX)));
        assertEquals("TOO_LARGE", codes(aliases(InputBounds.ALIASES_MAX + 1)));
    }

    @Test
    void valuesAfterAliasesAreBounded() {
        // Nine nested lists of nine aliases each would be 9^4 values.
        StringBuilder text = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i <= 4; i++) {
            text.append("a%d: &a%d [".formatted(i, i))
                    .append("*a%d ,".formatted(i - 1).repeat(10))
                    .append("]\n");
        }
        assertEquals("TOO_LARGE", codes(read(text.toString())));
    }

    @Test
    void aliasToItsOwnParentIsRefused() {
        assertEquals("TOO_LARGE", codes(read("a: &a\n  b: *a\n")));
    }

    @Test
    void documentsOfOneFileAreBounded() {
        assertEquals(
                InputBounds.DOCUMENTS_PER_FILE_MAX,
                read(documents(InputBounds.DOCUMENTS_PER_FILE_MAX)).documents());
        DesiredState more = read(documents(InputBounds.DOCUMENTS_PER_FILE_MAX + 1));
        assertEquals("TOO_LARGE", more.diagnostics().getLast().code().name());
        assertEquals(InputBounds.DOCUMENTS_PER_FILE_MAX, more.documents());
        assertFalse(more.complete());
    }

    @Test
    void documentsOfOneRevisionAreBounded() {
        String file = documents(InputBounds.DOCUMENTS_PER_FILE_MAX);
        int files = InputBounds.DOCUMENTS_MAX / InputBounds.DOCUMENTS_PER_FILE_MAX;
        List<SourceFile> full = files(files, file);
        assertEquals(0, tooLarge(States.read(full)));
        List<SourceFile> over = new java.util.ArrayList<>(full);
        over.add(new SourceFile("z.yaml", "a"));
        assertEquals(1, tooLarge(States.read(over)));
    }

    @Test
    void filesOfOneRevisionAreBounded() {
        assertEquals("", codes(States.read(files(InputBounds.FILES_MAX, "# empty"))));
        DesiredState more = States.read(files(InputBounds.FILES_MAX + 1, "# empty"));
        assertEquals("TOO_LARGE", codes(more));
        assertFalse(more.complete());
    }

    @Test
    void findingsAreBounded() {
        String wrong = "- x\n---\n".repeat(InputBounds.DOCUMENTS_PER_FILE_MAX);
        int files = InputBounds.FINDINGS_MAX / InputBounds.DOCUMENTS_PER_FILE_MAX;
        assertEquals(
                InputBounds.FINDINGS_MAX, States.read(files(files, wrong)).diagnostics().size());
        assertEquals(
                InputBounds.FINDINGS_MAX,
                States.read(files(files + 1, wrong)).diagnostics().size());
    }

    private static long tooLarge(DesiredState state) {
        return state.complete() ? 0 : state.documents() == InputBounds.DOCUMENTS_MAX ? 1 : 2;
    }

    private static List<SourceFile> files(int count, String text) {
        return IntStream.range(0, count)
                .mapToObj(i -> new SourceFile("f%05d.yaml".formatted(i), text))
                .toList();
    }

    private static String documents(int count) {
        return String.join("---\n", Collections.nCopies(count, "kind: Profile\n"));
    }

    private static DesiredState nested(int levels) {
        // The document and spec are the first two levels.
        int lists = levels - 2;
        return read(web(101, "hostname: " + "[".repeat(lists) + "]".repeat(lists)));
    }

    private static DesiredState aliases(int count) {
        String labels =
                IntStream.range(0, count)
                        .mapToObj(i -> "*a")
                        .reduce("&a x.example", (list, alias) -> list + ", " + alias);
        return read(web(101, "mount_opts: [" + labels + "]"));
    }
}
