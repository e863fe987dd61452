package org.vzgit.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a VE names as its template.
class TemplateChoiceTest {
    private static final TemplateName DEBIAN = new TemplateName("debian-12");

    @Test
    void aNameAloneLeavesTheVersionOpen() {
        assertEquals(
                new TemplateChoice(DEBIAN, Optional.empty()), TemplateChoice.parse("debian-12"));
    }

    @Test
    void aVersionIsWhatStandsAfterTheAt() {
        assertEquals(
                new TemplateChoice(DEBIAN, Optional.of(new TemplateVersion("73ab.1-x"))),
                TemplateChoice.parse("debian-12@73ab.1-x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"busybox", "debian-12@73160770532567a9", "a+b_c.d@1"})
    void whatWasReadIsWrittenTheSame(String text) {
        assertEquals(text, TemplateChoice.parse(text).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@", "@1", "a@", "a@b@c", "a@b/c", "a/b@1", "a@ 1", "-a@1"})
    void whatIsNeitherIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> TemplateChoice.parse(text));
    }

    @Test
    void aVersionHasSixtyFourCharactersAtMost() {
        assertEquals(64, new TemplateVersion("a".repeat(64)).value().length());
        String longer = "a".repeat(65);
        assertThrows(IllegalArgumentException.class, () -> new TemplateVersion(longer));
    }
}
