package org.vzgit.reconciler.review;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.vzgit.schema.Diagnostic;
import org.vzgit.schema.Revision;
import org.vzgit.schema.Severity;

/// What a change of the desired state would do, node by node.
///
/// @param nodes those that it touches, by name
/// @param untouched how many other nodes there are
public record Review(
        Revision base, Revision head, List<NodeReview> nodes, int untouched, Found found) {
    public Review {
        nodes = List.copyOf(nodes);
    }

    /// Findings in the documents.
    ///
    /// @param diagnostics errors of head, and warnings that base had not
    /// @param baseHasErrors then some VEs of base are not known, and nothing is said about them
    record Found(List<Diagnostic> diagnostics, boolean baseHasErrors) {
        Found {
            diagnostics = List.copyOf(diagnostics);
        }
    }

    /// Documents of head have errors.
    public boolean isInvalid() {
        return found.diagnostics().stream().anyMatch(f -> f.severity() == Severity.ERROR);
    }

    /// Something would be carried out, now or when a VE starts.
    public boolean hasChanges() {
        return ves().stream().anyMatch(ve -> ve.effect().isChange());
    }

    /// Something that is wanted would not be carried out.
    public boolean hasRefusals() {
        return ves().stream().anyMatch(ve -> !ve.blocked().isEmpty());
    }

    /// The change must not be merged as it is: a limit below what is in use, or a node that would
    /// promise more than its policy allows.
    public boolean isDenied() {
        boolean cut =
                ves().stream()
                        .flatMap(ve -> ve.fields().stream())
                        .anyMatch(field -> field.cut() == Cut.BELOW_HELD);
        return cut
                || nodes.stream()
                        .flatMap(node -> node.capacity().stream())
                        .anyMatch(CapacityRow::isDenied);
    }

    List<VeReview> ves() {
        return nodes.stream().flatMap(node -> node.ves().stream()).toList();
    }

    /// How many VEs there are of each effect.
    Map<Effect, Integer> counts() {
        return counts(ves());
    }

    static Map<Effect, Integer> counts(List<VeReview> ves) {
        Map<Effect, Integer> counts = new EnumMap<>(Effect.class);
        ves.forEach(ve -> counts.merge(ve.effect(), 1, Integer::sum));
        return Collections.unmodifiableMap(counts);
    }

    int operations() {
        return nodes.stream().mapToInt(node -> node.plan().steps().size()).sum();
    }
}
