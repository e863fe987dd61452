package org.vzgit.reconciler.diff;

import java.util.Optional;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.OwnerMark;

/// Reads the owner mark out of what was observed.
public final class LiveMark {
    private LiveMark() {}

    /// Empty when there is none or it could not be read, so only where that difference was dealt
    /// with before.
    public static Optional<OwnerMark> of(ObservedVe live) {
        return live.privateArea().toOptional().flatMap(area -> area.mark().toOptional());
    }
}
