package org.vzgit.reconciler.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkTargetTest {
    @ParameterizedTest
    @CsvSource({
        "a, b, b",
        "a, ./b/, b",
        "d/a, b, d/b",
        "d/a, ../b, b",
        "d/e/a, ../../b/./c, b/c",
        "d/a, b/../c, d/c"
    })
    void aRelativeTargetIsAPathFromTheRoot(String link, String target, String path) {
        assertEquals(Optional.of(path), LinkTarget.within(link, target));
    }

    @ParameterizedTest
    @CsvSource({"a, /etc", "a, ..", "a, .", "d/a, ../../b", "a, b/../../a", "d/a, ..", "a, ''"})
    void aTargetOutsideOrTheRootItselfIsNone(String link, String target) {
        assertEquals(Optional.empty(), LinkTarget.within(link, target));
    }
}
