package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vzgit.schema.DesiredState;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.VeId;

/// Seeded random damage to valid documents: the reader answers with findings, never with an
/// exception, and no VE gets lost without a word.
final class MutationTest {
    private static final int ROUNDS = 400;

    private static final List<String> TOKENS =
            List.of(
                    ":",
                    "\n",
                    "  ",
                    "{",
                    "}",
                    "[",
                    "]",
                    "&a ",
                    "*a",
                    "- ",
                    "\"",
                    "'",
                    "#",
                    "!!int ",
                    "!x ",
                    "\t",
                    "0",
                    "-1",
                    "9".repeat(30),
                    "1e99",
                    "null",
                    "~",
                    "unlimited",
                    "|\n",
                    "---\n",
                    "...",
                    "%",
                    "<<: ",
                    "? ",
                    "spec:",
                    "veid: ",
                    "\0",
                    "\ud800",
                    "\ufeff",
                    "é",
                    "/",
                    "~1");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void damagedDocumentsNeverThrowAndLoseNoVe(long seed) {
        Random random = new Random(seed);
        List<SourceFile> files = ExamplesTest.files();
        for (int round = 0; round < ROUNDS; round++) {
            List<SourceFile> damaged = new ArrayList<>(files);
            int which = random.nextInt(damaged.size());
            SourceFile file = damaged.get(which);
            damaged.set(which, new SourceFile(file.path(), damage(file.text(), random)));
            check(States.read(damaged), damaged.get(which).text());
        }
    }

    /// Whoever is neither wanted nor frozen would be removed. That is right only where the text
    /// still can be read and says so, which the state then must not doubt.
    private static void check(DesiredState state, String text) {
        SortedSet<VeId> both = new TreeSet<>(state.ves().keySet());
        both.retainAll(state.frozen());
        assertTrue(both.isEmpty(), text);
        for (Diagnostic finding : state.diagnostics()) {
            assertTrue(finding.length() >= 1, text);
        }
        if (!state.frozen().isEmpty() || !state.complete()) {
            assertTrue(state.hasErrors(), text);
        }
        if (!state.hasErrors()) {
            assertEquals(0, state.frozen().size(), text);
        }
    }

    private static String damage(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = 1 + random.nextInt(4); i > 0 && !damaged.isEmpty(); i--) {
            int at = random.nextInt(damaged.length());
            switch (random.nextInt(4)) {
                case 0 -> damaged.deleteCharAt(at);
                case 1 -> damaged.insert(at, TOKENS.get(random.nextInt(TOKENS.size())));
                case 2 -> damaged.setCharAt(at, (char) random.nextInt(256));
                default -> {
                    int end = Math.min(damaged.length(), at + random.nextInt(60));
                    String piece = damaged.substring(at, end);
                    damaged.insert(random.nextInt(damaged.length()), piece);
                }
            }
        }
        return damaged.toString();
    }
}
