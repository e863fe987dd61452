package org.vzgit.reconciler.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedTextTest {
    /// What is kept for the last line.
    private static final int RESERVE = 300;

    @Test
    void rowsThatJustFitAreAllThere() {
        BoundedText text = new BoundedText(RESERVE + 4 + 10);
        text.section("<<", Collections.nCopies(10, "x"), ">>");
        assertEquals("<<xxxxxxxxxx>>", text.finish("shown"));
    }

    @Test
    void oneByteLessLeavesOneRowOutAndSaysSo() {
        BoundedText text = new BoundedText(RESERVE + 4 + 9);
        text.section("<<", Collections.nCopies(10, "x"), ">>");
        assertEquals("<<xxxxxxxxx>>⚠ 1 line is not shown.\n", text.finish("shown"));
    }

    @Test
    void bytesCountAndNotCharacters() {
        BoundedText text = new BoundedText(RESERVE + 6);
        text.section("", List.of("→", "→", "→"), "");
        assertEquals("→→⚠ 1 line is not shown.\n", text.finish("shown"));
    }

    @Test
    void aSectionWithoutRoomForAnyRowIsNotBegun() {
        BoundedText text = new BoundedText(RESERVE + 5);
        text.section("<details>", List.of("a", "b"), "</details>");
        assertEquals("⚠ 2 lines are not shown.\n", text.finish("shown"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 2_000, 5_000, 20_000})
    void aCommentNeverExceedsItsBudget(int budget) {
        Review review = Reviews.manyLive(500);
        Rendering small = new Rendering(ReviewCase.PLAIN.palette(), ReviewCase.NOW, "", "", budget);
        String comment = small.of(review, ReviewFormat.MARKDOWN);
        assertTrue(comment.getBytes(StandardCharsets.UTF_8).length <= budget, budget + "");
        assertTrue(comment.startsWith("<!-- vzgit:plan -->\n### 500 live"), comment);
        assertTrue(comment.contains("lines are not shown: the comment has room for"), comment);
    }

    @Test
    void whatIsDangerousIsNeitherFoldedNorTheFirstToGo() {
        Review review = Reviews.oneRestartAmong(500);
        Rendering small = new Rendering(ReviewCase.PLAIN.palette(), ReviewCase.NOW, "", "", 3_000);
        String comment = small.of(review, ReviewFormat.MARKDOWN);
        int restart = comment.indexOf("restart | stops and starts");
        assertTrue(restart > 0 && restart < comment.indexOf("<details>"), comment);
    }

    @Test
    void aComplainingCommentIsNotOneThatIsComplete() {
        String comment = ReviewCase.PLAIN.of(Reviews.manyLive(3), ReviewFormat.MARKDOWN);
        assertFalse(comment.contains("not shown"), comment);
    }
}
