package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.VeSpec;

/// Documents are read on all processors at once; nobody may see that.
class ManyDocumentsTest {
    private static final int FILES = 400;
    private static final int ROUNDS = 8;

    @Test
    void theSameFilesGiveTheSameStateHoweverTheyAreOrdered() {
        List<SourceFile> files = new ArrayList<>(files());
        DesiredState first = States.read(files);
        assertFalse(first.diagnostics().isEmpty());
        for (int round = 0; round < ROUNDS; round++) {
            Collections.shuffle(files, new Random(round));
            assertSame(first, States.read(files));
        }
    }

    @Test
    void oneReaderServesSeveralThreads() throws Exception {
        DesiredState alone = States.read(files());
        Callable<DesiredState> read = () -> States.read(files());
        try (var threads = Executors.newFixedThreadPool(ROUNDS)) {
            for (Future<DesiredState> one : threads.invokeAll(Collections.nCopies(ROUNDS, read))) {
                assertSame(alone, one.get());
            }
        }
    }

    @Test
    void theFirstOfTwoThatClashIsTheOneWhosePathComesFirst() {
        List<SourceFile> files = new ArrayList<>();
        for (int i = FILES; i > 0; i--) {
            files.add(
                    new SourceFile("f%03d.yaml".formatted(i), States.web(101, "hostname: h" + i)));
        }
        DesiredState state = States.read(files);
        // The veid and the name.
        assertEquals(2 * (FILES - 1), state.diagnostics().size());
        assertEquals("f002.yaml", state.diagnostics().getFirst().origin().path());
    }

    static void assertSame(DesiredState one, DesiredState other) {
        assertEquals(one.diagnostics(), other.diagnostics());
        assertEquals(one.frozen(), other.frozen());
        assertEquals(one.documents(), other.documents());
        assertEquals(one.ves().keySet(), other.ves().keySet());
        assertEquals(
                one.ves().values().stream().map(ManyDocumentsTest::told).toList(),
                other.ves().values().stream().map(ManyDocumentsTest::told).toList());
    }

    private static List<Object> told(VeSpec ve) {
        return List.of(ve.name(), ve.hostname(), ve.resources(), ve.origin());
    }

    /// Every fifth has a wrong value, every seventh a syntax error, every eleventh two documents.
    private static List<SourceFile> files() {
        return IntStream.range(0, FILES).mapToObj(ManyDocumentsTest::file).toList();
    }

    private static SourceFile file(int i) {
        String text = States.web(101 + i, i % 5 == 0 ? "cpu: {units: many}" : "cpu: {units: 1000}");
        if (i % 7 == 0) {
            text += "  : [\n";
        }
        if (i % 11 == 0) {
            text += "---\n" + States.web(10_000 + i, "nmproc: 1");
        }
        return new SourceFile("ves/f" + i + ".yaml", text);
    }
}
