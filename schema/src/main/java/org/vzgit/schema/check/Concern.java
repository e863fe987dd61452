package org.vzgit.schema.check;

import java.util.List;
import org.vzgit.schema.Beancounter;
import org.vzgit.schema.DiagnosticCode;

/// Bounds of one VE that do not fit together.
///
/// @param about whose values are compared; the first is the one to change
/// @param message what is wrong, with the values
/// @param hint what would do, or empty
public record Concern(DiagnosticCode code, List<Beancounter> about, String message, String hint) {
    public Concern {
        about = List.copyOf(about);
    }
}
