package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Revision;

/// A reader that keeps the documents of the last revision says what any other says.
class NeighboursTest {
    private static final Revision REVISION = new Revision(Revision.DIRECTORY, "test");
    private static final int FILES = 40;
    private static final int REVISIONS = 30;

    private final DesiredStateReader reader = DesiredStateReader.ofNeighbours();

    /// Files are changed, broken, mended, moved, doubled and deleted.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eachOfManyRevisionsIsReadAsIfItWereTheFirst(long seed) {
        Random random = new Random(seed);
        List<SourceFile> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            files.add(new SourceFile("f" + i + ".yaml", text(i, random)));
        }
        for (int i = 0; i < REVISIONS; i++) {
            assertSame(files);
            change(files, random);
        }
    }

    @Test
    void aFindingIsToldAgainOfAFileThatDidNotChange() {
        List<SourceFile> files =
                List.of(new SourceFile("a.yaml", States.web(101, "cpu: {units: many}")));
        assertEquals(1, read(files).diagnostics().size());
        assertEquals(1, read(files).diagnostics().size());
    }

    @Test
    void aFileThatMovedIsToldByItsNewPlace() {
        String text = States.web(101, "cpu: {units: 1000}");
        read(List.of(new SourceFile("a.yaml", text)));
        DesiredState moved = read(List.of(new SourceFile("b.yaml", "# moved\n---\n" + text)));
        assertEquals("b.yaml", States.only(moved, 101).origin().path());
        assertSame(List.of(new SourceFile("b.yaml", "# moved\n---\n" + text)));
    }

    /// Both VEs say nothing new by themselves; together they clash.
    @Test
    void whatOneDocumentMeansToAnotherIsNotRemembered() {
        SourceFile first = new SourceFile("a.yaml", States.web(101, "hostname: h1"));
        SourceFile second = new SourceFile("b.yaml", States.web(101, "hostname: h2"));
        assertTrue(read(List.of(first)).diagnostics().isEmpty());
        assertTrue(read(List.of(second)).diagnostics().isEmpty());
        assertTrue(read(List.of(first, second)).hasErrors());
        assertTrue(read(List.of(second)).diagnostics().isEmpty());
    }

    private void assertSame(List<SourceFile> files) {
        ManyDocumentsTest.assertSame(States.read(files), read(files));
    }

    private DesiredState read(List<SourceFile> files) {
        return reader.read(REVISION, List.copyOf(files));
    }

    private static void change(List<SourceFile> files, Random random) {
        int at = random.nextInt(files.size());
        SourceFile file = files.get(at);
        switch (random.nextInt(5)) {
            case 0 -> files.set(at, new SourceFile(file.path(), text(at, random)));
            case 1 -> files.set(at, new SourceFile(file.path(), file.text() + "  : [\n"));
            case 2 -> files.set(at, new SourceFile("moved" + file.path(), file.text()));
            case 3 -> files.add(new SourceFile("copy" + random.nextInt() + ".yaml", file.text()));
            default -> files.remove(at);
        }
        files.add(new SourceFile("new" + random.nextInt() + ".yaml", text(FILES + at, random)));
    }

    private static String text(int i, Random random) {
        return States.web(
                101 + i,
                switch (random.nextInt(4)) {
                    case 0 -> "cpu: {units: many}";
                    case 1 -> "profiles: [none]";
                    default -> "cpu: {units: " + (1000 + random.nextInt(100)) + "}";
                });
    }
}
