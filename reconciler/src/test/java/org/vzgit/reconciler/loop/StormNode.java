package org.vzgit.reconciler.loop;

import java.io.IOException;
import org.vzgit.kernel.Kernel;
import org.vzgit.schema.VeId;

/// A node that a storm can hit.
public interface StormNode {
    /// The process that manages the node ends, if there is one, and another begins: what it has of
    /// the kernel.
    Kernel restart() throws IOException;

    /// Process 1 of a VE dies, if it runs.
    void killInit(VeId veid) throws IOException;

    /// Somebody sets the limit by hand, if the VE has a cgroup.
    void setNumproc(VeId veid, int limit) throws IOException;

    /// Somebody deletes the host's end, if there is one.
    void deleteLink(VeId veid) throws IOException;
}
