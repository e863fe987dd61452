package org.vzgit.schema.document;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The documents of the revision that was read last, so that reading the next one costs what was
/// changed between the two: a document says by itself what it says, whatever stands beside it.
///
/// Holds one revision at most, which [InputBounds] bounds. Only documents without a finding are
/// kept; a finding quotes lines of its own revision.
final class KnownParts {
    private volatile Map<DocumentText, PartReading> last = Map.of();

    Optional<PartReading> find(DocumentText part) {
        return Optional.ofNullable(last.get(part));
    }

    /// Replaces all that was known.
    void remember(Map<DocumentText, PartReading> readings) {
        Map<DocumentText, PartReading> next = new HashMap<>();
        readings.forEach((part, reading) -> {
            if (reading.findings().isEmpty()) {
                next.put(part, reading);
            }
        });
        last = next;
    }
}
