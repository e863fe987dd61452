package org.vzgit.reconciler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vzgit.reconciler.text.Palette;

class ConsoleTest {
    private static Palette palette(
            ColorMode mode, boolean terminal, Map<String, String> variables) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return new Console(nowhere, nowhere, new Surroundings(variables, "hn1", terminal, false))
                .palette(mode);
    }

    @Test
    void colourIsForTerminals() {
        assertEquals(Palette.ANSI, palette(ColorMode.AUTO, true, Map.of()));
        assertEquals(Palette.PLAIN, palette(ColorMode.AUTO, false, Map.of()));
        assertEquals(Palette.PLAIN, palette(ColorMode.AUTO, true, Map.of("TERM", "dumb")));
    }

    @Test
    void noColorCountsWhenItIsNotEmpty() {
        assertEquals(Palette.PLAIN, palette(ColorMode.AUTO, true, Map.of("NO_COLOR", "1")));
        assertEquals(Palette.ANSI, palette(ColorMode.AUTO, true, Map.of("NO_COLOR", "")));
    }

    @Test
    void commandLineOverridesTheEnvironment() {
        assertEquals(Palette.ANSI, palette(ColorMode.ALWAYS, false, Map.of("NO_COLOR", "1")));
        assertEquals(Palette.PLAIN, palette(ColorMode.NEVER, true, Map.of()));
    }
}
