package org.vzgit.reconciler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class RedactionTest {
    @Test
    void everyFormOfTheTokenIsHidden() {
        Redaction hidden = Redaction.basic("ada", "a+b/c?>");
        assertEquals("[secret] [secret].", hidden.hide("a+b/c?> a%2Bb%2Fc%3F%3E."));
        assertEquals("Basic [secret]=", hidden.hide("Basic YWRhOmErYi9jPz4="));
    }

    @Test
    void urlSafeBase64AndBase64WithoutPaddingAreHiddenToo() {
        Redaction hidden = Redaction.basic("u", "??>>??>>");
        assertEquals("[secret]", hidden.hide("dTo_Pz4-Pz8-Pg"));
        assertEquals("[secret]==", hidden.hide("dTo/Pz4+Pz8+Pg=="));
    }

    @Test
    void otherTextStays() {
        assertEquals("Bearer [secret], ada", Redaction.of("tok").hide("Bearer tok, ada"));
        assertEquals("tok", Redaction.NONE.hide("tok"));
    }

    @Test
    void searchForLeaksFindsASecretBehindAnyUser() {
        Leaks leaks = new Leaks("Zebra-Quagga-Okapi");
        for (String user : List.of("", "a:", "ad:", "ada:")) {
            String coded =
                    java.util.Base64.getEncoder()
                            .encodeToString(
                                    (user + "Zebra-Quagga-Okapi")
                                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertEquals(1, leaks.in("page", "Basic " + coded).size(), user);
        }
        assertEquals(1, leaks.in("page", "a Zebra-Quagga-Okapi").stream().distinct().count());
        assertEquals(List.of(), leaks.in("page", "a Zebra"));
    }
}
