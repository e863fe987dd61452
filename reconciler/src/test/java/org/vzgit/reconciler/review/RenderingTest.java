package org.vzgit.reconciler.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vzgit.reconciler.text.Palette;

class RenderingTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 s old",
        "119, 119 s old",
        "120, 2 min old",
        "7199, 119 min old",
        "7200, 2 h old",
        "172799, 47 h old",
        "172800, 2 days old",
        "-1, 'from the future, by a wrong clock'"
    })
    void theAgeOfASnapshotIsInTheLargestUnitThatSaysSomething(long seconds, String text) {
        assertEquals(text, ReviewCase.PLAIN.age(ReviewCase.NOW.minus(Duration.ofSeconds(seconds))));
    }

    @Test
    void pathsAreFromTheRootOfTheRepository() throws IOException {
        Rendering below = new Rendering(Palette.PLAIN, ReviewCase.NOW, "", "sites/a b/", 60_000);
        Review review = ReviewCase.named("mixed").review();
        assertTrue(below.of(review, ReviewFormat.GITHUB).contains("file=sites/a b/ve/web1.yaml,"));
        assertTrue(below.of(review, ReviewFormat.SARIF).contains("\"sites/a%20b/ve/web1.yaml\""));
        assertTrue(below.of(review, ReviewFormat.JSON).contains("\"sites/a b/ve/web1.yaml\""));
        assertTrue(below.of(review, ReviewFormat.MARKDOWN).contains("sites/a b/ve/web1.yaml:11"));
    }

    @Test
    void annotationsPointAtTheValueThatChanged() throws IOException {
        Review review = ReviewCase.named("cut").review();
        String command =
                ReviewCase.PLAIN.of(review, ReviewFormat.GITHUB).lines().findFirst().orElseThrow();
        assertTrue(command.startsWith("::error file=ve/web1.yaml,line=8,col=27,"), command);
        String line =
                java.nio.file.Files.readAllLines(
                                ReviewCase.named("cut").folder().resolve("head/ve/web1.yaml"))
                        .get(7);
        assertEquals("50", line.substring(26, 28));
    }

    @Test
    void colourRepeatsWhatWordsSayAndNothingElse() throws IOException {
        for (ReviewCase one : ReviewCase.all().toList()) {
            Rendering colour = new Rendering(Palette.ANSI, ReviewCase.NOW, "", "", 60_000);
            String text = colour.of(one.review(), ReviewFormat.TEXT);
            assertEquals(
                    ReviewCase.PLAIN.of(one.review(), ReviewFormat.TEXT),
                    text.replaceAll("\u001b\\[[0-9;]*m", ""));
        }
    }

    @ParameterizedTest
    @EnumSource(Effect.class)
    void everyEffectIsExplained(Effect effect) {
        assertFalse(RuleText.of(effect.code()).equals(effect.code()));
        assertEquals(
                effect.label().toLowerCase(java.util.Locale.ROOT), effect.code().replace('-', ' '));
    }

    @Test
    void everyReasonOfACutIsExplained() {
        for (String code : Arrays.asList("cut-below-held", "cut-below-maxheld", "cut-allowed")) {
            assertTrue(RuleText.find(code).isPresent(), code);
        }
        assertTrue(RuleText.find("nothing").isEmpty());
    }
}
