package org.vzgit.reconciler.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusTextTest {
    private static final long SEED = 4;
    private static final String HOSTILE = "\\\"\n,={}# x";

    private static String label(String value) {
        String text =
                new PrometheusText().family("m", "gauge", "h").value(Map.of("l", value), 1).text();
        String head = "# HELP m h\n# TYPE m gauge\nm{l=\"";
        assertEquals(head, text.substring(0, head.length()));
        assertEquals("\"} 1\n", text.substring(text.length() - 5));
        return text.substring(head.length(), text.length() - 5);
    }

    @Test
    void backslashQuoteAndNewlineAreEscapedAndNothingElse() {
        assertEquals("", label(""));
        assertEquals("\\\\", label("\\"));
        assertEquals("\\\"", label("\""));
        assertEquals("\\n", label("\n"));
        assertEquals("\\\\n", label("\\n"));
        assertEquals("\\\\\\\"", label("\\\""));
        assertEquals("a,b={c} # ä\t\r", label("a,b={c} # ä\t\r"));
    }

    @Test
    void anyLabelCanBeReadBack() {
        Random random = new Random(SEED);
        for (int i = 0; i < 500; i++) {
            StringBuilder value = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                value.append(HOSTILE.charAt(random.nextInt(HOSTILE.length())));
            }
            assertEquals(value.toString(), unescaped(label(value.toString())));
        }
    }

    private static String unescaped(String label) {
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < label.length(); i++) {
            char c = label.charAt(i);
            value.append(c != '\\' ? c : label.charAt(++i) == 'n' ? '\n' : label.charAt(i));
        }
        return value.toString();
    }

    @Test
    void quotesInHelpStayAsTheyAre() {
        assertEquals(
                "# HELP m a \"b\" \\\\ \\n c\n# TYPE m counter\nm 0\n",
                new PrometheusText().family("m", "counter", "a \"b\" \\ \n c").value(0).text());
    }

    @Test
    void labelsAreSortedAndTheSuffixBelongsToTheLastFamily() {
        String text =
                new PrometheusText()
                        .family("a", "gauge", "first")
                        .family("b", "histogram", "second")
                        .value("_bucket", Map.of("z", "1", "le", "+Inf", "a", ""), 2)
                        .value("_sum", Map.of(), 0.5)
                        .text();
        assertEquals(
                """
                # HELP a first
                # TYPE a gauge
                # HELP b second
                # TYPE b histogram
                b_bucket{a="",le="+Inf",z="1"} 2
                b_sum 0.5
                """,
                text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "-3, -3",
        "1e15, 1000000000000000",
        "9007199254740993, 9007199254740992",
        "0.025, 0.025",
        "1e19, 1.0E19",
        "Infinity, +Inf",
        "-Infinity, -Inf",
        "NaN, NaN"
    })
    void numbersAreThoseThatPrometheusReads(double value, String text) {
        assertEquals(text, PrometheusText.number(value));
    }
}
