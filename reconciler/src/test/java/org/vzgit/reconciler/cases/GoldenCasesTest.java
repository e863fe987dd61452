package org.vzgit.reconciler.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.vzgit.kernel.op.OperationFailure;
import org.vzgit.reconciler.plan.Plan;
import org.vzgit.reconciler.plan.Step;
import org.vzgit.reconciler.text.PlanText;

/// One folder in `src/test/cases` for each behaviour that users see:
///
/// * `before/` is desired first, and applied; it may be missing, then the node is empty;
/// * `drift.txt`, if there is one, happens to the node then ([Drift]);
/// * `after/` is desired now;
/// * `plan.txt` is exactly what `vzgit plan` prints.
///
/// After every case the plan is applied, and planning again must find nothing. Run with
/// `-Dvzgit.cases.write=true` to write the `plan.txt` files anew, and read the difference in Git.
class GoldenCasesTest {
    private static final Path CASES = Path.of("src/test/cases");
    private static final boolean WRITE = Boolean.getBoolean("vzgit.cases.write");

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        List<Path> folders;
        try (Stream<Path> found = Files.list(CASES)) {
            folders = found.filter(Files::isDirectory).sorted().toList();
        }
        assertFalse(folders.isEmpty(), "no case in " + CASES.toAbsolutePath());
        return folders.stream()
                .map(folder ->
                        DynamicTest.dynamicTest(
                                folder.getFileName().toString(), () -> run(folder)));
    }

    private static void run(Path folder) throws IOException, OperationFailure {
        CaseNode node = new CaseNode();
        if (Files.isDirectory(folder.resolve("before"))) {
            apply(node, node.plan(folder.resolve("before"), CaseNode.BEFORE));
        }
        Drift.happen(folder.resolve("drift.txt"), node.kernel());
        Plan plan = node.plan(folder.resolve("after"), CaseNode.AFTER);
        compare(folder.resolve("plan.txt"), PlanText.of(plan));
        apply(node, plan);
        Plan again = node.plan(folder.resolve("after"), CaseNode.AFTER);
        assertEquals(List.of(), again.steps(), "plan again: nothing");
    }

    private static void apply(CaseNode node, Plan plan) throws OperationFailure {
        for (Step step : plan.steps()) {
            node.kernel().apply(step.operation());
        }
    }

    private static void compare(Path file, String text) throws IOException {
        if (WRITE) {
            Files.writeString(file, text);
        }
        assertEquals(Files.readString(file), text, file.toString());
    }
}
