package org.vzgit.reconciler.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkdownTest {
    @ParameterizedTest
    @ValueSource(strings = {"web1.example.org", "ve/web-1.yaml:14", "240 → 300", "10.101.0.0/16"})
    void ordinaryTextStaysReadable(String text) {
        assertEquals(text, Markdown.text(text));
    }

    @ParameterizedTest
    @CsvSource({
        "*, &#42;", "_, &#95;", "`, &#96;", "|, &#124;", "<, &#60;", ">, &#62;", "@, &#64;",
        "[, &#91;", "], &#93;", "#, &#35;", "&, &#38;", "!, &#33;", "\\, &#92;", "~, &#126;"
    })
    void everySignOfMarkupBecomesAReference(String sign, String reference) {
        assertEquals("a" + reference + "b", Markdown.text("a" + sign + "b"));
    }

    @Test
    void nothingEndsALine() {
        assertEquals("a\ufffdb c", Markdown.text("a\nb\tc"));
    }

    @Test
    void codeIsATagSoThatNoBacktickEndsIt() {
        assertEquals("<code>&#96;&#60;/code&#62;</code>", Markdown.code("`</code>"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--> x", "a--b", "x\ny", "-->", "--", "<!--", "ä"})
    void aCommentCanNeitherBeEndedNorBrokenOff(String text) {
        String safe = Markdown.comment(text);
        assertTrue(safe.matches("[A-Za-z0-9_.,/+]*"), safe);
        assertEquals(text.length(), safe.length());
    }
}
