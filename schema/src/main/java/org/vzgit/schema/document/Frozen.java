package org.vzgit.schema.document;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.vzgit.schema.VeId;

/// The VEs that stay as they are, because what is wanted of them cannot be told.
final class Frozen {
    private final TreeSet<VeId> ves = new TreeSet<>();
    private boolean complete = true;

    /// A VE without a readable veid could be any: then no VE may be taken for removed.
    void add(Optional<VeId> veid) {
        veid.ifPresentOrElse(ves::add, this::unknown);
    }

    void unknown() {
        complete = false;
    }

    boolean contains(VeId veid) {
        return ves.contains(veid);
    }

    SortedSet<VeId> ves() {
        return ves;
    }

    /// False when some frozen VE is not known by its veid.
    boolean complete() {
        return complete;
    }
}
