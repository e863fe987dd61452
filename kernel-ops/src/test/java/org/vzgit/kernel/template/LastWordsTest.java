package org.vzgit.kernel.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is kept of what a program says.
class LastWordsTest {
    private final List<String> told = new ArrayList<>();
    private final LastWords words = new LastWords(told::add);

    private void say(String text) {
        words.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void linesAreToldAsTheyCome() {
        say("one\ntwo\r\nthree");
        assertEquals(List.of("one", "two", "three"), told);
        assertEquals("one; two; three", words.text());
    }

    @Test
    void progressThatIsPaintedOverIsLinesToo() {
        say("10 %\r50 %\r100 %\n");
        assertEquals(List.of("10 %", "50 %", "100 %"), told);
    }

    @Test
    void silenceIsToldAsThat() {
        say("\n\n");
        assertEquals("it ended without a word", words.text());
    }

    @Test
    void theLastTenLinesAreKept() {
        say("a\n".repeat(LastWords.LINES) + "b\n");
        assertEquals("a; ".repeat(LastWords.LINES - 1) + "b", words.text());
    }

    @Test
    void aLineIsKeptUpToItsBoundAndNoFurther() {
        say("x".repeat(LastWords.LINE_CHARS) + "\n" + "y".repeat(LastWords.LINE_CHARS + 1) + "\n");
        assertEquals(
                List.of("x".repeat(LastWords.LINE_CHARS), "y".repeat(LastWords.LINE_CHARS)), told);
    }

    @Test
    void aProgramThatNeverStopsTalkingIsReadAndNotRepeated() {
        say("a\n".repeat(LastWords.TOLD_LINES_MAX + 1) + "the end\n");
        assertEquals(LastWords.TOLD_LINES_MAX, told.size());
        assertTrue(words.text().endsWith("; the end"));
    }

    @Test
    void aStreamThatBreaksKeepsWhatWasSaid() {
        words.read(
                new InputStream() {
                    private int left = 2;

                    @Override
                    public int read() throws IOException {
                        if (left-- == 0) {
                            throw new IOException("EIO");
                        }
                        return 'a';
                    }

                    @Override
                    public int read(byte[] to, int from, int length) throws IOException {
                        to[from] = (byte) read();
                        return 1;
                    }
                });
        assertEquals("aa", words.text());
    }
}
