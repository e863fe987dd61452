package org.vzgit.schema;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// When an action script of a VE runs, in OpenVZ's names (vzctl(8), ACTION SCRIPTS).
public enum ScriptAction {
    /// On the host, before the VE's root is mounted.
    PREMOUNT(true),
    /// On the host, when the VE's root is mounted.
    MOUNT(true),
    /// In the VE, before its init begins.
    START(false),
    /// In the VE, before its init is asked to halt.
    STOP(false),
    /// On the host, when the VE has ended.
    UMOUNT(true),
    /// On the host, after `umount`.
    POSTUMOUNT(true);

    private final boolean onHost;

    ScriptAction(boolean onHost) {
        this.onHost = onHost;
    }

    /// Whether it runs as root of the node, and not of the VE.
    public boolean onHost() {
        return onHost;
    }

    /// As documents and file names have it: `premount`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<ScriptAction> of(String key) {
        return Arrays.stream(values()).filter(action -> action.key().equals(key)).findFirst();
    }
}
