package org.vzgit.schema.document;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.vzgit.schema.DiagnosticCode;
import org.vzgit.schema.Rollout.Predecessor;
import org.vzgit.schema.VeField;
import org.vzgit.schema.VeSpec;

/// Finds the VEs that come after, or are clones of, somebody who does not exist. Advice and no
/// error: the one who came first may have been removed for good, and its successors must not freeze
/// for that.
final class AfterCheck {
    private final SortedSet<String> names;
    private final Findings findings;

    AfterCheck(List<VeDocument> all, Findings findings) {
        this.names =
                all.stream()
                        .flatMap(ve -> ve.name().stream())
                        .map(Object::toString)
                        .collect(Collectors.toCollection(TreeSet::new));
        this.findings = findings;
    }

    void check(VeDocument ve, VeSpec spec) {
        checkPredecessors(ve, spec);
        spec.cloneOf().ifPresent(source -> checkSource(ve, spec, source.value()));
    }

    /// Nobody means itself.
    private List<String> others(VeSpec spec) {
        return names.stream().filter(name -> !name.equals(spec.name().value())).toList();
    }

    private void checkSource(VeDocument ve, VeSpec spec, String source) {
        boolean itself = source.equals(spec.name().value());
        if (itself || !names.contains(source)) {
            findings.add(
                    DiagnosticCode.UNKNOWN_CLONE_SOURCE,
                    ve.document().span(Pointer.of(VeField.CLONE_OF)),
                    itself
                            ? "VE " + Quantity.quote(source) + " cannot be a clone of itself"
                            : "no VE " + Quantity.quote(source),
                    itself ? "name another VE" : Suggestion.didYouMean(source, others(spec)));
        }
    }

    private void checkPredecessors(VeDocument ve, VeSpec spec) {
        int index = 0;
        for (Predecessor before : spec.rollout().after()) {
            // Only a name can be misspelt; a label that no VE has now may be given to one later.
            if (before.value().isEmpty() && !names.contains(before.name())) {
                String pointer = Pointer.of(VeField.AFTER) + "/" + index;
                boolean here = ve.document().place(pointer).isPresent();
                findings.add(
                        DiagnosticCode.UNKNOWN_PREDECESSOR,
                        ve.document().span(here ? pointer : ""),
                        "no VE " + Quantity.quote(before.name()),
                        Suggestion.didYouMean(before.name(), names));
            }
            index++;
        }
    }
}
