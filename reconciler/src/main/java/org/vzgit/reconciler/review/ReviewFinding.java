package org.vzgit.reconciler.review;

import java.util.Comparator;
import java.util.Optional;
import org.vzgit.schema.Origin;

/// One thing to say at one place of the documents: the form in which editors, forges and CI systems
/// take a review.
///
/// @param code which rule: a message code such as `VZ1003`, or a reason code such as `restart`
/// @param subject what it is about and will be about in the next run too, whatever the values
/// @param node where; empty for a finding in a document
/// @param origin empty when there is no place in head, because a document is gone
/// @param length how many characters there are to underline
record ReviewFinding(
        String code,
        Level level,
        String subject,
        String node,
        String message,
        Optional<Origin> origin,
        int length) {

    /// The most urgent first: forges show only the first few.
    static final Comparator<ReviewFinding> BY_URGENCY =
            Comparator.comparing(ReviewFinding::level)
                    .thenComparing(finding -> finding.origin().map(Origin::toString).orElse(""))
                    .thenComparing(ReviewFinding::code)
                    .thenComparing(ReviewFinding::subject);

    /// Found by reading documents, whatever any node has.
    boolean isOfDocument() {
        return node.isEmpty() && code.startsWith("VZ");
    }

    /// The same in every run in which the same thing is wrong, as SARIF's fingerprints want it.
    String key() {
        return code + ":" + node + ":" + subject;
    }
}
