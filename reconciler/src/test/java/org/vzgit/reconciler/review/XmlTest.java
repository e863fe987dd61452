package org.vzgit.reconciler.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XmlTest {
    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    @Test
    void elementsAreIndentedAndEmptyOnesClosedAtOnce() {
        Xml xml = new Xml();
        xml.open("a", "name", "1");
        xml.open("b", "name", "2").attribute("c", "3").close("b");
        xml.element("d", "text").close("a");
        assertEquals(
                HEAD
                        + """
                        <a name="1">
                          <b name="2" c="3"/>
                          <d>text</d>
                        </a>
                        """,
                xml.text());
    }

    @ParameterizedTest
    @CsvSource({
        "a & b, a &amp; b",
        "<x>, &lt;x&gt;",
        "]]>, ]]&gt;",
        "'\"', &quot;",
        "&amp;, &amp;amp;"
    })
    void markupBecomesText(String text, String escaped) {
        assertEquals(HEAD + "<a>" + escaped + "</a>\n", new Xml().element("a", text).text());
    }

    @Test
    void charactersThatXmlDoesNotKnowAreReplaced() {
        assertEquals(
                HEAD + "<a>\ufffd\ufffd\ufffd</a>\n",
                new Xml().element("a", "\u0001\ufffe\uffff").text());
    }

    @Test
    void linesStayLines() {
        assertEquals(HEAD + "<a>one\ntwo</a>\n", new Xml().element("a", "one\r\ntwo\n").text());
    }

    @Test
    void anAttributeBehindTheContentIsAMistakeOfTheProgram() {
        Xml xml = new Xml().open("a", "b", "c").element("d", "e");
        assertThrows(IllegalStateException.class, () -> xml.attribute("f", "g"));
    }

    @Test
    void anElementThatIsOpenIsAMistakeOfTheProgram() {
        Xml xml = new Xml().open("a", "b", "c");
        assertThrows(IllegalStateException.class, xml::text);
    }
}
