package org.vzgit.reconciler.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xml.sax.SAXException;

/// Every output that programs read is what its schema says, in every case.
class PublishedSchemasTest {
    static final String REVIEW = "review.v1.schema.json";
    static final String SNAPSHOT = "snapshot.v1.schema.json";

    @TestFactory
    Stream<DynamicTest> jsonFollowsOurSchema() throws IOException {
        return each(review ->
                assertEquals(
                        List.of(),
                        PublishedSchemas.ours(
                                REVIEW, ReviewCase.PLAIN.of(review, ReviewFormat.JSON))));
    }

    @TestFactory
    Stream<DynamicTest> sarifFollowsTheSchemaOfOasis() throws IOException {
        return each(review ->
                assertEquals(
                        List.of(),
                        PublishedSchemas.sarif(ReviewCase.PLAIN.of(review, ReviewFormat.SARIF))));
    }

    @TestFactory
    Stream<DynamicTest> junitReportsAreWhatTheirReadersAccept() throws IOException {
        return each(
                review -> PublishedSchemas.junit(ReviewCase.PLAIN.of(review, ReviewFormat.JUNIT)));
    }

    @Test
    void theSchemasRefuseWhatIsNotTheirs() throws IOException {
        assertFalse(PublishedSchemas.ours(REVIEW, "{\"kind\": \"Review\"}").isEmpty());
        assertFalse(PublishedSchemas.sarif("{\"version\": \"2.1.0\", \"runs\": [{}]}").isEmpty());
        assertThrows(SAXException.class, () -> PublishedSchemas.junit("<testsuites a='1'/>"));
    }

    @Test
    void aSnapshotFollowsOurSchema() throws IOException {
        NodeSnapshot snapshot = ReviewCase.named("cut").request().snapshots().getFirst();
        assertEquals(List.of(), PublishedSchemas.ours(SNAPSHOT, snapshot.json()));
    }

    /// What is done with each case.
    @FunctionalInterface
    private interface Check {
        void of(Review review) throws IOException, SAXException;
    }

    private static Stream<DynamicTest> each(Check check) throws IOException {
        return ReviewCase.all()
                .map(one ->
                        DynamicTest.dynamicTest(
                                one.folder().getFileName().toString(),
                                () -> check.of(one.review())));
    }
}
