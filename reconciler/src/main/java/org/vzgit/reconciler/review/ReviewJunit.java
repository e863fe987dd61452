package org.vzgit.reconciler.review;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.vzgit.reconciler.plan.Blocked;
import org.vzgit.reconciler.text.PlanJson;
import org.vzgit.schema.DiagnosticCode;

/// A JUnit XML report, for the CI systems that show one: a suite for the documents and one for each
/// node, a case for each VE. What must not be merged is a failure.
final class ReviewJunit {
    /// A test case, and why it failed; the reasons of one that passed are empty.
    private record Case(String suite, String name, List<Failure> failures, String output) {}

    private record Failure(String type, String message) {}

    private final Xml xml = new Xml();

    private ReviewJunit() {}

    static String of(Review review) {
        return new ReviewJunit().render(review);
    }

    private String render(Review review) {
        List<List<Case>> suites = new ArrayList<>();
        suites.add(documents(review));
        review.nodes().forEach(node -> suites.add(node(node)));
        List<Case> all = suites.stream().flatMap(List::stream).toList();
        xml.open("testsuites", "name", "vzgit plan " + ReviewSummary.revisions(review));
        counts(all);
        for (List<Case> suite : suites) {
            xml.open("testsuite", "name", suite.getFirst().suite());
            counts(suite);
            suite.forEach(this::write);
            xml.close("testsuite");
        }
        xml.close("testsuites");
        return xml.text();
    }

    private void counts(List<Case> cases) {
        long failed = cases.stream().filter(one -> !one.failures().isEmpty()).count();
        xml.attribute("tests", Integer.toString(cases.size()));
        xml.attribute("failures", Long.toString(failed));
        xml.attribute("errors", "0");
        xml.attribute("skipped", "0");
        xml.attribute("time", "0");
    }

    private static List<Case> documents(Review review) {
        List<Case> cases = new ArrayList<>();
        ReviewFindings.of(review).stream()
                .filter(ReviewFinding::isOfDocument)
                .collect(
                        Collectors.groupingBy(
                                ReviewFinding::subject,
                                java.util.TreeMap::new,
                                Collectors.toList()))
                .forEach((path, findings) -> cases.add(document(path, findings)));
        if (cases.isEmpty()) {
            cases.add(new Case("documents", "all", List.of(), ""));
        }
        return cases;
    }

    private static Case document(String path, List<ReviewFinding> findings) {
        List<Failure> failures =
                findings.stream()
                        .filter(finding -> finding.level() == Level.ERROR)
                        .map(finding -> new Failure(finding.code(), placed(finding)))
                        .toList();
        String output =
                findings.stream()
                        .filter(finding -> finding.level() != Level.ERROR)
                        .map(ReviewJunit::placed)
                        .collect(Collectors.joining("\n"));
        return new Case("documents", path, failures, output);
    }

    private static String placed(ReviewFinding finding) {
        String where = finding.origin().map(origin -> origin + ": ").orElse("");
        return where + finding.code() + " " + finding.message();
    }

    private static List<Case> node(NodeReview node) {
        List<Case> cases = new ArrayList<>(node.ves().stream().map(ve -> ve(node, ve)).toList());
        cases.add(capacity(node));
        return cases;
    }

    private static Case capacity(NodeReview node) {
        List<Failure> failures =
                node.capacity().stream()
                        .filter(CapacityRow::isDenied)
                        .map(row ->
                                new Failure(DiagnosticCode.NODE_OVERCOMMIT_DENIED.id(), line(row)))
                        .toList();
        String output =
                node.told().stream().map(ReviewJunit::line).collect(Collectors.joining("\n"));
        return new Case(node.node().value(), "capacity", failures, output);
    }

    private static String line(CapacityRow row) {
        String remark = row.remark().isEmpty() ? "" : ", " + row.remark();
        return row.name() + " " + row.change() + remark;
    }

    private static Case ve(NodeReview node, VeReview ve) {
        List<Failure> failures = new ArrayList<>();
        for (Blocked item : ve.blocked()) {
            failures.add(new Failure(PlanJson.code(item.reason()), item.detail()));
        }
        for (FieldReview field : ve.fields()) {
            if (field.cut() == Cut.BELOW_HELD) {
                failures.add(
                        new Failure(
                                ReviewFindings.CUT_BELOW_HELD,
                                field.field() + " " + field.change() + ": " + field.live().text()));
            }
        }
        String lines =
                ve.fields().stream()
                        .map(field ->
                                field.field() + " " + field.change() + ", " + field.how().text())
                        .collect(Collectors.joining("\n"));
        String output = ve.effect().code() + (lines.isEmpty() ? "" : "\n" + lines);
        return new Case(node.node().value(), ve.name() + " (" + ve.veid() + ")", failures, output);
    }

    private void write(Case one) {
        xml.open("testcase", "classname", one.suite());
        xml.attribute("name", one.name()).attribute("time", "0");
        for (Failure failure : one.failures()) {
            xml.open("failure", "type", failure.type());
            xml.attribute("message", failure.message()).close("failure");
        }
        if (!one.output().isEmpty()) {
            xml.element("system-out", one.output());
        }
        xml.close("testcase");
    }
}
