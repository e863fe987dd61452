package org.vzgit.reconciler.status;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.vzgit.kernel.state.ObservedInit;
import org.vzgit.kernel.state.ObservedVe;
import org.vzgit.kernel.state.Reading;

/// What a VE is doing, in the words of vzlist(8) and three of our own.
enum RunStatus {
    RUNNING,
    STOPPED,
    /// Its root file system is there, its init has not begun.
    MOUNTED,
    SUSPENDED,
    /// Wanted, and nothing of it is on the node.
    MISSING,
    /// On the node, and this desired state does not own it.
    UNMANAGED,
    /// Could not be read.
    UNKNOWN;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What the kernel shows; never [#UNMANAGED], which no kernel knows.
    static RunStatus of(ObservedVe live) {
        return switch (live.init()) {
            case Reading.Present<ObservedInit>(ObservedInit init) ->
                    init.released() ? RUNNING : MOUNTED;
            case Reading.Unreadable<ObservedInit> _ -> UNKNOWN;
            case Reading.Absent<ObservedInit> _ -> isNothing(live) ? MISSING : STOPPED;
        };
    }

    private static boolean isNothing(ObservedVe live) {
        return live.equals(ObservedVe.nothing(live.veid()));
    }
}
