package org.vzgit.schema.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionTest {

    @ParameterizedTest
    @CsvSource({"a,a,0", "ab,ba,1", "nmproc,numproc,1", "abc,'',3", "'',x,1", "kitten,sitting,3"})
    void distanceCountsSlips(String one, String other, int slips) {
        assertEquals(slips, Suggestion.distance(one, other));
    }

    @ParameterizedTest
    @CsvSource({
        "nmproc, did you mean \"numproc\"?",
        "NUMPROC, did you mean \"numproc\"?",
        "nmproccc, ''",
        "x, ''",
        "'', ''"
    })
    void onlyNearWordsAreSuggested(String word, String hint) {
        assertEquals(hint, Suggestion.didYouMean(word, List.of("numproc", "numfile")));
    }

    @Test
    void ofTwoEquallyNearTheFirstByNameIsSuggested() {
        assertEquals("did you mean \"gw4\"?", Suggestion.didYouMean("gw5", List.of("gw6", "gw4")));
    }

    @Test
    void wordsAboveTheLengthBoundGetNoSuggestion() {
        String longest = "n".repeat(64);
        assertEquals(Suggestion.ask(longest), Suggestion.didYouMean(longest, List.of(longest)));
        assertEquals("", Suggestion.didYouMean(longest + "n", List.of(longest)));
    }
}
