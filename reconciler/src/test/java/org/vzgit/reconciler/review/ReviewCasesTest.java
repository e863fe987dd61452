package org.vzgit.reconciler.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// One folder in `src/test/reviews` for each behaviour of a review that users see, with what each
/// format prints of it. Run with `-Dvzgit.cases.write=true` to write them anew, and read the
/// difference in Git.
class ReviewCasesTest {
    private static final boolean WRITE = Boolean.getBoolean("vzgit.cases.write");

    @TestFactory
    Stream<DynamicTest> everyFormatOfEveryCaseIsAsWritten() throws IOException {
        List<ReviewCase> cases = ReviewCase.all().toList();
        assertFalse(cases.isEmpty());
        return cases.stream()
                .flatMap(one ->
                        Stream.of(ReviewFormat.values())
                                .map(format ->
                                        DynamicTest.dynamicTest(
                                                one.folder().getFileName() + " as " + format,
                                                () -> compare(one, format))));
    }

    private static void compare(ReviewCase one, ReviewFormat format) throws IOException {
        String text = ReviewCase.PLAIN.of(one.review(), format);
        Path file = one.expected(format);
        if (WRITE) {
            Files.writeString(file, text);
        }
        assertEquals(Files.readString(file), text, file.toString());
    }

    @TestFactory
    Stream<DynamicTest> theSameRevisionsGiveTheSameBytes() throws IOException {
        return ReviewCase.all()
                .map(one ->
                        DynamicTest.dynamicTest(
                                one.folder().getFileName().toString(),
                                () -> {
                                    for (ReviewFormat format : ReviewFormat.values()) {
                                        assertEquals(
                                                ReviewCase.PLAIN.of(one.review(), format),
                                                ReviewCase.PLAIN.of(one.review(), format));
                                    }
                                }));
    }

    @TestFactory
    Stream<DynamicTest> noRevisionDiffersFromItself() throws IOException {
        return ReviewCase.all()
                .map(one ->
                        DynamicTest.dynamicTest(
                                one.folder().getFileName().toString(), () -> same(one)));
    }

    private static void same(ReviewCase one) throws IOException {
        ReviewRequest request = one.request();
        Review review =
                Reviewer.review(
                        new ReviewRequest(
                                request.head(),
                                request.head(),
                                request.only(),
                                request.snapshots(),
                                AllowedCuts.NONE));
        assertEquals(List.of(), review.nodes());
        assertFalse(review.hasChanges());
        assertFalse(review.hasRefusals());
    }
}
