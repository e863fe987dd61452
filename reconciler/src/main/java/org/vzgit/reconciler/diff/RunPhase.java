package org.vzgit.reconciler.diff;

import java.util.Locale;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Reading;

/// How far a VE's first process has come.
public enum RunPhase {
    STOPPED,
    /// Launched and not released: whoever launched it has died or is another run, so it can only be
    /// stopped.
    HELD,
    RUNNING;

    /// An unreadable process counts as stopped; the caller has dealt with unreadable VEs before.
    public static RunPhase of(ObservedVe live) {
        return switch (live.init()) {
            case Reading.Absent<ObservedInit> _, Reading.Unreadable<ObservedInit> _ -> STOPPED;
            case Reading.Present<ObservedInit>(ObservedInit init) ->
                    init.released() ? RUNNING : HELD;
        };
    }

    /// As people see it in plans.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
