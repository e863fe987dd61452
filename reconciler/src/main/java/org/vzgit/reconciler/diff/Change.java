package org.vzgit.reconciler.diff;

import java.util.List;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.schema.VeId;
import org.vzgit.schema.VeSpec;

/// What one VE needs. Exactly one for each VE that is desired on the node or present on it, except
/// those that somebody else made.
public sealed interface Change {

    VeId veid();

    /// Desired, and nothing of it is on disk.
    record Create(VeSpec spec, ObservedVe live) implements Change {
        @Override
        public VeId veid() {
            return spec.veid();
        }
    }

    /// Desired and there, but different in at least one field.
    record Update(VeSpec spec, ObservedVe live, List<FieldChange> fields) implements Change {
        public Update {
            fields = List.copyOf(fields);
            if (fields.isEmpty()) {
                throw new IllegalArgumentException(
                        "an update of VE " + spec.veid() + " that changes nothing");
            }
        }

        @Override
        public VeId veid() {
            return spec.veid();
        }
    }

    /// There and owned by this desired state, but no longer desired; or the rest of a VE whose
    /// private area is gone and in which nothing runs.
    record Remove(ObservedVe live) implements Change {
        @Override
        public VeId veid() {
            return live.veid();
        }
    }

    /// As desired.
    record Keep(VeId veid) implements Change {}

    /// Nothing may be concluded, so nothing is done.
    ///
    /// @param reason what could not be read, or why the VE is frozen
    record Unknown(VeId veid, String reason) implements Change {}
}
