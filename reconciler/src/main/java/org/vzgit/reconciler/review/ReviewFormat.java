package org.vzgit.reconciler.review;

/// For whom a review is written.
public enum ReviewFormat {
    /// People at a terminal.
    TEXT,
    /// Programs; see `review.v1.schema.json`.
    JSON,
    /// A comment in a pull request.
    MARKDOWN,
    /// Code scanning: SARIF 2.1.0.
    SARIF,
    /// CI systems that show test reports.
    JUNIT,
    /// Workflow commands of GitHub Actions, which annotate the changed lines.
    GITHUB
}
