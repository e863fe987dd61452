package org.vzgit.reconciler.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.reconciler.review.AllowedCuts;
import org.vzgit.reconciler.review.Rendering;
import org.vzgit.reconciler.review.Review;
import org.vzgit.reconciler.review.ReviewFormat;
import org.vzgit.reconciler.review.ReviewRequest;
import org.vzgit.reconciler.review.Reviewer;
import org.vzgit.reconciler.text.OperationText;
import org.vzgit.reconciler.text.Palette;
import org.vzgit.reconciler.text.VeNames;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A review promises what the node then does: in every golden case without drift, the operations
/// that a review of `before` and `after` names are those that the node plans.
class ReviewOfGoldenCasesTest {
    private static final Path CASES = Path.of("src/test/cases");

    /// What its kernel lacks is not known without a snapshot.
    private static final Set<String> ABOUT_THE_KERNEL =
            Set.of("no-means-on-this-kernel", "beancounters-across-ves");

    @TestFactory
    Stream<DynamicTest> theReviewNamesWhatTheNodeDoes() throws IOException {
        List<Path> folders;
        try (Stream<Path> found = Files.list(CASES)) {
            folders =
                    found.filter(folder -> Files.isDirectory(folder.resolve("before")))
                            .filter(folder -> !Files.exists(folder.resolve("drift.txt")))
                            .filter(folder ->
                                    !ABOUT_THE_KERNEL.contains(folder.getFileName().toString()))
                            .sorted()
                            .toList();
        }
        assertFalse(folders.isEmpty());
        return folders.stream()
                .map(folder ->
                        DynamicTest.dynamicTest(
                                folder.getFileName().toString(), () -> compare(folder)));
    }

    private static void compare(Path folder) throws IOException, OperationFailure {
        CaseNode node = new CaseNode();
        for (Step step : node.plan(folder.resolve("before"), CaseNode.BEFORE).steps()) {
            node.kernel().apply(step.operation());
        }
        Plan live = node.plan(folder.resolve("after"), CaseNode.AFTER);
        assertEquals(operations(live), operations(review(folder)));
    }

    private static List<String> operations(Plan plan) {
        VeNames names = VeNames.of(plan);
        return plan.steps().stream()
                .map(Step::operation)
                .map(op -> names.of(op) + " " + OperationText.of(op).text())
                .map(text -> text.replace("busybox@1", "busybox@any"))
                .toList();
    }

    private static List<String> operations(Review review) {
        Rendering rendering =
                new Rendering(Palette.PLAIN, Instant.EPOCH, "", "", Rendering.BYTE_BUDGET_DEFAULT);
        JsonNode json = JsonMapper.shared().readTree(rendering.of(review, ReviewFormat.JSON));
        List<String> operations = new ArrayList<>();
        for (JsonNode node : json.get("nodes")) {
            if (node.get("node").asString().equals("hn1")) {
                node.get("operations")
                        .forEach(step ->
                                operations.add(
                                        step.get("subject").asString()
                                                + " "
                                                + step.get("text").asString()));
            }
        }
        return operations;
    }

    private static Review review(Path folder) {
        return Reviewer.review(
                new ReviewRequest(
                        CaseNode.desired(folder.resolve("before"), CaseNode.BEFORE),
                        CaseNode.desired(folder.resolve("after"), CaseNode.AFTER),
                        Collections.emptySortedSet(),
                        List.of(),
                        AllowedCuts.NONE));
    }
}
